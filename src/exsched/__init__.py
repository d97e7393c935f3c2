"""exsched plans multinational exercise programmes."""

__version__ = "0.1.0"
