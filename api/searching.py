"""Search by words, typos forgiven, and by meaning: ecosystems, and the companies that whoever asks may see."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import Literal

from rapidfuzz.distance import OSA

from api.access import Caller
from api.deps import Serving
from api.schemas.search import Found, SearchAnswer, SearchQuery
from recommender.catalogue import Catalogue
from recommender.entities import Ecosystem, Filters
from recommender.store import companies
from recommender.store.nouns import CompanyProfile

MEANT = 0.35
"""Closeness in meaning from which an ecosystem is found though it shares no word; unrelated texts lie about 0."""
MOST_WORDS = 12
"""Words of a query that are looked for."""
ALIKE = 0.75
"""From where two words are one but for a typo: share of letters left by edits, two letters swapped counted as one."""
SHORTEST_TYPO = 4
SHORTEST_START = 3
BEGUN, TYPO, ELSEWHERE = 0.9, 0.85, 0.7
"""What a word is worth that is begun only, is written otherwise, or stands outside the name."""

_WORD = re.compile(r"\w+")
Weights = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Document:
    """What can be found: its words, those of the name worth most."""

    kind: Literal["ecosystem", "company"]
    id: str
    name: str
    country: str
    region: str
    words: Weights


def search(caller: Caller, serving: Serving, asked: SearchQuery) -> SearchAnswer:
    """Find what shares words with a query or, of ecosystems, its meaning; best first, ties by kind and id."""
    wanted = list(dict.fromkeys(_words(asked.q)))[:MOST_WORDS]
    filters = asked.filters()
    admitted = serving.catalogue.admitted(filters)
    documents = [one for one, shown in zip(_ecosystems(serving.catalogue), admitted, strict=True) if shown]
    meant = dict(zip((e.id for e in serving.catalogue), serving.meant(asked.q).tolist(), strict=True)) if wanted else {}
    documents += _companies(caller, filters) if wanted else ()
    likeness = _likeness(wanted, set(chain.from_iterable(document.words for document in documents)))
    found = (_found(document, wanted, likeness, meant.get(document.id, 0.0)) for document in documents)
    best = sorted((one for one in found if one.words > 0 or one.meaning >= MEANT), key=_place)
    return SearchAnswer(model=serving.version, total=len(best), items=best[: asked.limit])


def _place(found: Found) -> tuple[float, str, str]:
    return (-found.score, found.kind, found.id)


def _found(document: Document, wanted: list[str], likeness: Mapping[str, Weights], meaning: float) -> Found:
    of_words = [
        max((like * document.words.get(word, 0.0) for word, like in likeness[one].items()), default=0.0)
        for one in wanted
    ]
    words = sum(of_words) / max(len(wanted), 1)
    return Found(
        kind=document.kind,
        id=document.id,
        name=document.name,
        country=document.country,
        region=document.region,
        score=round(words + max(meaning, 0.0), 6),
        words=round(words, 6),
        meaning=round(meaning, 6),
    )


def _likeness(wanted: Iterable[str], vocabulary: set[str]) -> dict[str, Weights]:
    """For each word wanted, the words that stand for it and how well."""
    return {one: {word: like for word in vocabulary if (like := _like(one, word))} for one in wanted}


def _like(wanted: str, word: str) -> float:
    if wanted == word:
        return 1.0
    if len(wanted) >= SHORTEST_START and word.startswith(wanted):
        return BEGUN
    if min(len(wanted), len(word)) < SHORTEST_TYPO:
        return 0.0
    return TYPO * OSA.normalized_similarity(wanted, word, score_cutoff=ALIKE)


@lru_cache(maxsize=2)
def _ecosystems(catalogue: Catalogue) -> tuple[Document, ...]:
    return tuple(
        Document("ecosystem", e.id, e.name(), e.country, e.region, _weights(_names(e), _rest(e))) for e in catalogue
    )


def _names(ecosystem: Ecosystem) -> Iterator[str]:
    yield from ecosystem.names.values()
    yield ecosystem.flagship_name


def _rest(ecosystem: Ecosystem) -> Iterator[str]:
    yield from (*ecosystem.themes, *ecosystem.members, *ecosystem.summaries.values())
    yield from chain.from_iterable(ecosystem.goals.values())


def _companies(caller: Caller, filters: Filters) -> list[Document]:
    """Those that the caller may see and who have not objected; filters that speak of ecosystems admit none."""
    if filters.scopes or filters.themes or filters.sdgs:
        return []
    with caller.store.reading() as connection:
        return [
            _company(company.id, company.profile)
            for company in companies.open_to(connection, caller.user)
            if _admits(filters, company.profile)
        ]


def _company(company_id: str, profile: CompanyProfile) -> Document:
    rest = (profile.passage, profile.business_id, *profile.sectors)
    return Document(
        "company", company_id, profile.name, profile.country, profile.region, _weights([profile.name], rest)
    )


def _admits(filters: Filters, profile: CompanyProfile) -> bool:
    near = not filters.regions or any(profile.region.startswith(region) for region in filters.regions)
    return near and (not filters.countries or profile.country in filters.countries)


def _weights(names: Iterable[str], rest: Iterable[str]) -> Weights:
    outside = dict.fromkeys(chain.from_iterable(map(_words, rest)), ELSEWHERE)
    return outside | dict.fromkeys(chain.from_iterable(map(_words, names)), 1.0)


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())
