"""Every rule has all its parts, and its pair of examples is what it says."""

import ast
import inspect
from pathlib import Path

import pytest

from exsched.checking.judge import judge
from exsched.intake import load, read_schedule
from exsched.rules import RULES

ROOT = Path(__file__).parents[2]
HEADINGS = ("What it says", "Why it exists", "Does not say", "Soft unit", "Real case")


def parts_missing(rule: str) -> list[str]:
    """The parts of a rule that are not there."""
    module = inspect.getmodule(RULES[rule])
    assert module is not None
    page = module.__doc__ or ""
    files = [
        f"src/exsched/rules/{rule}.py",
        f"tests/rules/test_{rule}.py",
        *(f"examples/rules/{rule}/{name}.yaml" for name in ("programme", "allowed", "refused")),
    ]
    return [f for f in files if not (ROOT / f).is_file()] + [h for h in HEADINGS if f"\n{h}" not in page]


@pytest.mark.parametrize("rule", sorted(RULES))
def test_rule_has_all_parts(rule: str) -> None:
    """One file, one page, one pair of examples, one test file."""
    assert parts_missing(rule) == []


@pytest.mark.parametrize("rule", sorted(RULES))
def test_rule_does_not_share_code_between_post_and_check(rule: str) -> None:
    """No method of the rule that posting uses is used by checking, but for questions about its own data."""
    source = ast.parse(inspect.getsource(RULES[rule]))
    body = source.body[0]
    assert isinstance(body, ast.ClassDef)
    methods = {f.name: f for f in body.body if isinstance(f, ast.FunctionDef)}
    shared = _reached(methods, "post") & _reached(methods, "check") - {"post", "check"}
    talking = {name for name in shared if {"decisions", "laydown", "held"} & _arguments(methods[name])}
    assert talking == set()


def _reached(methods: dict[str, ast.FunctionDef], start: str) -> set[str]:
    found: set[str] = set()
    todo = [start]
    while todo:
        name = todo.pop()
        if name in found or name not in methods:
            continue
        found.add(name)
        todo += [node.attr for node in ast.walk(methods[name]) if _of_self(node)]  # type: ignore[attr-defined]
    return found


def _of_self(node: ast.AST) -> bool:
    return isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "self"


def _arguments(method: ast.FunctionDef) -> set[str]:
    return {argument.arg for argument in method.args.args}


@pytest.mark.parametrize("rule", sorted(RULES))
def test_pair_of_examples_is_what_it_says(rule: str) -> None:
    """The allowed schedule breaks nothing; the refused one breaks this rule, and no other hard one."""
    folder = ROOT / "examples" / "rules" / rule
    problem = load(folder / "programme.yaml").problem
    assert problem is not None
    verdicts = {}
    for name in ("allowed", "refused"):
        schedule, diagnostics = read_schedule(folder / f"{name}.yaml", problem)
        assert schedule is not None, diagnostics
        verdicts[name] = judge(problem, schedule)
    assert verdicts["allowed"].broken == ()
    assert rule in {b.statement.rule.rule for b in verdicts["refused"].broken}
    assert {b.statement.rule.rule for b in verdicts["refused"].hard} <= {rule}
