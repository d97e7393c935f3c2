"""Runs the commands that README.md shows, so that the README cannot go stale.

Every block fenced as ```sh is run as one script from the top of the checkout, and stops at its first
failing command. Lines that start with `#` are comments. `python3 x.py demo` and `python3 x.py test` are left
out: whoever runs this has just run them, and the tests would call themselves. Blocks fenced in another way
(```console, ```text) are not run.
"""

import re
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BLOCK = re.compile(r"^```sh[^\S\n]*\n(.*?)^```", re.MULTILINE | re.DOTALL)
RUN_ELSEWHERE = re.compile(r"python3? x\.py (?:demo|test)\b")
SECONDS = 300


def commands(readme: str) -> list[str]:
    """One script for each block; blocks with nothing left to run are dropped."""
    scripts = []
    for block in BLOCK.findall(readme):
        lines = [
            line
            for line in block.splitlines()
            if line.strip() and not line.lstrip().startswith("#") and not RUN_ELSEWHERE.match(line.strip())
        ]
        if lines:
            scripts.append("\n".join(lines) + "\n")
    return scripts


def run(script: str) -> bool:
    print(script, end="", flush=True)
    start = time.monotonic()
    try:
        code = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", script],
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            timeout=SECONDS,
            check=False,
        ).returncode
    except subprocess.TimeoutExpired:
        print(f"README: not done after {SECONDS} s", flush=True)
        return False
    print(f"README: exit {code} after {time.monotonic() - start:.1f} s\n", flush=True)
    return code == 0


def main() -> int:
    scripts = commands((ROOT / "README.md").read_text(encoding="utf-8"))
    failed = [script for script in scripts if not run(script)]
    print(f"README: {len(scripts)} blocks run, {len(failed)} failed")
    return 1 if failed or not scripts else 0


if __name__ == "__main__":
    sys.exit(main())
