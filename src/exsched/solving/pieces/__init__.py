"""Neighbourhood search: pieces of the exact model, freed and solved again, many times a second."""
