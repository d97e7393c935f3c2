"""Write a generated programme into a folder, and the plan behind it if it is asked for."""

import argparse
import sys
from pathlib import Path

from benchmarks.generator import __doc__ as usage
from benchmarks.generator import made


def main() -> int:
    """Write `programme.yaml`, and `plan.json` with `--hidden`."""
    parser = argparse.ArgumentParser(description=usage, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--size", type=int, required=True)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--hidden", action="store_true")
    given = parser.parse_args()
    found = made(given.size, given.seed, given.hidden)
    given.folder.mkdir(parents=True, exist_ok=True)
    (given.folder / "programme.yaml").write_text(found.text, encoding="utf-8")
    if found.plan is not None:
        (given.folder / "plan.json").write_text(found.plan.model_dump_json(indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
