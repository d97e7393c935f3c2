"""The exact model as plain data, for all that needs more of it than one search of the engine."""

from exsched.solving.anatomy.parts import (
    AllOf,
    Anatomy,
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
]
