"""Bounds on what any schedule can cost: a linear relaxation over start days, in a process of its own."""

from exsched.solving.bounds.process import Bounds

__all__ = ["Bounds"]
