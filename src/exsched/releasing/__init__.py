"""Releases without a database: silence procedure, changes between two releases, feeds, residual leaks."""
