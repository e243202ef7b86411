"""What is missing or thin in a profile, and what to write: rules that everybody can follow, no model.

Each part is worth points; a part that is thin gets half of them. The score is their sum of 100 and says how much of
what the recommender reads is there, not how good a company is.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain

from api.quality_texts import MEANING, SUGGESTIONS
from api.schemas.base import Language
from api.schemas.quality import PartShown, QualityReport
from recommender.entities import SizeClass
from recommender.store.nouns import CompanyProfile
from recommender.taxonomy.regions import region_name
from recommender.taxonomy.sectors import recognise

ENOUGH_WORDS = 40
"""Words of a text that says what a company makes, for whom and how."""
SOME_WORDS = 12
"""Words of two short sentences."""
SHORT_LINE = 2
"""Words of an offer or need that names more than a field."""
CONCRETE_MARKS = 3
"""Concrete words that a text of `ENOUGH_WORDS` should have."""

_WORD = re.compile(r"\w[\w-]*")
_MEASURE = re.compile(r"\d")
_ACRONYM = re.compile(r"\b[A-ZÅÄÖ][A-ZÅÄÖ0-9-]{1,}\b")
_LONG = 9
"""Letters of a word that is likely to name a thing: 'hydraulics', 'hakkuupää', 'vattenrening'."""


class Part(StrEnum):
    """What is looked at."""

    TEXT = "text"
    CONCRETENESS = "concreteness"
    OFFERS = "offers"
    NEEDS = "needs"
    SECTORS = "sectors"
    REGION = "region"
    SIZE = "size"
    LANGUAGES = "languages"


class State(StrEnum):
    """How much of a part is there."""

    MISSING = "missing"
    THIN = "thin"
    GOOD = "good"


POINTS: Mapping[Part, int] = {
    Part.TEXT: 30,
    Part.CONCRETENESS: 15,
    Part.OFFERS: 15,
    Part.NEEDS: 15,
    Part.SECTORS: 10,
    Part.REGION: 5,
    Part.SIZE: 5,
    Part.LANGUAGES: 5,
}
"""What each part is worth: most for what the recommender reads most."""
SHARE: Mapping[State, float] = {State.MISSING: 0.0, State.THIN: 0.5, State.GOOD: 1.0}


@dataclass(frozen=True, slots=True)
class Finding:
    """How a part stands."""

    part: Part
    state: State

    @property
    def points(self) -> float:
        """What it adds to the score."""
        return POINTS[self.part] * SHARE[self.state]

    def suggestion(self, language: Language) -> str:
        """What to do; empty where nothing is to be done."""
        return SUGGESTIONS[self.part.value][language] if self.state is not State.GOOD else ""


def findings(profile: CompanyProfile) -> list[Finding]:
    """Look at each part."""
    states = {
        Part.TEXT: _text(profile),
        Part.CONCRETENESS: _concreteness(profile),
        Part.OFFERS: _lines(profile.offers),
        Part.NEEDS: _lines(profile.needs),
        Part.SECTORS: _sectors(profile),
        Part.REGION: _region(profile),
        Part.SIZE: State.GOOD if profile.size.is_sme and profile.size is not SizeClass.SME else _known(profile.size),
        Part.LANGUAGES: State.GOOD if profile.languages else State.MISSING,
    }
    return [Finding(part, states[part]) for part in Part]


def score(found: list[Finding]) -> int:
    """Points of 100."""
    return round(sum(finding.points for finding in found))


def report(profile: CompanyProfile, language: Language) -> QualityReport:
    """Say all of it in a language."""
    found = findings(profile)
    return QualityReport(
        score=score(found),
        meaning=MEANING[language],
        parts=[
            PartShown(
                part=finding.part.value,
                state=finding.state.value,
                points=finding.points,
                most=POINTS[finding.part],
                suggestion=finding.suggestion(language),
            )
            for finding in found
        ],
    )


def _text(profile: CompanyProfile) -> State:
    n = len(_WORD.findall(profile.text))
    return State.GOOD if n >= ENOUGH_WORDS else State.THIN if n >= SOME_WORDS else State.MISSING


def _concreteness(profile: CompanyProfile) -> State:
    """Figures, acronyms and long words name things; a text of general words has few of them."""
    passage = profile.passage
    words = {word.casefold() for word in _WORD.findall(passage)}
    named = {word for word in words if len(word) >= _LONG or _MEASURE.search(word)}
    marks = len(named | {word.casefold() for word in _ACRONYM.findall(passage)})
    return State.GOOD if marks >= CONCRETE_MARKS else State.THIN if marks else State.MISSING


def _lines(lines: tuple[str, ...]) -> State:
    if not lines:
        return State.MISSING
    longest = max(len(_WORD.findall(line)) for line in lines)
    return State.GOOD if longest >= SHORT_LINE else State.THIN


def _sectors(profile: CompanyProfile) -> State:
    if not profile.sectors:
        return State.MISSING
    return State.GOOD if any(chain.from_iterable(recognise(sector) for sector in profile.sectors)) else State.THIN


def _region(profile: CompanyProfile) -> State:
    if profile.region and (profile.country != "FI" or region_name(profile.region) != profile.region):
        return State.GOOD
    return State.THIN if profile.region or profile.country else State.MISSING


def _known(size: SizeClass) -> State:
    return State.MISSING if size is SizeClass.UNKNOWN else State.THIN
