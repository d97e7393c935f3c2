"""Answers to planners: why not, what would it take, what else, what changes. Each question is one file."""
