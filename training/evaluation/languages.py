"""The gap between languages: how far the same idea leads to the same ecosystems, whatever language it is told in.

No past project says what a company would have asked in Finnish or Swedish, so there are no truths to count. The answer
to the English text stands in for them.
"""

import tomllib
from pathlib import Path

import numpy as np

from recommender.entities import EcosystemId, Query
from recommender.pipeline import Recommender
from training.evaluation.breadth import SHOWN

ENGLISH = "en"
PARALLEL = Path(__file__).with_name("parallel.toml")
"""Ideas told in several languages, by the language's code."""


def ideas() -> dict[str, list[str]]:
    """Texts of each language, in the order of the ideas."""
    told: list[dict[str, str]] = tomllib.loads(PARALLEL.read_text("utf-8"))["ideas"]
    return {language: [idea[language] for idea in told] for language in sorted(told[0])}


def agreement(recommender: Recommender) -> dict[str, float]:
    """Share of the first ten ecosystems of the English answer that the first ten in another language hold, on average.

    It says how alike the answers are, not which of them is better.
    """
    shown = {language: _first_ten(recommender, texts) for language, texts in ideas().items()}
    english = shown.pop(ENGLISH)
    return {
        language: float(
            np.mean([len(ours & theirs) / len(theirs) for ours, theirs in zip(answers, english, strict=True)])
        )
        for language, answers in shown.items()
    }


def _first_ten(recommender: Recommender, texts: list[str]) -> list[set[EcosystemId]]:
    queries = [Query(str(place), text=text) for place, text in enumerate(texts)]
    return [{r.ecosystem_id for r in ranking.recommendations} for ranking in recommender.recommend(queries, k=SHOWN)]
