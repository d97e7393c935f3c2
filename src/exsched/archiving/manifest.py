"""What an archive says of itself: programme, schedule, how it was made, and the SHA-256 of each member."""

import json
from hashlib import sha256

from pydantic import Field, ValidationError

from exsched.domain.dates import Frozen
from exsched.domain.outcome import Outcome

NAME = "manifest.json"
FORMAT = "exsched bundle 1"
PROGRAMME = "programme/"
SCHEDULE = "schedule/"
CERTIFICATE = "certificate.json"


class Manifest(Frozen):
    """The first member of an archive.

    Attributes:
        main: the member with the main file of the programme.
        schedule: the member with the schedule as it was given.
        input_sha256: of the normalised programme.
        library: SHA-256 of each library file that was read; they come with the program and are not packed.
        made: how the schedule was made, as its file claims; None when it claims nothing.
        written_with: the version of the program, which is that of its library.
        members: SHA-256 of each other member.
    """

    format: str
    programme: str
    main: str
    schedule: str
    input_sha256: str
    library: dict[str, str] = Field(default_factory=dict)
    made: Outcome | None = None
    written_with: str
    members: dict[str, str]

    def as_bytes(self) -> bytes:
        """The one way in which it is written."""
        document = self.model_dump(mode="json")
        return (json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def read(content: bytes) -> Manifest | None:
    """The manifest in a member; None when it is none."""
    try:
        found = Manifest.model_validate_json(content, strict=False)
    except ValidationError:
        return None
    return found if found.format == FORMAT else None


def digest(content: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return sha256(content).hexdigest()
