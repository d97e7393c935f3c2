"""Archives are written the same, opened with care, and replayed."""
