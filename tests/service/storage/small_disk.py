"""A disk in memory that is soon full; mounting one is for root."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path


def mountable() -> bool:
    """Whether this process may mount: root in most containers may not."""
    if os.geteuid() != 0:
        return False
    try:
        SmallDisk(1).remove()
    except (OSError, subprocess.CalledProcessError):
        return False
    return True


class SmallDisk:
    """A tmpfs of so many MB; with `space/` for a user, if one is named."""

    def __init__(self, megabytes: int, user: str | None = None) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="exs-disk-"))
        self.folder.chmod(0o755)
        self._mount(f"size={megabytes}m")
        if user is not None:
            (self.folder / "space").mkdir(mode=0o700)
            shutil.chown(self.folder / "space", user, user)

    def _mount(self, options: str) -> None:
        subprocess.run(
            ["mount", "-t", "tmpfs", "-o", options, "exsched-test", str(self.folder)],
            check=True,
            capture_output=True,
        )

    def grow(self, megabytes: int) -> None:
        """Give it more room."""
        self._mount(f"remount,size={megabytes}m")

    def remove(self) -> None:
        """Unmount it."""
        subprocess.run(["umount", "-l", str(self.folder)], check=True, capture_output=True)
        self.folder.rmdir()
