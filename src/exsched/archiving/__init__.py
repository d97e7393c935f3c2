"""One archive with all that was planned with and how: packed, opened with care, and replayed."""
