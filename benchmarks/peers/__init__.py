"""Other ways to a schedule, to compare with; each is small and stays as it is when the engine changes.

`plain` is one CP-SAT call after the other on our exact model, `rcpsp` a direct CP-SAT model of a project.
"""
