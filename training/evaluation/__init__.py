"""Measures over rankings and held-out truth."""
