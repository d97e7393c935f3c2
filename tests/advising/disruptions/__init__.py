"""Disruptions of the example programmes."""
