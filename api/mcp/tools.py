"""What assistants may ask for: each tool asks the service once or twice, and keeps nothing but what waits."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from mcp.server.mcpserver import AcceptedElicitation, Context, Elicit, ElicitationResult, Resolve
from pydantic import Field

from api.mcp.confirming import Confirmations
from api.mcp.service import AskingError, Service, UnansweredError, path
from api.schemas.base import MAX_K, Identifier, Language
from api.schemas.disclosure import Disclosure
from api.schemas.ecosystems import EcosystemAnswer
from api.schemas.profiles import CompaniesPage, CompanyShown
from api.schemas.proposals import Agreement, Proposal
from api.schemas.recommendations import RecommendationAnswer, RecommendationRequest
from api.schemas.runs import CompanyRecommendationRequest, RunAnswer
from api.schemas.search import SearchAnswer, SearchQuery
from api.schemas.verdicts import JudgementGiven, Shortlist, VerdictBatch, VerdictPage, VerdictsKept
from recommender.store.nouns import VerdictKind

MOST_CHARACTERS = 100
"""Most characters of a name in a summary."""
EFFECTS: Mapping[VerdictKind, str] = {
    VerdictKind.ACCEPT: "accept: it goes on the shortlist",
    VerdictKind.SHORTLIST: "shortlist: it goes on the shortlist",
    VerdictKind.DECLINE: "decline: it is not suggested any more",
    VerdictKind.SNOOZE: "snooze: it is not suggested before that day",
    VerdictKind.NOTE: "note: it is kept, and changes nothing else",
    VerdictKind.UNDO: "undo: that verdict is taken back, and what was said before it holds again",
}


@dataclass(frozen=True, slots=True)
class Desk:
    """What tools work with, from the start of the server to its end."""

    service: Service
    confirmations: Confirmations


Here = Context[Desk, Any]
CompanyId = Annotated[Identifier, Field(description="Id of a company of the service, as in `org-…`.")]
EcosystemId = Annotated[Identifier, Field(description="Id of an ecosystem, as rankings and search give it.")]
Limit = Annotated[int, Field(ge=1, le=MAX_K, description="Rows of one page.")]
Cursor = Annotated[str | None, Field(max_length=1000, description="`next_cursor` of the page before.")]
Token = Annotated[str, Field(max_length=100, description="The token that propose_verdict gave.")]


def recommend(question: RecommendationRequest, ctx: Here) -> RecommendationAnswer:
    """Rank the ecosystems that a company should join, from a text about it, its country, or both.

    Each item has odds, reasons whose values sum to its score, and evidence: why it is there. Nothing is kept.
    """
    return _desk(ctx).service.post(path("recommendations"), question, RecommendationAnswer)


def recommend_to_company(
    organisation_id: CompanyId, ctx: Here, wanted: CompanyRecommendationRequest | None = None
) -> RunAnswer:
    """Rank the ecosystems that a company of the service should join, from its profile, without what it declined.

    The ranking is kept as a run; verdicts may name it.
    """
    asked = wanted or CompanyRecommendationRequest()
    return _desk(ctx).service.post(path("profiles", organisation_id, "recommendations"), asked, RunAnswer)


def show_ecosystem(ecosystem_id: EcosystemId, ctx: Here) -> EcosystemAnswer:
    """Show all that is known of one ecosystem: its flagship, what it is about, its goals, its members."""
    return _desk(ctx).service.get(path("ecosystems", ecosystem_id), EcosystemAnswer)


def search(query: SearchQuery, ctx: Here) -> SearchAnswer:
    """Find ecosystems by words, typos forgiven, and by meaning; companies that the account may see by words."""
    asked = query.model_dump(mode="json", exclude_unset=True)
    return _desk(ctx).service.get(path("search"), SearchAnswer, asked)


def list_companies(ctx: Here, limit: Limit = 20, cursor: Cursor = None) -> CompaniesPage:
    """List the companies that the account may see, with their profiles and ids, page by page."""
    return _desk(ctx).service.get(path("profiles"), CompaniesPage, {"limit": limit, "cursor": cursor})


def show_shortlist(organisation_id: CompanyId, ctx: Here) -> Shortlist:
    """Show the ecosystems that a company holds on to, shortlisted or accepted, the latest first."""
    return _desk(ctx).service.get(path("profiles", organisation_id, "shortlist"), Shortlist)


def list_verdicts(organisation_id: CompanyId, ctx: Here, limit: Limit = 20, cursor: Cursor = None) -> VerdictPage:
    """List what was said of a company's matches, in the order in which it was said, page by page."""
    asked = {"limit": limit, "cursor": cursor}
    return _desk(ctx).service.get(path("profiles", organisation_id, "verdicts"), VerdictPage, asked)


def disclose(ctx: Here, language: Language = "en") -> Disclosure:
    """Tell what decides the order of rankings in general, and how much each parameter weighs."""
    return _desk(ctx).service.get(path("disclosure"), Disclosure, {"language": language})


def propose_verdict(verdict: JudgementGiven, ctx: Here) -> Proposal:
    """Prepare a verdict on a match; nothing is written.

    Show the summary to the person who decides. Only if that person agrees, call confirm_verdict with the token.
    """
    desk = _desk(ctx)
    company = desk.service.get(path("profiles", verdict.organisation_id), CompanyShown).profile.name
    ecosystem = "an ecosystem"
    if verdict.kind is not VerdictKind.UNDO:  # which may be of an ecosystem that the model has lost
        found = desk.service.get(path("ecosystems", verdict.ecosystem_id), EcosystemAnswer)
        ecosystem = _quoted(found.ecosystem.name)
    said = verdict.model_dump(mode="json", include={"reason", "until", "undoes"}, exclude_none=True)
    lines = (
        f"For {_quoted(company)} ({verdict.organisation_id}) on {ecosystem} ({verdict.ecosystem_id}):",
        EFFECTS[verdict.kind],
        *(f"{name}: {value}" for name, value in said.items()),
        *([f"note: “{verdict.note}”"] if verdict.note else []),
    )
    summary = "\n".join(map(_on_one_line, lines))  # each, so that no note or id adds lines that look like these
    waiting = desk.confirmations.propose(verdict, summary)
    return Proposal(token=waiting.token, expires_at=waiting.expires_at, summary=summary, verdict=verdict)


def agreement(token: Token, ctx: Here) -> Agreement | Elicit[Agreement]:
    """Ask the person who decides, where the assistant's program can; elsewhere the token has to do."""
    waiting = _desk(ctx).confirmations.find(token)
    can = ctx.client_capabilities.elicitation if ctx.client_capabilities else None
    if can is None or (can.form is None and can.url is not None):  # what names no mode has forms
        return Agreement(write=True)
    return Elicit(waiting.summary, Agreement)


def confirm_verdict(
    token: Token, agreed: Annotated[ElicitationResult[Agreement], Resolve(agreement)], ctx: Here
) -> VerdictsKept:
    """Write the verdict that was proposed under a token, once, however often this is called with it.

    Call it only after the person who decides has seen the summary of the proposal and agreed.
    """
    desk = _desk(ctx)
    waiting = desk.confirmations.find(token)
    if not (isinstance(agreed, AcceptedElicitation) and agreed.data.write):
        desk.confirmations.end(token)
        raise AskingError("The person who decides did not agree: nothing was written, and the token is over.")
    try:
        kept = desk.service.post(
            path("verdicts"), VerdictBatch(items=[waiting.verdict]), VerdictsKept, key=f"confirmed-{token}"
        )
    except UnansweredError as error:
        raise UnansweredError(
            f"{error} Whether the verdict was written is not known: call confirm_verdict with the same token again, it "
            "is written once."
        ) from error
    desk.confirmations.end(token)
    return kept


def _desk(ctx: Here) -> Desk:
    return ctx.request_context.lifespan_context


def _quoted(name: str) -> str:
    """Quote a name, which others wrote, on one line."""
    return f"“{_on_one_line(name)[:MOST_CHARACTERS]}”"


def _on_one_line(text: str) -> str:
    return " ".join(text.split())
