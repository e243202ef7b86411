"""Reasons: a dozen names for what a score is made of, each a sum of the contributions of its features."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from recommender.entities import Reason
from recommender.ranking.base import Matrix
from recommender.ranking.features import NAMES

REASON_OF: dict[str, str] = {
    "text_best": "goals", "text_mean": "goals",
    "text_spread": "topic", "text_votes": "topic", "text_lately": "topic",
    "text_words": "words", "text_latent": "words",
    "profile_best": "experience", "profile_mean": "experience",
    "profile_spread": "field", "profile_votes": "field", "profile_lately": "field",
    "walk": "network", "walk_text": "topic_network", "walk_profile": "field_network", "shared": "partners",
    "together": "together", "popular": "demand", "lately": "demand", "popular_home": "home", "home": "home",
    "has_text": "base", "has_profile": "base", "is_warm": "base", "length": "base",
}  # fmt: skip
"""Reason of each signal; a rank has the reason of its signal."""

LABELS: dict[str, dict[str, str]] = {
    "goals": {
        "en": "What you write fits its goals and past projects",
        "fi": "Tekstisi vastaa sen tavoitteita ja aiempia hankkeita",
        "sv": "Det ni skriver passar dess mål och tidigare projekt",
    },
    "topic": {
        "en": "Its partners work on what you write about",
        "fi": "Sen kumppanit tekevät työtä samasta aiheesta",
        "sv": "Dess partner arbetar med det ni skriver om",
    },
    "words": {
        "en": "You use the same words",
        "fi": "Käytätte samoja sanoja",
        "sv": "Ni använder samma ord",
    },
    "experience": {
        "en": "What you are known for fits its goals and past projects",
        "fi": "Osaamisesi vastaa sen tavoitteita ja aiempia hankkeita",
        "sv": "Det ni är kända för passar dess mål och tidigare projekt",
    },
    "field": {
        "en": "Its partners work in your field",
        "fi": "Sen kumppanit toimivat alallasi",
        "sv": "Dess partner arbetar inom ert område",
    },
    "network": {
        "en": "It is close to you in the network of past cooperation",
        "fi": "Se on lähelläsi aiemman yhteistyön verkossa",
        "sv": "Det ligger nära er i nätverket av tidigare samarbeten",
    },
    "topic_network": {
        "en": "Past projects on your topic lead to it",
        "fi": "Aiheesi aiemmat hankkeet johtavat siihen",
        "sv": "Tidigare projekt inom ert ämne leder dit",
    },
    "field_network": {
        "en": "Past projects in your field lead to it",
        "fi": "Alasi aiemmat hankkeet johtavat siihen",
        "sv": "Tidigare projekt inom ert område leder dit",
    },
    "partners": {
        "en": "You have partners in common",
        "fi": "Teillä on yhteisiä kumppaneita",
        "sv": "Ni har gemensamma partner",
    },
    "together": {
        "en": "You have already worked together",
        "fi": "Olette jo tehneet yhteistyötä",
        "sv": "Ni har redan samarbetat",
    },
    "demand": {
        "en": "It takes many partners, also lately",
        "fi": "Se ottaa paljon kumppaneita, myös viime aikoina",
        "sv": "Det tar många partner, även på sistone",
    },
    "home": {
        "en": "It is in your country or works with companies from there",
        "fi": "Se on maassasi tai tekee yhteistyötä maasi yritysten kanssa",
        "sv": "Det finns i ert land eller arbetar med företag därifrån",
    },
    "room": {
        "en": "Room: how many others ask there, for the partners that it takes",
        "fi": "Tilaa: montako muuta sinne pyrkii siihen nähden, montako kumppania se ottaa",
        "sv": "Plats: hur många andra som söker sig dit i förhållande till hur många partner det tar",
    },
    "base": {
        "en": "Starting point for a query like this",
        "fi": "Lähtötaso tällaiselle kyselylle",
        "sv": "Utgångsläge för en sådan förfrågan",
    },
}
"""What a reader sees, by reason and language."""

ODDS: dict[str, str] = {
    "en": "Odds: of companies that ask like this and start a project with some ecosystem within a year, the share that "
    "starts one with this ecosystem.",
    "fi": "Todennäköisyys: niistä samalla tavoin kysyvistä yrityksistä, jotka aloittavat vuoden sisällä hankkeen "
    "jonkin ekosysteemin kanssa, se osuus, joka aloittaa hankkeen tämän ekosysteemin kanssa.",
    "sv": "Sannolikhet: av de företag som frågar så här och inom ett år inleder ett projekt med något ekosystem, den "
    "andel som inleder ett med detta ekosystem.",
}
"""What the odds say, by language; see `recommender.ranking.calibration`."""

ROOM = "room"
"""Reason that the other side gives, in a two-sided ranking only."""

ORDER: tuple[str, ...] = tuple(name for name in LABELS if name != ROOM)
_PLACE = np.array([ORDER.index(REASON_OF[name.removesuffix("_rank")]) for name in NAMES] + [ORDER.index("base")])


def grouped(contributions: NDArray[np.float64], features: Matrix) -> NDArray[np.float64]:
    """Sum contributions by reason, rows summing to the same scores.

    A feature that is 0 for all candidates knows nothing of this SME: what it adds is no reason and goes to ``base``.

    Parameters
    ----------
    contributions : float64, shape (n, n_features + 1)
    features : float32, shape (n_candidates, n_features), of all candidates of the query

    Returns
    -------
    float64, shape (n, len(ORDER))
    """
    silent = np.append((features == 0).all(axis=0), values=True)
    place = np.where(silent, ORDER.index("base"), _PLACE)
    sums = np.zeros((len(contributions), len(ORDER)), dtype=np.float64)
    for column, reason in enumerate(place):
        sums[:, reason] += contributions[:, column]
    return sums


def reasons(sums: Sequence[float], *, room: float | None = None) -> tuple[Reason, ...]:
    """Name the parts of one score, the weightiest first; `room` is what the other side adds to it."""
    named = [Reason(name, float(value)) for name, value in zip(ORDER, sums, strict=True)]
    named += [] if room is None else [Reason(ROOM, room)]
    return tuple(sorted(named, key=lambda reason: (-abs(reason.value), reason.name)))
