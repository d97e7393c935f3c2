"""Which exercises a filter means, and when that is not known."""

from typing import Any

import pytest

from exsched.rulekit.where import Where
from tests.builders import a_programme, an_exercise

LINE: dict[str, Any] = {"kind": "LIVEX", "domains": ["land"], "sponsor": "the staff"}


@pytest.mark.parametrize(
    ("where", "written", "means", "missing"),
    [
        ({"domains": ["land"]}, LINE, True, ()),
        ({"domains": ["air"]}, LINE, False, ()),
        ({"domains": ["land"]}, {}, None, ("exercises.alder.domains",)),
        ({"domains": ["land"], "kinds": ["CPX"]}, {}, False, ("exercises.alder.domains",)),
        ({"sponsor": "the staff"}, LINE, True, ()),
        ({"sponsor": "another"}, LINE, False, ()),
        ({"sponsor": "the staff"}, {}, None, ("exercises.alder.sponsor",)),
        ({"tags": ["night"]}, {}, False, ()),
        ({"series": "elm"}, {}, False, ()),
        ({}, {}, True, ()),
    ],
)
def test_a_filter_is_open_where_domains_or_sponsor_are_not_written(
    where: dict[str, Any], written: dict[str, Any], means: bool | None, missing: tuple[str, ...]
) -> None:
    """What is not known is not taken to be met, nor to be ruled out, unless something else rules it out."""
    line = a_programme(exercises={"alder": an_exercise(**written)}).exercises["alder"]
    asked = Where.model_validate(where)
    assert (asked.means(line), asked.missing(line)) == (means, missing)
    assert asked.matches(line) is (means is True)
