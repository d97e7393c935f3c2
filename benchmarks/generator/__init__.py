"""Invented programmes of 20 to 3,000 exercises, the same for the same size and seed.

Usage: `python -m benchmarks.generator FOLDER --size N [--seed N] [--hidden]`, or in Python
`programme(size, seed, hidden=True)`; `made` returns the file and the plan as well.

Behind each programme stands a plan that somebody might have in mind: every exercise is placed in turn where
there is still room. With `hidden`, windows, musts and limits are written around that plan, so that it keeps
all that is hard: the problem has a solution however tight it is. Without it, windows lie around the days that
are wished for, limits below what the plan needs, and everything may be dropped at a price.
"""

from benchmarks.generator.assembling import Made, made
from benchmarks.generator.goals import prices
from exsched.rulekit.problem import Problem

__all__ = ["Made", "made", "prices", "programme"]


def programme(size: int, seed: int, hidden: bool = False) -> Problem:
    """The problem as intake reads it from the generated file."""
    return made(size, seed, hidden).problem
