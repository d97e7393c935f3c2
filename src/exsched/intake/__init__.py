"""Constraint files in, a problem out: reading, joining, checking, and every mistake named with its place."""

from exsched.intake.codes import CODES, Refusal
from exsched.intake.diagnostic import Diagnostic, Severity, exit_code, render_all
from exsched.intake.lint import lint
from exsched.intake.loading import Loaded, load, load_joined, load_text
from exsched.intake.normal_form import read_problem, write_problem
from exsched.intake.schedule_file import read_schedule
from exsched.intake.schemas import programme_schema, schedule_schema, write_schemas
from exsched.intake.spelling import spell

__all__ = [
    "CODES",
    "Diagnostic",
    "Loaded",
    "Refusal",
    "Severity",
    "exit_code",
    "lint",
    "load",
    "load_joined",
    "load_text",
    "programme_schema",
    "read_problem",
    "read_schedule",
    "render_all",
    "schedule_schema",
    "spell",
    "write_problem",
    "write_schemas",
]
