"""The exact model as plain data, for all that needs more of it than one search of the engine."""

from exsched.solving.anatomy.parts import (
    AllOf,
    AnyOf,
    AtMostOne,
    Cumulative,
    Interval,
    Largest,
    Linear,
    NoOverlap,
    Part,
    Product,
    Sum,
)
from exsched.solving.anatomy.take_apart import Anatomy, take_apart

__all__ = [
    "AllOf",
    "Anatomy",
    "AnyOf",
    "AtMostOne",
    "Cumulative",
    "Interval",
    "Largest",
    "Linear",
    "NoOverlap",
    "Part",
    "Product",
    "Sum",
    "take_apart",
]
