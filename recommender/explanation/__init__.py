"""Reasons and evidence for a recommendation."""
