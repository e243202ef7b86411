"""From a question on the wire to the answer on the wire; the page and the programming interface both ask here."""

from collections.abc import Iterator

from api.deps import Serving
from api.labels import DEMAND, EVERY, EVERY_NEW, FEWER, NEWCOMER, NOTHING, ROUGH, reason_label
from api.schemas.base import Language
from api.schemas.ecosystems import EcosystemSummary
from api.schemas.recommendations import (
    EvidenceShown,
    ReasonShown,
    RecommendationAnswer,
    RecommendationRequest,
    RecommendationShown,
    Wanted,
)
from api.tracing import span
from recommender.catalogue import Catalogue
from recommender.entities import Filters, OrganisationId, Query, Recommendation
from recommender.errors import UnknownIdError


def answer(serving: Serving, asked: RecommendationRequest) -> RecommendationAnswer:
    """Rank ecosystems for the SME that asks.

    Raises
    ------
    UnknownIdError
        If the SME is unknown and no text speaks for it.
    """
    sme_id = OrganisationId(asked.sme_id) if asked.sme_id is not None else None
    known = sme_id is not None and serving.knows(sme_id)
    if sme_id is not None and not known and asked.text is None:
        raise UnknownIdError(f"No company has the id {sme_id!r}; send a text that says what the company does.")
    query = Query("1", sme_id if known else None, asked.country or "", asked.text or "", asked.language or "")
    return ranked(serving, query, asked)


def ranked(serving: Serving, query: Query, wanted: Wanted) -> RecommendationAnswer:
    """Rank ecosystems for a query, whose SME is known to the model if it names one."""
    with span("rank"):
        [ranking] = serving.recommend(
            [query],
            k=wanted.k,
            among=wanted.filters.filters(),
            exclude_known=not wanted.include_known,
            explain=wanted.explain,
            two_sided=wanted.two_sided,
        )
    language: Language = wanted.language or "en"
    items = [_shown(found, serving.catalogue, language) for found in ranking.recommendations]
    notes = [note[language] for note in _notes(query, wanted, len(items))]
    if items and serving.odds_are_rough:
        notes.append(ROUGH[language])
    return RecommendationAnswer(model=serving.version, items=items, notes=notes)


def _notes(query: Query, wanted: Wanted, shown: int) -> Iterator[dict[Language, str]]:
    known = query.sme_id is not None
    if not known:
        yield NEWCOMER if query.text else DEMAND
    if shown == wanted.k:
        return
    if wanted.filters.filters() != Filters():
        yield FEWER if shown else NOTHING
    else:
        yield EVERY_NEW if known and not wanted.include_known else EVERY


def _shown(found: Recommendation, catalogue: Catalogue, language: Language) -> RecommendationShown:
    return RecommendationShown(
        rank=found.rank,
        ecosystem=EcosystemSummary.of(catalogue[catalogue.row(found.ecosystem_id)], language),
        score=found.score,
        odds=found.odds,
        reasons=[
            ReasonShown(name=reason.name, label=reason_label(reason.name, language), value=reason.value)
            for reason in found.reasons
        ],
        evidence=[
            EvidenceShown(
                kind=piece.kind,
                theirs=piece.theirs,
                ours=piece.ours,
                similarity=piece.similarity,
                source=piece.source,
                from_profile=piece.from_profile,
            )
            for piece in found.evidence
        ],
    )
