"""How an older database becomes one of today; Alembic runs these in order."""
