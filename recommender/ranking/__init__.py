"""Re-scoring of candidates."""
