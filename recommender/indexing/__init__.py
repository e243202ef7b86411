"""Vectors to nearest rows."""
