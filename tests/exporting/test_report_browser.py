"""The report as a browser shows it: no request, no accessibility fault, nothing wider than the screen."""

import os
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from exsched.exporting import FORMATS, Selection
from exsched.goals.fair_concessions import FairConcessions
from exsched.goals.low_travel import LowTravel
from exsched.rulekit.verdict import Answer
from tests.exporting import large, test_acts, test_forms, test_report_goals
from tests.exporting.sample import answer

pytestmark = pytest.mark.browser
AXE = Path(__file__).parents[1] / "vendor" / "axe.min.js"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A headless Chromium; without one the tests are skipped, or fail where it is required."""
    if CHROMIUM is None:
        if "chromium" in os.environ.get("EXSCHED_REQUIRE", ""):
            pytest.fail("chromium is required and not there")
        pytest.skip("no chromium")
    with sync_playwright() as started:
        found = started.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield found
        found.close()


def opened(browser: Browser, file: Path, wide: int, data: bytes) -> tuple[Page, list[str]]:
    """The report in a window of that width, and every address that it asked for."""
    file.write_bytes(data)
    page = browser.new_page(viewport={"width": wide, "height": 900})
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(file.as_uri())
    return page, asked


@pytest.mark.parametrize("wide", [1280, 400])
def test_report_makes_no_request(browser: Browser, tmp_path: Path, wide: int) -> None:
    """The file itself and nothing else is read, and nothing is blocked or broken."""
    file = tmp_path / "report.html"
    faults: list[str] = []
    page, asked = opened(browser, file, wide, FORMATS["html"].write(answer()))
    page.on("console", lambda message: faults.append(message.text))
    page.reload()
    assert ([url for url in asked if url not in (file.as_uri(), "data:,")], faults) == ([], [])


def with_goals() -> Answer:
    """A small report with the section of goals."""
    return test_report_goals.answer(LowTravel(), FairConcessions())


@pytest.mark.parametrize(
    ("found", "wide"),
    [
        (answer, 1280),
        (answer, 400),
        (test_forms.answer, 400),
        (test_acts.answer, 1280),
        (test_acts.answer, 400),
        (with_goals, 400),
    ],
)
def test_report_passes_axe(browser: Browser, tmp_path: Path, found: Callable[[], Answer], wide: int) -> None:
    """No serious or critical accessibility fault, with every table unfolded."""
    page, _ = opened(browser, tmp_path / "report.html", wide, FORMATS["html"].write(found()))
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    page.evaluate(AXE.read_text("utf-8"))
    violations = page.evaluate("axe.run()")["violations"]
    assert [
        (v["id"], v["impact"], v["nodes"][0]["html"][:120])
        for v in violations
        if v["impact"] in ("serious", "critical")
    ] == []


@pytest.mark.parametrize("wide", [1280, 400])
def test_report_is_never_wider_than_the_screen(browser: Browser, tmp_path: Path, wide: int) -> None:
    """Wide pictures and tables scroll inside their frame, not the page."""
    years = large.answer(40, last_year=2031, apart=40)
    for found in (answer(), large.answer(20), years, test_forms.answer(), test_acts.answer()):
        data = FORMATS["html"].write(found)
        page, _ = opened(browser, tmp_path / "report.html", wide, data)
        assert page.evaluate("document.documentElement.scrollWidth") <= wide


def test_report_timeline_fits_a_desk_screen(browser: Browser, tmp_path: Path) -> None:
    """A year needs no scrolling at 1280."""
    page, _ = opened(browser, tmp_path / "report.html", 1280, FORMATS["html"].write(answer()))
    over = "[...document.querySelectorAll('.timeline')].map(t => t.scrollWidth - t.clientWidth)"
    assert set(page.evaluate(over)) == {0}


def test_report_is_read_without_script(browser: Browser, tmp_path: Path) -> None:
    """With scripts off the page shows the same text."""
    file = tmp_path / "report.html"
    file.write_bytes(FORMATS["html"].write(answer(), Selection()))
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(file.as_uri())
    assert page.locator("h1").inner_text() == "Northern exercise programme 2027"
    assert page.locator("#exercises table").is_visible()


def test_report_prints_on_landscape_pages(browser: Browser, tmp_path: Path) -> None:
    """A4 landscape, in a handful of pages; folded tables are printed while they are short."""
    page, _ = opened(browser, tmp_path / "report.html", 1280, FORMATS["html"].write(answer()))
    printed: bytes = page.pdf(prefer_css_page_size=True)
    boxes = {tuple(map(float, box.split())) for box in re.findall(rb"/MediaBox \[([\d. ]+)\]", printed)}
    assert {(round(wide), round(high)) for _, _, wide, high in boxes} == {(842, 595)}
    assert 8 <= len(re.findall(rb"/Type /Page\b", printed)) <= 25
