"""Wire schemas."""
