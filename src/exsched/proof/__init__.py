"""Proofs that a sceptic can check: the standard library, no solver, no code that made the proof.

`numbers`, `sums` and `parts` turn a model that is plain data into clauses; `reasoning` checks every step of
a proof over them; `trials` tries every schedule of a small programme; `check` puts it together, and can be
started alone: `python -m exsched.proof.check FILE`.
"""
