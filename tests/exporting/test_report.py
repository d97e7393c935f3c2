"""The report: what it says, and that it says it safely."""

import re
import time
from datetime import date
from html.parser import HTMLParser

import pytest

from exsched.domain.dates import Period
from exsched.domain.outcome import Evidence, Outcome, Status
from exsched.domain.programme import Header
from exsched.domain.schedule import Schedule
from exsched.exporting import FORMATS, Selection
from exsched.exporting.report.headline import Tone, headline
from exsched.exporting.report.tables import off_wanted
from exsched.exporting.report.titled import Titled
from exsched.exporting.wording import counted, days, listed, many
from exsched.rulekit.verdict import Answer
from tests.exporting import large
from tests.exporting.sample import answer, problem, programme, refused

POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"


class Page(HTMLParser):
    """The elements of a page, its ids, and its text."""

    def __init__(self, data: bytes) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(data.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data

    def all(self, name: str) -> list[dict[str, str | None]]:
        """Attributes of every element of that name."""
        return [attributes for tag, attributes in self.elements if tag == name]


def page(found: Answer | None = None, selection: Selection | None = None) -> Page:
    return Page(FORMATS["html"].write(found or answer(), selection or Selection()))


def test_report_needs_nothing_from_outside() -> None:
    """No script, no style sheet, no picture, no font, no frame from anywhere."""
    shown = page()
    assert {"script", "img", "iframe", "object", "embed", "base", "form"} & {
        t for t, _ in shown.elements
    } == set()
    links = [(a.get("rel"), a.get("href")) for a in shown.all("link")]
    assert links == [("icon", "data:,")]
    assert [a.get("content") for a in shown.all("meta") if a.get("http-equiv")] == [POLICY]
    assert [a["href"] for a in shown.all("a") if not str(a["href"]).startswith("#")] == []
    style = re.findall(r"<style>(.*?)</style>", FORMATS["html"].write(answer()).decode(), re.DOTALL)
    assert [re.findall(r"@import|url\((?!#)", sheet) for sheet in style] == [[]]


def test_report_links_lead_somewhere() -> None:
    """Every link of the page has its target, and no id is given twice."""
    shown = page()
    ids = [str(a["id"]) for _, a in shown.elements if "id" in a]
    assert len(ids) == len(set(ids))
    assert {str(a["href"])[1:] for a in shown.all("a")} <= set(ids)


def test_report_tables_have_captions_and_scopes() -> None:
    """Every table can be read by ear."""
    shown = page()
    assert len(shown.all("caption")) == len(shown.all("table")) > 8
    assert [a for a in shown.all("th") if a.get("scope") not in ("col", "row")] == []


def test_report_dates_are_for_people_and_machines() -> None:
    """Each date stands in a `time` element with its ISO form."""
    data = FORMATS["html"].write(answer()).decode()
    assert '<time datetime="2027-10-04">4</time>–<time datetime="2027-10-15">15 Oct 2027</time>' in data
    assert [
        t for t in re.findall(r'<time datetime="([^"]*)"', data) if not re.fullmatch(r"\d{4}-\d\d-\d\d", t)
    ] == []


def test_report_names_cannot_become_markup() -> None:
    """HTML in a name is shown as it was written (bad input text-07)."""
    hostile = "<img src=x onerror=alert(1)></script><script>alert(2)</script>"
    facts = programme()
    line = facts.exercises["air-ring-27"].model_copy(update={"title": hostile})
    nation = facts.nations["ARV"].model_copy(update={"name": hostile})
    venue = facts.venues["kaldbay"].model_copy(update={"name": hostile})
    force = facts.forces["airlift"].model_copy(update={"name": hostile})
    shown = page(
        answer(
            facts.model_copy(
                update={
                    "exercises": facts.exercises | {"air-ring-27": line},
                    "nations": facts.nations | {"ARV": nation},
                    "venues": facts.venues | {"kaldbay": venue},
                    "forces": facts.forces | {"airlift": force},
                    "programme": facts.programme.model_copy(update={"title": hostile, "organiser": hostile}),
                }
            )
        )
    )
    assert shown.all("script") + shown.all("img") == []
    assert shown.text.count("<script>alert(2)</script>") > 10


def test_report_isolates_names_that_run_from_right_to_left() -> None:
    """A Persian name does not turn the dates beside it."""
    assert "<bdi>تمرین سپر 27</bdi>" in FORMATS["html"].write(answer()).decode()


def test_headline_says_what_matters_first() -> None:
    """Status, evidence, verdict, and the figures behind them."""
    told = headline(answer(), Selection())
    assert (told.word, told.evidence, told.verdict, told.tone) == (
        "Within 4.7 % of the best claimed",
        "E2: claimed by one solver run; the schedule itself is checked",
        f"Allowed as far as can be decided, {answer().verdict.rules_checked} rules checked",
        Tone.CARE,
    )
    assert [(card.figure, card.text) for card in told.cards] == [
        ("14 of 15", "exercises held"),
        ("1", "not held: worth 15 lost"),
        ("3", "breaches of soft rules: cost 480"),
        ("3", "acts open, the next by 3 Nov 2026"),
        ("3", "cannot be decided: data missing"),
    ]
    assert [(t.number, t.goals, t.value, t.bound, t.gap) for t in told.tiers] == [
        (1, ("hold exercises: 15 worth",), 15, "15", "proved best"),
        (2, ("soft rules: 480 cost", "wanted dates: 9 days"), 489, "466", "4.7 %"),
    ]


def test_headline_of_a_refused_schedule_is_never_good_news() -> None:
    """Hard rules broken stand first, in words and in colour."""
    found = refused()
    told = headline(found, Selection())
    assert (told.word, told.evidence) == (
        "Refused",
        "the solver's answer was: within 4.7 % of the best claimed"
        " (E2: claimed by one solver run; the schedule itself is checked)",
    )
    assert (told.tone, told.cards[0].tone, told.verdict.startswith("Refused by the independent checker")) == (
        Tone.BAD,
        Tone.BAD,
        True,
    )
    shown = page(found).text
    assert "This schedule may not be used as it stands." in shown
    assert "REFUSED: Northern exercise programme 2027" in shown


def test_report_of_a_selection_tells_it_from_the_whole_programme() -> None:
    """Status, verdict and goals are said to be the whole programme's."""
    shown = page(selection=Selection(nation="HAV")).text
    assert "Everything below is of nation HAV only" in shown
    assert "Whole programme: Within 4.7 % of the best claimed" in shown
    assert "Whole programme: Allowed as far as can be decided" in shown
    assert "Whole programme: goals, tier by tier" in shown
    assert "whole programme" not in page().text.lower()


def test_report_of_a_selection_without_exercises_says_so() -> None:
    """An empty extract is not taken for a fault."""
    said = problem(programme())
    empty = Answer(said, Schedule(programme="northern-2027"), answer().verdict)
    shown = page(empty, Selection(nation="HAV")).text
    assert "No exercise of this schedule concerns nation HAV." in shown


def test_report_sentences_name_exercises_by_title() -> None:
    """The id stands in the tooltip, dates are spoken, and text is escaped."""
    told = Titled(answer().problem)
    assert told("calder-storm-27 & baltic-sweep-27: 2027-05-19 to 2027-06-02, 2027-06-04/2027-06-07") == (
        '<bdi title="calder-storm-27">CALDER STORM 27</bdi> &amp; '
        '<bdi title="baltic-sweep-27">BALTIC SWEEP 27</bdi>: '
        '<time datetime="2027-05-19">19 May 2027</time> to <time datetime="2027-06-02">2 Jun 2027</time>, '
        '<span class="dates"><time datetime="2027-06-04">4</time>–'
        '<time datetime="2027-06-07">7 Jun 2027</time></span>'
    )


def test_report_sentences_keep_what_could_be_something_else() -> None:
    """Parts of longer names, impossible dates and titles given twice stay as they are."""
    facts = programme()
    twin = facts.exercises["mercy-27"].model_copy(update={"title": "DEEP KEEL 27"})
    told = Titled(problem(facts.model_copy(update={"exercises": facts.exercises | {"mercy-27": twin}})))
    sentence = "mercy-27, not-air-ring-27, air-ring-27b, air-ring-27-x, 2027-13-01, 2027-06-07/2027-06-04"
    assert told(sentence) == sentence


def test_report_counts_planning_events_that_are_past() -> None:
    """What lies before the date of the plan is said, not only grey."""
    past = sum(event.end < date(2026, 11, 1) for event in answer().planning)
    assert f"{past} planning events lie before 1 Nov 2026" in page().text


def test_report_names_an_organiser_only_when_one_is_given() -> None:
    """The usual words say nothing."""
    facts = programme()
    usual = Header.model_fields["organiser"].default
    header = facts.programme.model_copy(update={"organiser": usual})
    assert usual not in page(answer(facts.model_copy(update={"programme": header}))).text
    assert "Northern planning cell" in page().text


def test_report_heads_each_part_of_a_timeline() -> None:
    """A timeline that is cut says which part this is."""
    assert "Timeline by exercise, part 2 of " in page(large.answer()).text
    assert "Timeline by exercise, part" not in page().text


@pytest.mark.parametrize(
    ("status", "word"),
    [
        (Status.OPTIMAL, "Optimal"),
        (Status.FEASIBLE, "Feasible, how far from the best is not settled"),
        (Status.IMPOSSIBLE, "No schedule found, claimed impossible"),
        (Status.UNDECIDED, "Undecided: no schedule found within the limits, and none ruled out"),
    ],
)
def test_headline_never_mixes_status_words(status: Status, word: str) -> None:
    """Five words, five headlines."""
    found = answer()
    told = Answer(
        found.problem, found.schedule, found.verdict, Outcome(status=status, evidence=Evidence.CHECKED)
    )
    assert headline(told, Selection()).word == word


def test_headline_of_a_hand_typed_schedule_claims_no_bound() -> None:
    """What no solver said is not known."""
    told = headline(answer(solved=False), Selection())
    assert (told.word, [(tier.bound, tier.gap) for tier in told.tiers]) == (
        "Schedule given",
        [("not known", "not known")],
    )


def test_headline_of_a_selection_counts_what_is_selected() -> None:
    """A nation's report speaks of its own exercises."""
    told = headline(answer(), Selection(nation="HAV"))
    assert (told.cards[0].figure, told.cards[0].text) == ("6 of 14", "exercises: nation HAV")


def test_report_tells_what_was_dropped_and_no_more_than_is_known() -> None:
    """The worth lost is told; the reason is not guessed."""
    shown = page()
    assert "Which rules stood in its way is not recorded in a schedule." in shown.text
    assert "MARSH WOLF 27" in shown.text


def test_report_of_an_empty_schedule_is_a_report() -> None:
    """Nothing held: still a page that says so."""
    said = problem(programme())
    empty = Schedule(programme="northern-2027")
    answered = Answer(said, empty, answer().verdict)
    assert "0 of 15" in page(answered).text


def test_report_of_a_draft_says_so() -> None:
    """A draft is marked in title and head."""
    data = FORMATS["html"].write(answer(), Selection(draft=True)).decode()
    assert "<title>DRAFT: Northern exercise programme 2027</title>" in data


def test_report_of_sixty_exercises_and_forty_nations_is_below_three_megabytes() -> None:
    """It can still be sent by mail."""
    assert len(FORMATS["html"].write(large.answer())) <= 3_000_000


def test_report_of_five_years_and_four_hundred_exercises_is_quick_and_below_ten_megabytes() -> None:
    """Years apart, and of many curves only the steps near their limit."""
    found = large.five_years()
    assert len(found.laydown.held) == 420
    begin = time.process_time()
    data = FORMATS["html"].write(found)
    assert time.process_time() - begin < 10
    assert len(data) <= 10_000_000
    shown = data.decode()
    assert all(f"Timeline by exercise, {year}, part " in shown for year in range(2027, 2032))
    assert "Table: the steps from three quarters of their limit on" in shown


def test_off_wanted_counts_from_the_nearest_end() -> None:
    """Earlier, later, or as wanted."""
    held = answer().laydown.held
    assert (off_wanted(held["deep-keel-27"]), off_wanted(held["mercy-27"])) == ("7 days later", "as wanted")


@pytest.mark.parametrize(
    ("period", "text"),
    [
        ("2027-03-03/2027-03-21", "3–21 Mar 2027"),
        ("2027-02-28/2027-03-04", "28 Feb – 4 Mar 2027"),
        ("2026-12-28/2027-01-04", "28 Dec 2026 – 4 Jan 2027"),
        ("2027-03-03", "3 Mar 2027"),
    ],
)
def test_days_are_written_for_people(period: str, text: str) -> None:
    """No part of a date is said twice, and none is left out."""
    assert days(Period.model_validate(period)) == text


def test_counts_are_written_in_their_unit() -> None:
    """Plural where there is one."""
    assert [counted(1, "day"), counted(0, "day"), counted(480, "cost"), counted(2, "exercise or troop")] == [
        *("1 day", "0 days", "480 cost", "2 (exercise or troop)"),
    ]
    assert (many(0, "exercise"), many(2, "breach", "breaches")) == ("no exercises", "2 breaches")
    assert (listed([]), listed(["a"]), listed(["a", "b", "c"])) == ("–", "a", "a, b and c")
