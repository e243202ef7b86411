"""Offline: sources, splits, fitting, judging, tracking."""
