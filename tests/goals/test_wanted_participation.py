"""Have the nations along that may take part."""

from exsched.domain.exercises import Role
from exsched.goals.wanted_participation import WantedParticipation
from tests.builders import a_laydown, a_line, a_problem

PARTIES = {"must": ["ARV"], "may": {"BMK": 5, "CAL": {"worth": 2, "role": "observer"}}}
LINES = {
    "alder": {"title": "ALDER", "days": 1, "participants": PARTIES},
    "birch": {"title": "BIRCH", "days": 1, "held": "may", "participants": {"may": ["BMK"]}},
}


def test_wanted_participation_adds_up_the_worth_left_out() -> None:
    """Whoever takes part, as observer too, is not left out; nations under `must` do not count."""
    problem = a_problem(exercises=LINES)
    birch = a_line("birch", "2027-01-05", participants={"BMK": Role.FULL})
    nobody = a_line("alder", "2027-01-05")
    observer = a_line("alder", "2027-01-05", participants={"CAL": Role.OBSERVER})
    everyone = a_line("alder", "2027-01-05", participants={"BMK": Role.FULL, "CAL": Role.OBSERVER})
    goal = WantedParticipation()
    assert [
        goal.measure(problem, a_laydown(problem, line, birch)) for line in (nobody, observer, everyone)
    ] == [7, 5, 0]


def test_wanted_participation_counts_all_of_a_dropped_exercise() -> None:
    """Nobody takes part in what is not held; a nation without a worth is worth 1."""
    problem = a_problem(exercises=LINES)
    assert WantedParticipation().measure(problem, a_laydown(problem)) == 7 + 1


def test_wanted_participation_counts_forces_and_hosts_as_taking_part() -> None:
    """A nation whose force is taken, or that hosts, is there."""
    force = {"name": "Guards", "nation": "BMK", "domain": "land", "capabilities": ["infantry"]}
    line = LINES["alder"] | {
        "forces": {"guard": {"need": 1, "capability": "infantry"}},
        "sites": {"land": "south"},
    }
    venue = {"name": "South", "host": "CAL", "kind": "range"}
    problem = a_problem(venues={"south": venue}, forces={"guards": force}, exercises={"alder": line})
    there = a_line("alder", "2027-01-05", forces={"guard": {"guards": 1}}, sites={"land": "south"})
    assert WantedParticipation().measure(problem, a_laydown(problem, there)) == 0


def test_wanted_participation_says_how_many_offers_there_are() -> None:
    """The sentence counts the nations that may take part."""
    said = "leave out as few willing nations as possible, by their worth (3 offers)"
    assert WantedParticipation().explain(a_problem(exercises=LINES)) == said
