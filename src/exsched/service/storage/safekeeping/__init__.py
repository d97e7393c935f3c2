"""Backup and restore: one file that holds a whole database at one instant."""
