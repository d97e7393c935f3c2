"""From a problem to a CP-SAT model: every statement posted once, every goal as a sum to keep small."""

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ortools.sat import cp_model_pb2
from ortools.sat.python import cp_model

from exsched.rulekit.decisions import Term
from exsched.rulekit.problem import Problem
from exsched.solving.decisions import SolverDecisions
from exsched.solving.logic import Number

FACTOR_LIMIT = 1_000_000
ROW_LIMIT = 2**31
"""CP-SAT 9.15 can return a wrong optimum when a row's coefficients add up to more (or-tools issue 5293)."""


class TooLarge(ValueError):
    """Numbers of the programme multiply to more than the solver can be trusted with."""


@dataclass
class Model:
    """The model, its decisions, and for each tier the expression to minimise."""

    decisions: SolverDecisions
    tiers: tuple[Number, ...]
    _copy: cp_model_pb2.CpModelProto | None = field(default=None, repr=False)

    @property
    def cp(self) -> cp_model.CpModel:
        """The CP-SAT model."""
        return self.decisions.logic.model

    def read(self) -> cp_model_pb2.CpModelProto:
        """The model in protobuf's own classes, which read ten times faster than the engine's views of it.

        It is kept for the next reader, as long as nothing more is posted.
        """
        size = len(self.cp.proto.variables), len(self.cp.proto.constraints)
        if self._copy is None or (len(self._copy.variables), len(self._copy.constraints)) != size:
            self._copy = _read_back(self.cp)
        return self._copy

    def forget(self) -> None:
        """Keep what was read no longer."""
        self._copy = None


def _read_back(model: cp_model.CpModel) -> cp_model_pb2.CpModelProto:
    proto = cp_model_pb2.CpModelProto()
    with tempfile.TemporaryDirectory(prefix="exsched-") as folder:
        file = Path(folder) / "model.pb"
        model.export_to_file(str(file))
        proto.ParseFromString(file.read_bytes())
    return proto


def build(problem: Problem) -> Model:
    """Post every statement and goal.

    Raises:
        TooLarge: weights, worths or strengths are too large for exact arithmetic in the solver.
    """
    decisions = SolverDecisions(problem)
    for statement in sorted(problem.statements, key=lambda said: said.key):
        decisions.cost = statement.rule.cost
        statement.rule.post(problem, decisions)
    decisions.cost = None
    tiers = []
    for tier in problem.tiers:
        terms = [
            Term(goal.weight * term.factor, term.of)
            for goal in tier
            for term in goal.post(problem, decisions)
            if goal.weight * term.factor
        ]
        tiers.append(decisions.logic.total(terms))
    model = Model(decisions, tuple(tiers))
    _assert_sizes(model)
    return model


def _assert_sizes(model: Model) -> None:
    for number, tier in enumerate(model.tiers, 1):
        if not isinstance(tier, int):
            _assert_row([int(c) for c in cp_model.FlatIntExpr(tier).coeffs], f"the goals of tier {number}")
    for constraint in model.read().constraints:
        if constraint.HasField("linear"):
            _assert_row(constraint.linear.coeffs, "a limit")


def _assert_row(factors: Sequence[int], what: str) -> None:
    if any(abs(factor) > FACTOR_LIMIT for factor in factors) or sum(map(abs, factors)) >= ROW_LIMIT:
        raise TooLarge(
            f"{what}: weights multiply to more than {FACTOR_LIMIT:,} in one place or {ROW_LIMIT:,} in sum; "
            "hint: use smaller weights, worths or costs, their ratios are what matters"
        )
