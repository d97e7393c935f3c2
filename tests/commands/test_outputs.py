"""Writing files: wholly or not at all, and refused before any work begins."""

import os
import stat
from pathlib import Path

import pytest

from exsched.commands.exits import Exit, Stop
from exsched.commands.outputs import Target, apart

POSIX = pytest.mark.skipif(os.name == "nt", reason="file modes and links of POSIX")


def test_write_replaces_the_whole_file(tmp_path: Path) -> None:
    """The new content is there, and nothing else is."""
    file = tmp_path / "result"
    file.write_bytes(b"old and longer")
    Target(str(file)).write(b"new")
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("result", b"new")]


@POSIX
def test_write_keeps_mode_and_link(tmp_path: Path) -> None:
    """A file keeps its rights, and a link stays a link to it."""
    file, link = tmp_path / "result", tmp_path / "latest"
    file.write_bytes(b"old")
    file.chmod(0o640)
    link.symlink_to(file)
    Target(str(link)).write(b"new")
    assert (link.is_symlink(), file.read_bytes(), stat.S_IMODE(file.stat().st_mode)) == (True, b"new", 0o640)


@POSIX
def test_write_to_a_device_does_not_replace_it() -> None:
    """The null device is written to, never replaced by a file."""
    target = Target(os.devnull)
    target.probe()
    target.write(b"nothing")
    assert stat.S_ISCHR(Path(os.devnull).stat().st_mode)


def test_probe_leaves_nothing_behind(tmp_path: Path) -> None:
    """Finding out whether writing works writes nothing that stays."""
    Target(str(tmp_path / "result")).probe()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["", "folder", "folder/", "none/result", "re\0sult", "n" * 300])
def test_probe_refuses_what_cannot_be_written(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder, a missing folder, an impossible name: environment, with the name as typed."""
    (tmp_path / "folder").mkdir()
    monkeypatch.chdir(tmp_path)
    with pytest.raises(Stop) as stopped:
        Target(name).probe()
    assert stopped.value.code is Exit.ENVIRONMENT
    assert stopped.value.sentence.startswith(f"{name}: cannot be written: ")


@POSIX
def test_probe_refuses_a_write_protected_file(tmp_path: Path) -> None:
    """A file that its owner protected is not replaced; only the owner of everything may."""
    file = tmp_path / "result"
    file.touch(mode=0o444)
    if os.access(file, os.W_OK):
        pytest.skip("root may write everything")
    with pytest.raises(Stop):
        Target(str(file)).probe()


def test_apart_refuses_outputs_on_inputs_and_on_each_other(tmp_path: Path) -> None:
    """However the path is written, the same file is the same file."""
    one, other = str(tmp_path / "a"), str(tmp_path / "b")
    apart([one, other, "-", "-"], ["-"])
    for outputs, inputs in (([one], [f"{tmp_path}/x/../a"]), ([one, one], [])):
        with pytest.raises(Stop) as stopped:
            apart(outputs, inputs)
        assert stopped.value.code is Exit.USAGE
