"""Archives are taken only when every entry is a regular file under a plain name inside."""

import io
import tarfile
from collections.abc import Callable

import pytest

from exsched.service.bundle import JSON, TAR, YAML, Fault, unpacked

Change = Callable[[tarfile.TarInfo], None]


def packed(*names: str, content: bytes = b"x", change: Change | None = None) -> bytes:
    """An archive of files with these names."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name in names:
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            if change:
                change(entry)
            archive.addfile(entry, io.BytesIO(content))
    return out.getvalue()


def refused(data: bytes, media_type: str = TAR) -> tuple[int, str]:
    """Status and code of the refusal."""
    with pytest.raises(Fault) as told:
        unpacked(data, media_type)
    assert told.value.sentence
    assert told.value.hint
    return told.value.status, told.value.code


def test_archive_files_come_out_by_name() -> None:
    """Names keep their folders, a leading ./ goes."""
    found = unpacked(packed("./programme.yaml", "nations/ARV.yaml"), TAR)
    assert found == {"programme.yaml": b"x", "nations/ARV.yaml": b"x"}


def test_archive_single_top_folder_is_left_out() -> None:
    """A packed folder gives the same files as its content."""
    assert unpacked(packed("mine/programme.yaml", "mine/a/b.yaml"), TAR) == {
        "programme.yaml": b"x",
        "a/b.yaml": b"x",
    }


def test_archive_folders_need_no_entry() -> None:
    """Entries for folders are passed over."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        folder = tarfile.TarInfo("./")
        folder.type = tarfile.DIRTYPE
        archive.addfile(folder)
        file = tarfile.TarInfo("./programme.yaml")
        archive.addfile(file, io.BytesIO(b""))
    assert unpacked(out.getvalue(), TAR) == {"programme.yaml": b""}


@pytest.mark.parametrize(("kind", "name"), [(YAML, "programme.yaml"), (JSON, "programme.json")])
def test_single_file_is_the_main_file(kind: str, name: str) -> None:
    """A body that is no archive is the main file itself."""
    assert unpacked(b"body", kind) == {name: b"body"}


@pytest.mark.parametrize(
    "name",
    [
        "../evil.yaml",
        "/etc/passwd",
        "a/../../b.yaml",
        "a\\b.yaml",
        ".hidden",
        "a/./b",
        "C:x.yaml",
        "a\nb",
        "a//b",
        "x" * 101,
        "a/" * 9 + "b",
        "né.yaml",
    ],
)
def test_archive_name_outside_is_refused(name: str) -> None:
    """No name leads out, hides, or needs care on any system."""
    assert refused(packed(name)) == (422, "archive_name")


def test_archive_same_name_twice_is_refused() -> None:
    """Two files of which only one could be meant, whatever the case of letters."""
    assert refused(packed("a.yaml", "A.yaml")) == (422, "archive_name")


def test_archive_file_that_is_also_a_folder_is_refused() -> None:
    """It could not be written: that is said, and not that the archive is too large."""
    assert refused(packed("a.yaml", "A.yaml/b.yaml")) == (422, "archive_name")


@pytest.mark.parametrize(
    "kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE, tarfile.CHRTYPE, tarfile.GNUTYPE_SPARSE]
)
def test_archive_entry_that_is_no_file_is_refused(kind: bytes) -> None:
    """Links, devices and sparse files are not followed, made or filled."""

    def change(entry: tarfile.TarInfo) -> None:
        entry.type = kind
        entry.linkname = "/etc/passwd"
        entry.size = 0

    status, code = refused(packed("programme.yaml", content=b"", change=change))
    assert (status, code) in {(422, "archive_entry"), (400, "not_tar")}


def test_archive_with_too_many_entries_is_refused() -> None:
    """At most 500 entries."""
    assert refused(packed(*(f"f{n}.yaml" for n in range(501)))) == (413, "archive_too_large")


def test_archive_size_beyond_the_limit_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """The size counts that the entry claims, before anything of it is read."""
    monkeypatch.setattr("exsched.service.bundle.MOST_FILE", 10)
    assert refused(packed("a.yaml", content=b"x" * 11)) == (413, "archive_too_large")


@pytest.mark.parametrize("data", [b"hello", b"\x1f\x8b\x08" + b"\0" * 600, b"\0" * 100])
def test_body_that_is_no_archive_is_refused(data: bytes) -> None:
    """Text, gzip and nothing are told apart from a tar archive."""
    assert refused(data) == (400, "not_tar")


def test_archive_without_a_file_is_refused() -> None:
    """An empty archive says so."""
    assert refused(packed()) == (422, "archive_empty")


def test_archive_cut_short_is_refused() -> None:
    """Half an archive is none."""
    assert refused(packed("a.yaml", content=b"x" * 2000)[:1500]) == (400, "not_tar")
