"""What a programme may take from the library, and what is made of nations that it does not have."""

from pathlib import Path

import pytest

from exsched.intake import Loaded, load_text
from tests.intake.programmes import a_text

SHIPPED = """\
groups: {PACT: [ARV, XXA, XXB], GONE: [XXA]}
agreements:
  stay: {kind: SOFA, parties: [ARV, BMK, XXA]}
  lost: {kind: SOFA, parties: [ARV, XXA]}
areas: {south: {nations: [BMK, XXB]}}
rules:
  - {rule: incompatible_participants, id: apart, nations: [ARV, BMK, XXA], unless_present: XXB}
  - {rule: host_refusal, id: home, nation: ARV, hosts: [XXA], areas: [south]}
  - {rule: host_refusal, id: foreign, nation: XXA, hosts: [ARV]}
"""


@pytest.fixture
def loaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Loaded:
    """A programme of three nations that includes library data about five."""
    (tmp_path / "models" / "regimes").mkdir(parents=True)
    (tmp_path / "models" / "regimes" / "pact.yaml").write_text(SHIPPED)
    monkeypatch.setattr("exsched.library._PACKAGE", tmp_path / "nowhere")
    monkeypatch.setattr("exsched.library._CHECKOUT", tmp_path)
    return load_text(a_text("include: library:regimes/pact"))


def test_library_facts_lose_nations_that_are_not_here(loaded: Loaded) -> None:
    """Groups, areas and agreements keep the nations of the programme; an agreement needs two parties."""
    assert loaded.problem is not None
    facts = loaded.problem.programme
    assert facts.groups == {"PACT": ("ARV",), "GONE": ()}
    assert {name: agreement.parties for name, agreement in facts.agreements.items()} == {
        "stay": ("ARV", "BMK")
    }
    assert facts.areas["south"].nations == ("BMK",)


def test_library_rules_keep_their_meaning(loaded: Loaded) -> None:
    """A rule is left as it is, unless the nation that it is about is not here; that is noted."""
    assert loaded.problem is not None
    said = {
        s.key: s.rule.model_dump(include={"nations", "unless_present", "hosts"})
        for s in loaded.problem.statements
    }
    assert said["apart"] == {"nations": ("ARV", "BMK", "XXA"), "unless_present": "XXB"}
    assert said["home"] == {"hosts": ("XXA",)}
    assert "foreign" not in said
    assert [(d.code, d.severity.value, str(d.place)) for d in loaded.diagnostics] == [
        ("W612", "note", "library:regimes/pact:9:5")
    ]


def test_library_names_of_other_kinds_must_be_known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A library rule about a venue needs that venue."""
    (tmp_path / "models").mkdir()
    rule = "rules: [{rule: venue_closure, venue: hall, dates: 2027-03-01}]\n"
    (tmp_path / "models" / "hall.yaml").write_text(rule)
    monkeypatch.setattr("exsched.library._PACKAGE", tmp_path / "nowhere")
    monkeypatch.setattr("exsched.library._CHECKOUT", tmp_path)
    (found,) = load_text(a_text("include: library:hall")).diagnostics
    assert (found.code, str(found.place)) == ("E401", "library:hall:1:38")
