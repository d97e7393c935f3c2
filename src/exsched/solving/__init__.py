"""Solving: the only package that knows OR-Tools, and it runs it in a process of its own."""

from exsched.solving.limits import Crashed, Limits, Progress, Refused, Solved
from exsched.solving.solve import solve

__all__ = ["Crashed", "Limits", "Progress", "Refused", "Solved", "solve"]
