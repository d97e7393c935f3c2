"""Migrations of our own tables; the job engine cares for its own."""
