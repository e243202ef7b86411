"""From tables at a day to a recommender."""
