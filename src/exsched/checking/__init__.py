"""The independent checker: judges any schedule, ours or typed by hand, without the solver."""
