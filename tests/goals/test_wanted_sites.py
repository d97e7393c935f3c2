"""Hold exercises at the places that come first in the planner's lists."""

import pytest

from exsched.goals.wanted_sites import WantedSites
from tests.builders import a_laydown, a_line
from tests.goals.world import FACTS, a_goal, a_world, assert_best_is_found, assert_posts_what_it_measures


@pytest.mark.parametrize(
    ("land", "port", "places"),
    [("south", "coast", 0), ("north", "coast", 1), ("south", "north", 1), ("north", "north", 2)],
)
def test_wanted_sites_add_places_down_the_list(land: str, port: str, places: int) -> None:
    """The first venue counts nothing, each further one a place more, site by site."""
    problem = a_world()
    line = a_line("alder", "2027-12-30", sites={"land": land, "port": port})
    assert WantedSites().measure(problem, a_laydown(problem, line)) == places


def test_wanted_sites_count_a_venue_outside_the_list_as_its_end() -> None:
    """A site typed by hand that is not on the list is worse than the last that is."""
    problem = a_world()
    line = a_line("alder", "2027-12-30", sites={"land": "coast", "port": "coast"})
    assert WantedSites().measure(problem, a_laydown(problem, line)) == 2


def test_wanted_sites_read_the_list_of_the_form() -> None:
    """In another form another list may hold."""
    lines = FACTS["exercises"]
    other = lines["alder"] | {"forms": {"sea": {"sites": {"port": ["north", "coast"]}}}}
    problem = a_world(exercises=lines | {"alder": other})
    line = a_line("alder", "2027-12-30", form="sea", sites={"port": "coast"})
    assert WantedSites().measure(problem, a_laydown(problem, line)) == 1


def test_wanted_sites_ask_nothing_of_sites_without_a_list_or_of_what_is_dropped() -> None:
    """A site that is described, not listed, has no order."""
    described = {"birch": {"title": "BIRCH", "days": 1, "sites": {"land": {"hosts": ["ARV", "BEL"]}}}}
    problem = a_world(exercises=described)
    line = a_line("birch", "2027-12-30", sites={"land": "south"})
    assert WantedSites().measure(problem, a_laydown(problem, line)) == 0
    assert WantedSites().measure(problem, a_laydown(problem)) == 0


def test_wanted_sites_say_how_many_lists_there_are() -> None:
    """The sentence counts lists of more than one venue."""
    said = WantedSites().explain(a_world())
    assert said == "use the venues that come first in their lists (3 lists)"


def test_wanted_sites_post_what_they_measure() -> None:
    """Posting and measuring agree, and so do solver and referee on the best."""
    assert_posts_what_it_measures(a_goal("wanted_sites"))
    assert_best_is_found(a_goal("wanted_sites"))
