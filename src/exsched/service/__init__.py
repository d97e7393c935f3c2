"""The service: API, durable jobs, releases and feeds, on SQLite or PostgreSQL."""
