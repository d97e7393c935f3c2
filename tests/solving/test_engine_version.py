"""No answer comes from an engine that is known to answer wrongly."""

import pytest

from exsched.solving.engine_version import KNOWN_BAD, Unfit, refuse_known_bad
from exsched.solving.limits import Crashed
from exsched.solving.solve import solve
from tests.builders import a_problem


@pytest.mark.parametrize("release", KNOWN_BAD)
def test_known_bad_version_is_refused_with_what_helps(release: str) -> None:
    """Whatever the patch level."""
    with pytest.raises(Unfit, match=r"known for .*hint: install"):
        refuse_known_bad(f"{release}.4567")


@pytest.mark.parametrize("good", ["9.15.6755", "9.20.1", "10.2.0"])
def test_other_versions_are_not_taken_for_them(good: str) -> None:
    """9.2 is not 9.20."""
    refuse_known_bad(good)


def test_solve_refuses_to_begin(monkeypatch: pytest.MonkeyPatch) -> None:
    """Before any process is started."""
    monkeypatch.setattr("exsched.solving.engine_version.version", lambda _: "9.12.4544")
    with pytest.raises(Crashed, match=r"9\.12\.4544 is known for"):
        solve(a_problem())
