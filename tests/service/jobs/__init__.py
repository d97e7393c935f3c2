"""The contract of the job engine, on both databases, with real workers and real signals."""
