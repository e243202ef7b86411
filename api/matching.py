"""Companies of the store and ecosystems, ranked for each other."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from api.access import Caller
from api.answering import ranked
from api.deps import Serving
from api.pooling import Pools, queries, query_of
from api.schemas.demand import CompaniesRanked, CompanyNamed, CompanyRanked
from api.schemas.recommendations import RecommendationAnswer
from api.schemas.runs import Asked, CompanyRecommendationRequest, Moved, Place, ReplayAnswer, RunAnswer
from api.tracing import span
from recommender.entities import EcosystemId, OrganisationId
from recommender.ranking.reciprocal import Asker
from recommender.store import companies, interests, runs, verdicts
from recommender.store.nouns import Company, CompanyProfile, Role, StoredRun
from recommender.store.runs import Given

DIGITS = 6
"""Digits to which odds are alike: the order in which texts are encoded moves them by less."""
NAMELESS_DIGITS = 2
"""Digits of odds where no name is told: more of them would tell a company from all others."""


def recommend(
    caller: Caller, serving: Serving, organisation_id: OrganisationId, wanted: CompanyRecommendationRequest
) -> RunAnswer:
    """Rank ecosystems for a company by its profile, without those it silenced, and keep the run.

    Raises
    ------
    UnknownIdError
        If there is no such company.
    """
    with caller.store.reading() as connection:
        company = companies.read(connection, organisation_id)
        silenced = verdicts.silenced(connection, organisation_id, day=caller.store.clock().date())
    asked = Asked(version=company.version, wanted=wanted, silenced=sorted(silenced))
    answer = _answer(serving, company.id, company.profile, asked)
    given = Given(company.id, answer.model, asked.model_dump(mode="json"), answer.model_dump(mode="json"))
    run = caller.write(partial(runs.keep, given=given, author=caller.id), company.id)
    return RunAnswer(**dict(answer), run=run.id)


def replay(caller: Caller, serving: Serving, run: StoredRun) -> ReplayAnswer:
    """Ask again what a run asked, and say what differs."""
    asked = Asked.model_validate(run.asked, strict=False)
    with caller.store.reading() as connection:
        profile = companies.version(connection, run.organisation_id, asked.version)
    then = _places(RecommendationAnswer.model_validate(run.answered, strict=False))
    now = _places(_answer(serving, run.organisation_id, profile, asked))
    moved = [
        Moved(ecosystem_id=which, then=then.get(which), now=now.get(which))
        for which in dict.fromkeys((*then, *now))
        if not _alike(then.get(which), now.get(which))
    ]
    return ReplayAnswer(run=run.id, model_then=run.model, model=serving.version, same=not moved, moved=moved)


def companies_for(caller: Caller, serving: Serving, pools: Pools, ecosystem_id: EcosystemId, k: int) -> CompaniesRanked:
    """Rank companies for an ecosystem: those that the caller may see; its contact is told of all, but no names.

    Left out is who objected, who has worked with it, who silenced it, and whom it declined; the last two not for its
    contact, who would see from a line that is gone who that was.

    Raises
    ------
    UnknownIdError
        If there is no such ecosystem.
    NotReadyError
        If the companies are still being ranked.
    """
    serving.catalogue.row(ecosystem_id)
    contact = caller.role is Role.FLAGSHIP
    declined: frozenset[OrganisationId] = frozenset()
    if not contact:
        with caller.store.reading() as connection:
            declined = verdicts.silencing(connection, ecosystem_id, day=caller.store.clock().date())
            declined |= interests.refused(connection, ecosystem_id)
    with span("rank"):
        if caller.role is Role.ADVISOR:
            return _own(caller, serving, ecosystem_id, k, declined)
        askers = pools.best(serving, ecosystem_id, k=k, without=declined)
    with caller.store.reading() as connection:
        total = companies.count(connection, without=declined)
        known = {company.id: company for company in companies.unobjecting(connection, among=_ids(askers))}
    return _shown(serving, askers, known, total, named=not contact)


def _own(
    caller: Caller, serving: Serving, ecosystem_id: EcosystemId, k: int, declined: frozenset[OrganisationId]
) -> CompaniesRanked:
    """Rank the companies that an advisor looks after."""
    with caller.store.reading() as connection:
        found = [company for company in companies.open_to(connection, caller.user) if company.id not in declined]
    askers = serving.askers(ecosystem_id, queries(serving, found), k=k) if found else []
    return _shown(serving, askers, {company.id: company for company in found}, len(found), named=True)


def _ids(askers: list[Asker]) -> list[str]:
    return [asker.query_id for asker in askers]


def _shown(
    serving: Serving, askers: list[Asker], known: Mapping[OrganisationId, Company], total: int, *, named: bool
) -> CompaniesRanked:
    """Show those that are still there; ranks count on where one went meanwhile."""
    pairs = ((asker, known.get(OrganisationId(asker.query_id))) for asker in askers)
    items = [_ranked(asker, company, named=named) for asker, company in pairs if company is not None]
    return CompaniesRanked(model=serving.version, total=total, items=items)


def _answer(
    serving: Serving, organisation_id: OrganisationId, profile: CompanyProfile, asked: Asked
) -> RecommendationAnswer:
    query = replace(
        query_of(serving, organisation_id, profile),
        language=asked.wanted.language or "",
        without=frozenset(EcosystemId(which) for which in asked.silenced),
    )
    return ranked(serving, query, asked.wanted)


def _places(answer: RecommendationAnswer) -> dict[str, Place]:
    return {item.ecosystem.id: Place(rank=item.rank, odds=item.odds) for item in answer.items}


def _alike(then: Place | None, now: Place | None) -> bool:
    if then is None or now is None:
        return False
    return then.rank == now.rank and abs(then.odds - now.odds) < 10**-DIGITS


def _ranked(asker: Asker, company: Company, *, named: bool) -> CompanyRanked:
    return CompanyRanked(
        rank=asker.rank,
        odds=asker.odds if named else round(asker.odds, NAMELESS_DIGITS),
        place=asker.place if named else None,
        country=company.profile.country,
        size=company.profile.size,
        company=CompanyNamed(id=company.id, name=company.profile.name) if named else None,
    )
