"""`exsched price` as a planner types it."""

import json
from pathlib import Path

from tests.commands.process import BROKEN, KEPT, exsched, tiny


def test_price_ranks_and_refuses(tmp_path: Path) -> None:
    """JSON for a nation; a refused schedule is nothing to count from."""
    tiny(tmp_path)
    (tmp_path / "kept.csv").write_text(KEPT, encoding="utf-8")
    (tmp_path / "broken.csv").write_text(BROKEN, encoding="utf-8")
    limit = ("--time-limit", "20", "--json")
    document = json.loads(exsched("price", "tiny.yaml", "kept.csv", *limit, cwd=tmp_path).stdout)
    assert (document["tiers"], document["proved"], document["costs"]) == ([0, 0], True, [])
    refused = exsched("price", "tiny.yaml", "broken.csv", cwd=tmp_path)
    assert (refused.returncode, "nothing to count from" in refused.stderr) == (4, True)
