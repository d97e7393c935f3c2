"""Every code that a diagnostic can carry: what it stands for, how the program ends, one way to mend it."""

from enum import StrEnum
from typing import NamedTuple


class Refusal(StrEnum):
    """Why an input is not taken; the exit code follows from it."""

    USAGE = "usage"
    ENVIRONMENT = "environment"
    MALFORMED = "malformed"
    UNSUPPORTED_TYPE = "unsupported_type"
    TOO_LARGE = "too_large"
    INVALID = "invalid"
    IMPOSSIBLE = "infeasible"

    @property
    def exit_code(self) -> int:
        """The exit code of a command that was given such an input."""
        return {Refusal.USAGE: 2, Refusal.ENVIRONMENT: 6, Refusal.IMPOSSIBLE: 4}.get(self, 3)


class Code(NamedTuple):
    """What a code stands for."""

    title: str
    refusal: Refusal
    hint: str


_U, _E, _M, _L, _V, _I = (
    Refusal.USAGE,
    Refusal.ENVIRONMENT,
    Refusal.MALFORMED,
    Refusal.TOO_LARGE,
    Refusal.INVALID,
    Refusal.IMPOSSIBLE,
)

READING = {
    "E101": Code("no such file or folder", _U, "check the spelling and the folder you are in"),
    "E102": Code("not a regular file", _E, "give a file or a folder; write `-` to read from standard input"),
    "E103": Code(
        "the folder holds no programme", _U, "name the main file programme.yaml, or give the file itself"
    ),
    "E104": Code("no right to read", _U, "ask the owner of the file for read access"),
    "E105": Code(
        "the file is too large", _L, "split the programme into several files and join them with `include:`"
    ),
    "E106": Code("not UTF-8", _M, "save the file as UTF-8"),
    "E107": Code("not a text file", Refusal.UNSUPPORTED_TYPE, "unpack it first, or save it as YAML or JSON"),
    "E108": Code("a character that text may not hold", _M, "delete the character and type the text again"),
    "E109": Code(
        "the file is empty", _V, "start from `exsched new DIR`, which writes a programme that solves"
    ),
    "E110": Code("not well-formed", _M, "compare with the line above: indentation, colons, commas, brackets"),
    "E111": Code("a tab in the indentation", _M, "indent with spaces"),
    "E112": Code("a quote that is not closed", _M, "close it with the same kind of quote"),
    "E113": Code("an alias or anchor", _M, "write the value out wherever it is needed"),
    "E114": Code("a tag", _M, "delete the tag; the format knows what each value is"),
    "E115": Code("a merge key", _M, "write the keys out"),
    "E116": Code("a second document", _M, "put it into a file of its own and join it with `include:`"),
    "E117": Code("a YAML directive", _M, "delete the line; files are read as YAML 1.2"),
    "E118": Code(
        "nested too deeply",
        _M,
        "the format needs no more than 12 levels; look for brackets that are not closed",
    ),
    "E119": Code("too many entries", _L, "split the programme into several smaller ones"),
    "E120": Code("not a number of JSON", _M, "write a whole number, or leave the key out"),
    "E121": Code("half a character", _V, "write the character itself, or both halves of the escape"),
    "E122": Code("a key that is not text", _M, "write a plain word as key"),
    "E130": Code("an include that is not allowed", _V, "name a file inside this folder, or `library:NAME`"),
    "E131": Code(
        "an included file that is not there", _V, "check the spelling; the path starts at the including file"
    ),
    "E132": Code("files that include each other", _V, "delete one of the includes"),
    "E133": Code("includes nested too deeply", _V, "include the files from the main file instead"),
    "E134": Code("unknown library name", _V, "choose one of the known names"),
}

STRUCTURE = {
    "E201": Code(
        "no mapping at the top", _V, "a programme starts with keys like `programme:` and `exercises:`"
    ),
    "E202": Code("the same key twice", _M, "keep one of the two"),
    "E203": Code("unknown key", _V, "correct the spelling, or delete the key"),
    "E204": Code("a key is missing", _V, "add it"),
    "E205": Code("the wrong shape", _V, "compare with the example in `exsched help`"),
    "E206": Code("a key that is not text", _V, "write it in quotes"),
    "E207": Code("said in two files", _V, "keep one of the two"),
    "E208": Code("two ids that look the same", _V, "rename one of the two"),
    "E209": Code("unknown rule", _V, "`exsched rules` lists every rule"),
    "E210": Code("unknown goal", _V, "`exsched goals` lists every goal"),
    "E211": Code(
        "another owner than the file's", _V, "move the statement to that owner's file, or delete `owner:`"
    ),
    "E213": Code(
        "a row that does not fit the columns", _V, "count the commas; put text with a comma in quotes"
    ),
    "E214": Code("too many of one kind", _L, "split the programme into several smaller ones"),
    "E215": Code(
        "beyond what a submission may say",
        _V,
        "move it to a submission of the nation that it is about, or to a file without `owner:`",
    ),
    "E216": Code("for the main file only", _V, "move it to the main file"),
}

VALUES = {
    "E301": Code("the wrong kind of value", _V, "write a value of that kind"),
    "E302": Code("out of range", _V, "write a value within the range"),
    "E303": Code("not a date", _V, "write YYYY-MM-DD, or YYYY-MM-DD/YYYY-MM-DD for a range"),
    "E304": Code("the end lies before the start", _V, "swap the two"),
    "E305": Code("not one of the words", _V, "choose one of the known words"),
    "E306": Code("text that cannot be kept", _V, "shorten or correct the text"),
    "E307": Code("not an id", _V, "use A-Z a-z 0-9 . _ - and start with a letter or digit"),
    "E308": Code("a key without a value", _V, "write the value, or delete the key"),
    "E309": Code("a value that does not fit", _V, "correct the value"),
    "E310": Code(
        "unknown version of the format", _V, "write `exsched: 1`, or use the release that reads that version"
    ),
    "E311": Code("listed twice", _V, "keep it once"),
    "E312": Code(
        "not GeoJSON", _V, "compare with RFC 7946: a Polygon is a list of closed rings of [lon, lat]"
    ),
    "E313": Code("a year that the calendar does not cover", _V, "give its days under `override:`"),
}

REFERENCES = {
    "E401": Code("unknown name", _V, "correct the name, or define it"),
    "E402": Code(
        "the exercise has no such site, role or form",
        _V,
        "use a name from the exercise's own `sites:`, `forces:` or `forms:`",
    ),
    "E403": Code("a schedule of another programme", _V, "give the schedule together with its own programme"),
    "E406": Code("names of a library file that is not included", _V, "add the file to `include:`"),
    "E404": Code("no single need that it can meet", _V, "write need=name"),
    "E405": Code(
        "another role than the programme's",
        _V,
        "leave the role out, or change it under the exercise's `participants:` in the programme",
    ),
}

LOGIC = {
    "E501": Code("a window outside the horizon", _V, "move the window, or widen `programme: horizon`"),
    "E502": Code("a window that cannot hold the exercise", _V, "widen the window, or shorten the exercise"),
    "E503": Code("no venue fits", _V, "ask for less, or add a venue"),
    "E504": Code(
        "a lock against the exercise's own data", _V, "change the lock, or the data that it contradicts"
    ),
    "E505": Code("no force can fill the role", _V, "ask for less, or add a force"),
    "E506": Code("a circle of precedence", _V, "delete one of these rules, or make it soft"),
    "E507": Code(
        "more is needed than there is",
        _I,
        "ask for less, add supply, or let the exercise be dropped: `held: may`",
    ),
    "E509": Code(
        "a statement that leaves an exercise no way of being held",
        _I,
        "make the statement soft, change it, or let the exercise be dropped: `held: may`",
    ),
    "E508": Code("closed on every possible day", _I, "widen `startex:`, or add another venue"),
}

LINT = {
    "W601": Code("a window that is never used", _V, "delete it, or widen it"),
    "W602": Code("a rule that can never bite", _V, "delete it, or correct whom it names"),
    "W603": Code("a statement out of date", _V, "renew `valid:`, or delete the statement"),
    "W604": Code("an exercise that can never be held", _V, "ask for less, or delete it"),
    "W605": Code("a force that nobody can use", _V, "name it in a role, or delete it"),
    "W606": Code("a venue that nobody can use", _V, "name it in a site, or delete it"),
    "W607": Code("missing data", _V, "add them; until then the rule cannot be decided"),
    "W608": Code("nothing to schedule", _V, "add exercises"),
    "W609": Code("soft rules without their goal", _V, "add `soft_rules` to a tier of `goals:`"),
    "W610": Code("a weight of 0", _V, "raise it, or delete the goal or cost"),
    "W611": Code("released to nobody", _V, "name the nations that may see it, or leave `release:` out"),
    "W612": Code("a library rule that does not concern this programme", _V, "nothing needs to be done"),
    "W614": Code("a circle of precedence", _V, "delete one of these rules, or make it soft"),
    "W618": Code("a participant who may not know", _V, "add it to `release:`, or leave it out of `must`"),
    "W619": Code("a cover block that stands out", _V, "let it run from a Monday to a Sunday"),
    "W617": Code("just under a threshold", _V, "nothing needs to be done; check that the number is right"),
    "W615": Code("wanted dates that are not allowed", _V, "move `wanted:`, or widen `startex:`"),
    "W613": Code("a schedule of an earlier version of the programme", _V, "solve again"),
}

CODES: dict[str, Code] = READING | STRUCTURE | VALUES | REFERENCES | LOGIC | LINT
