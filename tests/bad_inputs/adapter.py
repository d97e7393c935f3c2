"""Maps the neutral cases of cases.yaml to programmes of our format and to command lines."""

import gzip
import json
import re
import unicodedata
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent
DATA = yaml.safe_load((HERE / "cases.yaml").read_text(encoding="utf-8"))
CASES: dict[str, dict[str, Any]] = {case["id"]: case for case in DATA["cases"]}

FIELDS = {"name": "title", "duration_days": "days", "weight": "worth", "releasable_to": "release"}
"""Fields of a neutral exercise that we call otherwise."""


def neutral_base() -> dict[str, Any]:
    """The neutral base, to be patched."""
    base: dict[str, Any] = deepcopy(DATA["base"])
    return base


# -- from the neutral form to ours -------------------------------------------------------------------------


def programme(neutral: dict[str, Any]) -> str:
    """A patched base in our format; entries given twice stay given twice."""
    horizon = f"{neutral['horizon']['start']}/{neutral['horizon']['end']}"
    header = {"id": "base", "title": neutral["scenario"]["title"], "horizon": horizon}
    lines = [
        f"exsched: {_version(neutral['format_version'])}",
        f"programme: {_flow(header | {'time_zone': neutral['time_zone']})}",
        *_section("nations", ((one["id"], {"name": one["name"]}) for one in neutral["nations"])),
        *_section("pools", ((one["id"], {"units": one["capacity"]}) for one in neutral["resources"])),
        *_section("exercises", _exercises(neutral)),
        "rules:",
        *(f"  - {_flow(rule)}" for rule in _rules(neutral)),
        "goals: [[hold_exercises]]",
    ]
    shares = [one["share_percent"] for one in neutral["nations"] if "share_percent" in one]
    return "\n".join([*lines, *(f"solve: {{give_back: {share}%}}" for share in shares)]) + "\n"


def _version(value: Any) -> Any:
    return int(value) if str(value).isdigit() else _flow(value)


def _section(name: str, entries: Any) -> list[str]:
    rows = [f"  {_key(key)}: {_flow(body)}" for key, body in entries]
    return [f"{name}:", *rows] if rows else [f"{name}: {{}}"]


def _exercises(neutral: dict[str, Any]) -> Any:
    pinned = {pin["exercise"]: {"startex": pin["start"]} for pin in neutral["pins"]}
    for one in neutral["exercises"]:
        known = {"id", "window", "participants", "resources", "start_time"}
        body = {FIELDS.get(key, key): value for key, value in one.items() if key not in known}
        if "window" in one:
            first, last = one["window"]["earliest"], one["window"]["latest"]
            body |= {"startex": f"{first}/{last}", "endex_by": last}
        if "start_time" in one:
            body["startex"] = one["start_time"]
        if "participants" in one:
            body["participants"] = {"must": one["participants"]}
        body["draws"] = {use["id"]: use["amount"] for use in one.get("resources", [])}
        if one["id"] in pinned:
            body["locked"] = pinned[one["id"]]
        yield one["id"], body


def _rules(neutral: dict[str, Any]) -> Any:
    for one in neutral["precedences"]:
        yield {"rule": "precedence", "first": one["before"], "then": one["after"]}
    for one in neutral["relations"]:
        gap = f"{one['min_days']}..{one['max_days']}"
        yield {"rule": "precedence", "first": one["a"], "then": one["b"], "gap": gap}
    for nation in neutral["nations"]:
        for span in nation["blackouts"]:
            yield {
                "rule": "blackout_period",
                "nations": [nation["id"]],
                "dates": f"{span['from']}/{span['to']}",
            }
        if "max_exercises" in nation:
            yield {"rule": "abroad_load", "nation": nation["id"], "exercises": nation["max_exercises"]}


def _key(text: str) -> str:
    return text if re.fullmatch(r"[A-Za-z0-9_-]+", text) else _flow(text)


def _flow(value: Any) -> str:
    """A value as YAML flow; characters that a text file may not hold become escapes."""
    text = json.dumps(value, ensure_ascii=False)
    if text.isascii():
        return text
    keep = "\u200d\ufe0f"
    return "".join(
        char
        if unicodedata.category(char) not in {"Cc", "Cf", "Zl", "Zp"} or char in keep
        else f"\\u{ord(char):04x}"
        for char in text
    )


# -- the patch operations ----------------------------------------------------------------------------------


def patched(operations: list[dict[str, Any]], neutral: dict[str, Any] | None = None) -> dict[str, Any]:
    """The base after these operations."""
    document = neutral or neutral_base()
    for operation in operations:
        _OPERATIONS[operation["op"]](document, operation["target"], operation["value"])
    return document


def _find(document: Any, target: str) -> tuple[Any, Any]:
    """The container and the key that a target such as `exercises[EX-1].window.latest` means."""
    parts = re.findall(r"[^.\[\]]+|\[[^\]]*\]", target)
    place = document
    for part in parts[:-1]:
        place = _step(place, part)
    last = parts[-1]
    return (place, _index(place, last[1:-1])) if last.startswith("[") else (place, last)


def _step(place: Any, part: str) -> Any:
    return place[_index(place, part[1:-1])] if part.startswith("[") else place[part]


def _index(entries: list[Any], name: str) -> int:
    if name == "+":
        return len(entries)
    return int(name) if name.isdigit() else next(n for n, one in enumerate(entries) if one["id"] == name)


def _set(document: Any, target: str, value: Any) -> None:
    place, key = _find(document, target)
    place[key] = value


def _add(document: Any, target: str, value: Any) -> None:
    place, _ = _find(document, target)
    place.append(value)


def _rename(document: Any, target: str, value: str) -> None:
    place, key = _find(document, target)
    place[value] = place.pop(key)


def _copy(document: Any, target: str, value: str) -> None:
    source, key = _find(document, target)
    place, _ = _find(document, value)
    place.append(deepcopy(source[key]))


def _repeat(document: Any, target: str, value: int) -> None:
    place, key = _find(document, target)
    one = place.pop(key)
    if "id" in one:
        place += [one | {"id": f"{one['id']}-{n}"} for n in range(value)]
        document["precedences"] = []
    else:
        place += [one] * value


def _many(document: Any, target: str, value: str) -> None:
    """Twenty exercises, each with a mistake of its own."""
    del target, value
    good = document["exercises"][1]
    wrong = (
        *({"duration_days": days} for days in (0, -1, "ten", True, 4000)),
        *({"weight": weight} for weight in (-1, 10**18, "high", 1.5)),
        *({"participants": names} for names in (["AAX"], ["AAA", "AAA"], "AAA", ["aaa"])),
        *(
            {"window": {"earliest": day, "latest": "2027-06-30"}}
            for day in ("2027-3-1", "01/03/2027", "2027-02-30")
        ),
        {"window": {"earliest": "2027-06-30", "latest": "2027-03-01"}},
        {"nmae": "x"},
        {"name": ""},
        {"resources": [{"id": "RANGE-9", "amount": 1}]},
    )
    document["exercises"] += [good | {"id": f"BAD-{n}"} | mistake for n, mistake in enumerate(wrong)]


_OPERATIONS: dict[str, Callable[[Any, str, Any], None]] = {
    "set": _set,
    "add": _add,
    "rename": _rename,
    "copy": _copy,
    "repeat": _repeat,
    "many": _many,
}

# -- what a case feeds to the command ------------------------------------------------------------------------

BASE = programme(neutral_base()).encode()

BYTES: dict[str, bytes] = {
    "encoding-01": b"\xef\xbb\xbf" + BASE,
    "encoding-02": BASE.decode().encode("utf-16"),
    "encoding-04": BASE.replace(b"Exercise One", b"Exercise\x00One"),
    "encoding-06": b"",
    "encoding-09": gzip.compress(BASE),
    "encoding-11": BASE.replace(b"Exercise One", b"..\xc0\xaf.."),
    "yaml-09": "\n".join(
        [
            "a: &a [x,x,x,x,x,x,x,x,x]",
            *(f"{c}: &{c} [{','.join(['*' + p] * 9)}]" for p, c in zip("abcdefgh", "bcdefghi", strict=True)),
        ]
    ).encode(),
    "yaml-11": b"a: " + b"[" * 2000 + b"]" * 2000,
    "json-04": b'{"weight": ' + b"9" * 5000 + b"}",
}
"""Cases that are bytes rather than text."""

_WORDS = BASE.decode()
TEXTS: dict[str, str] = {
    "yaml-04": _WORDS.replace("EX-1: {", "007: {", 1).replace("EX-2: {", "1e3: {", 1),
    "yaml-06": _WORDS.replace('"Exercise One"', "on").replace('"Exercise Two"', "~"),
    "yaml-07": _WORDS.replace('"days": 10', '"days": 10, "days": 50'),
    "yaml-16": _WORDS.replace("2027-03-01/2027-04-30", "2027-3-1/2027-04-30"),
    "yaml-17": _WORDS.replace("2027-03-01/2027-04-30", "01/03/2027"),
    "yaml-19": _WORDS.replace('"Exercise One"', "!!binary aGVsbG8=").replace('["AAA"]', "!!set {AAA, BBB}"),
    "path-01": "include: [../../secret.yaml]\n" + _WORDS,
    "path-02": 'include: [/etc/passwd, "C:\\\\x", "\\\\\\\\host\\\\share\\\\x", "file:///x", "http://127.0.0.1/x"]\n'
    + _WORDS,
}
"""Cases whose text says in our words what it says in neutral ones."""


def content(case: dict[str, Any]) -> bytes:
    """The bytes of the programme that a case feeds."""
    name = case["id"]
    if name in BYTES:
        return BYTES[name]
    if name in TEXTS:
        return TEXTS[name].encode()
    if "text" in case:
        return str(case["text"]).encode()
    if "patch" not in case:
        return BASE
    neutral = neutral_base()
    if name == "time-07":  # the windows of this case are for STARTEX, and one lies beyond the year
        neutral["horizon"]["end"] = "2028-12-31"
        neutral["exercises"][0]["duration_days"] = neutral["exercises"][1]["duration_days"] = 5
        neutral["precedences"] = []
    document = patched(case["patch"], neutral)
    if not document["exercises"]:
        document["precedences"] = []
    text = programme(document)
    if name == "logic-11":  # 200 exercises of 10 days do not fit into two months: let them be dropped
        text = text.replace('"draws"', '"held": "may", "draws"')
    return text.encode()
