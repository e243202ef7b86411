"""Candidate generation: many, cheap, high recall."""
