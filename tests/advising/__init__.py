"""Questions about programmes and schedules."""
