"""Global temporal splits."""
