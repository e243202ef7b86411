"""Routes, a few lines each."""
