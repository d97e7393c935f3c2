"""Bounds on what any schedule costs, from a linear relaxation over start days, in a process of their own."""

from exsched.solving.bounds.process import Bounds

__all__ = ["Bounds"]
