"""Companies of the store and ecosystems, ranked for each other."""

from functools import partial

from api.access import Caller
from api.answering import ranked
from api.deps import Serving
from api.schemas.demand import CompaniesRanked, CompanyNamed, CompanyRanked
from api.schemas.recommendations import RecommendationAnswer
from api.schemas.runs import Asked, CompanyRecommendationRequest, Moved, Place, ReplayAnswer, RunAnswer
from api.tracing import span
from recommender.entities import EcosystemId, OrganisationId, Query
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


def companies_for(caller: Caller, serving: Serving, ecosystem_id: EcosystemId, k: int) -> CompaniesRanked:
    """Rank companies for an ecosystem: those that the caller may see; its contact is told of all, but no names.

    Left out is who objected, who has worked with it, who silenced it, and whom it declined; the last two not for its
    contact, who would see from a line that is gone who that was.

    Raises
    ------
    UnknownIdError
        If there is no such ecosystem.
    """
    serving.catalogue.row(ecosystem_id)
    contact = caller.role is Role.FLAGSHIP
    with caller.store.reading() as connection:
        declined: frozenset[OrganisationId] = frozenset()
        if not contact:
            declined = verdicts.silencing(connection, ecosystem_id, day=caller.store.clock().date())
            declined |= interests.refused(connection, ecosystem_id)
        found = companies.open_to(connection, caller.user, unseen=contact)
        pool = {company.id: company for company in found if company.id not in declined}
    queries = [query_of(serving, company.id, company.profile) for company in pool.values()]
    with span("rank"):
        askers = serving.askers(ecosystem_id, queries, k=k) if queries else []
    items = [_ranked(asker, pool[OrganisationId(asker.query_id)], named=not contact) for asker in askers]
    return CompaniesRanked(model=serving.version, total=len(pool), items=items)


def query_of(
    serving: Serving, organisation_id: OrganisationId, profile: CompanyProfile, asked: Asked | None = None
) -> Query:
    """Let a company ask: by its profile, and by its past where the model knows it."""
    past = OrganisationId(profile.sme_id) if profile.sme_id else None
    return Query(
        organisation_id,
        past if past is not None and serving.knows(past) else None,
        profile.country,
        profile.passage,
        (asked.wanted.language or "") if asked else "",
        frozenset(EcosystemId(which) for which in asked.silenced) if asked else frozenset(),
    )


def _answer(
    serving: Serving, organisation_id: OrganisationId, profile: CompanyProfile, asked: Asked
) -> RecommendationAnswer:
    return ranked(serving, query_of(serving, organisation_id, profile, asked), asked.wanted)


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
