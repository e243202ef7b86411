"""Recommenders that anyone could pick today: what the product is judged against, in the same run."""
