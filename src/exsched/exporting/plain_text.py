"""Text made safe for one-line and many-line fields, as a second line of defence behind intake.

Each character removed here injected or lost events in a real calendar client, or turns a reader's eye.
"""

import re
import unicodedata

_LINE_BREAKS = re.compile("\r\n|[\r\n\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029]")
_HIDDEN = re.compile(
    "[\x00-\x08\x0e-\x1b\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffd\ud800-\udfff]"
)
_COMPONENT = re.compile(r"(BEGIN|END):(?=V)", re.IGNORECASE)


def one_line(text: str) -> str:
    """The text on one line, without control characters, bidirectional overrides and invisible marks."""
    return " ".join(clean(text).split())


def clean(text: str) -> str:
    """The same with its line breaks, each of them a plain newline; NFC; `BEGIN:V` and `END:V` broken up."""
    lines = _HIDDEN.sub("", _LINE_BREAKS.sub("\n", text)).replace("\t", " ")
    return _COMPONENT.sub(r"\1: ", unicodedata.normalize("NFC", lines))


def clipped(text: str, most: int) -> str:
    """The text, cut to so many characters with a mark that it was cut."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
