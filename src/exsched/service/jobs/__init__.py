"""Durable jobs: a queue on an existing engine, workers, and one child process for each solve."""
