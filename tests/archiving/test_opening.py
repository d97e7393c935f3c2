"""An archive from anybody is looked at before anything in it is believed."""

import io
import stat
import zipfile
from collections.abc import Callable

import pytest

from exsched.archiving import opening
from exsched.archiving.manifest import FORMAT, NAME, Manifest, digest
from exsched.archiving.opening import Changed, NoBundle, opened
from exsched.archiving.packing import zipped

FILES = {
    "certificate.json": b"{}",
    "programme/a.yaml": b"programme: {}\n",
    "schedule/schedule.csv": b"exercise\n",
}


def a_manifest(files: dict[str, bytes] = FILES, **changes: str) -> bytes:
    """The manifest of these members."""
    facts = {"main": "programme/a.yaml", "schedule": "schedule/schedule.csv", "format": FORMAT} | changes
    hashes = {name: digest(content) for name, content in files.items()}
    return Manifest(
        programme="a", input_sha256="", written_with="exsched", members=hashes, **facts
    ).as_bytes()


def an_archive(files: dict[str, bytes] = FILES, manifest: bytes | None = None) -> bytes:
    """These members below a manifest."""
    return zipped({NAME: manifest or a_manifest()} | files)


def edited(change: Callable[[zipfile.ZipInfo], object], content: bytes = b"x", packed: bool = False) -> bytes:
    """A zip file with one member more, whose entry was changed."""
    whole = io.BytesIO(an_archive())
    with zipfile.ZipFile(whole, "a") as archive:
        info = zipfile.ZipInfo("programme/b.yaml")
        info.compress_type = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
        change(info)
        archive.writestr(info, content)
    return whole.getvalue()


def named(name: str) -> bytes:
    """A zip file with a member of this name."""

    def rename(info: zipfile.ZipInfo) -> None:
        info.filename = info.orig_filename = name

    return edited(rename)


def linked(info: zipfile.ZipInfo) -> None:
    """Make the entry a symbolic link."""
    info.external_attr = (stat.S_IFLNK | 0o777) << 16


def test_sound_archive_is_opened() -> None:
    """With what its manifest says, twice the same bytes."""
    found = opened(an_archive())
    assert (found.members, found.manifest.main) == (FILES, "programme/a.yaml")
    assert an_archive() == an_archive()


@pytest.mark.parametrize(
    "name",
    [
        "../b.yaml",
        "/etc/b.yaml",
        "programme/../../b",
        "programme//b",
        "programme/",
        "c:/b",
        "a\\b",
        "./b",
        "a\nb",
        "b" * 201,
    ],
)
def test_name_that_leads_elsewhere_is_refused(name: str) -> None:
    """Whatever it would mean to a file system."""
    with pytest.raises(NoBundle, match="name"):
        opened(named(name))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "no sound zip file"),
        (b"PK\x03\x04 and nothing else", "no sound zip file"),
        (an_archive()[:-60], "no sound zip file"),
        (zipped(FILES), "it has no manifest"),
        (an_archive(manifest=b"{}"), "not one that this version reads"),
        (an_archive(manifest=a_manifest(format="exsched bundle 9")), "not one that this version reads"),
        (an_archive(manifest=a_manifest(main="programme/z.yaml")), "which is not in it"),
        (edited(linked), "no regular file"),
        (edited(lambda _: None, b"\0" * 2_000_000, packed=True), "times as large"),
        (edited(lambda _: None, b"\0" * (opening.MOST_BYTES + 1)), "bytes; at most"),
        (zipped({f"m{n}": b"" for n in range(opening.MOST_MEMBERS + 1)}), "members; at most"),
    ],
)
def test_what_is_no_bundle_is_refused(content: bytes, said: str) -> None:
    """With the reason in words."""
    with pytest.raises(NoBundle, match=said):
        opened(content)


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_member_that_is_there_twice_is_refused() -> None:
    """Which of the two is meant cannot be known."""
    with pytest.raises(NoBundle, match="there twice"):
        opened(named("programme/a.yaml"))


def test_all_members_together_have_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    """Though each is small."""
    monkeypatch.setattr(opening, "MOST_TOGETHER", 20)
    with pytest.raises(NoBundle, match="come to more than"):
        opened(an_archive())


def test_table_of_contents_that_lies_is_found_out() -> None:
    """A member is read no further than it was said to be, and then refused."""
    content = edited(lambda _: None, b"y" * 5000, packed=True)
    told = (5000).to_bytes(4, "little")
    with pytest.raises((NoBundle, Changed)):
        opened(content.replace(told, (50).to_bytes(4, "little")))


@pytest.mark.parametrize(
    ("files", "said"),
    [
        (FILES | {"programme/a.yaml": b"programme: {x: 1}\n"}, "programme/a.yaml was changed"),
        (FILES | {"programme/b.yaml": b""}, "programme/b.yaml was added"),
        ({name: FILES[name] for name in FILES if name != "certificate.json"}, "certificate.json is missing"),
    ],
)
def test_changed_archive_is_told_apart(files: dict[str, bytes], said: str) -> None:
    """From one that never was a bundle."""
    with pytest.raises(Changed, match=said):
        opened(an_archive(files))


@pytest.mark.parametrize("flip", [0x01, 0x80, 0xFF])
def test_no_flipped_byte_goes_unnoticed(flip: int) -> None:
    """Refused, told as a change, or harmless: the members are then what they were."""
    whole = an_archive()
    for place in range(len(whole)):
        content = whole[:place] + bytes([whole[place] ^ flip]) + whole[place + 1 :]
        try:
            assert opened(content).members == FILES
        except (NoBundle, Changed):
            continue


def test_archive_cut_short_anywhere_is_refused() -> None:
    """Its table of contents stands at the end."""
    whole = an_archive()
    for length in range(len(whole)):
        with pytest.raises(NoBundle):
            opened(whole[:length])


def test_flipped_byte_of_a_member_is_a_change() -> None:
    """The archive is still known as a bundle by its manifest."""
    with pytest.raises(Changed, match=r"programme/a\.yaml was changed"):
        opened(an_archive().replace(b"programme: {}", b"programme: []"))
