"""Numbers as a person reads them: odds in words, percentages, bars."""

from collections.abc import Sequence
from dataclasses import dataclass

from api.schemas.base import Language
from api.schemas.recommendations import ReasonShown, RecommendationShown
from api.web.texts import TEXTS

COMMON = 0.35
"""From here on, odds read better in tenths."""
RAREST = 500
MOST_REASONS = 5
FAINT = 0.03
"""Reasons below this share of the weightiest one are not drawn."""
SMALLEST = 1e-9
"""Scores closer than this cannot be drawn apart."""
WIDTH = 100.0
"""Width of a bar's drawing, in its own units."""


def odds_in_words(odds: float, language: Language) -> str:
    """Say a probability so that a person can picture it: about 1 in 8."""
    texts = TEXTS[language]
    if odds >= COMMON:
        return texts["odds_tenths"].format(n=min(round(odds * 10), 9))
    if odds * RAREST < 1:
        return texts["odds_rare"].format(n=RAREST)
    return texts["odds_each"].format(n=_round(1 / odds))


def _round(n: float) -> int:
    """Whole numbers to 20, tens to 100, fifties above."""
    if n < 20:  # noqa: PLR2004 - where people begin to count in tens
        return round(n)
    step = 10 if n < 100 else 50  # noqa: PLR2004 - where people begin to count in fifties
    return round(n / step) * step


def percent(odds: float, language: Language) -> str:
    """Say a probability in per cent, two digits below ten."""
    value = odds * 100
    number = f"{value:.1f}" if value < 10 else f"{value:.0f}"  # noqa: PLR2004 - two digits
    return f"{number} %" if language == "en" else f"{number.replace('.', ',')} %"


def signed(value: float, language: Language) -> str:
    """Say what a reason adds or takes."""
    number = f"{abs(value):.2f}"
    sign = "−" if value < 0 else "+"
    return sign + (number if language == "en" else number.replace(".", ","))


@dataclass(frozen=True, slots=True)
class Bar:
    """A reason as a bar, drawn from ``x`` over ``width`` in a drawing `WIDTH` wide."""

    label: str
    value: float
    x: float
    width: float


def weighty(reasons: Sequence[ReasonShown]) -> list[ReasonShown]:
    """Keep the reasons worth a reader's time, weightiest first; the starting point says nothing about an ecosystem."""
    telling = sorted((r for r in reasons if r.name != "base"), key=lambda r: -abs(r.value))[:MOST_REASONS]
    return [r for r in telling if r.value and abs(r.value) >= FAINT * abs(telling[0].value)]


def bars(items: Sequence[RecommendationShown]) -> list[list[Bar]]:
    """Bars of each item on one scale, so that they compare; where a reason takes away, zero moves in from the left."""
    kept = [weighty(item.reasons) for item in items]
    values = [reason.value for reasons in kept for reason in reasons]
    most, least = max((0.0, *values)), min((0.0, *values))
    unit = WIDTH / (most - least) if most - least > SMALLEST else 0.0
    return [
        [Bar(r.label, r.value, (min(r.value, 0) - least) * unit, abs(r.value) * unit) for r in reasons]
        for reasons in kept
    ]
