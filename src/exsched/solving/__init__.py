"""Solving: the only package that knows OR-Tools, and it runs it in a process of its own."""
