"""Verdicts on the wire."""

from datetime import date, datetime
from typing import Annotated, Self

from pydantic import ConfigDict, Field, StringConstraints

from api.schemas.base import Day, Identifier, Printable, Wire
from api.schemas.ecosystems import EcosystemSummary
from api.schemas.examples_verdicts import BATCH, GIVEN, SHORTLIST, VERDICTS
from recommender.entities import EcosystemId, OrganisationId
from recommender.store.nouns import DeclineReason, Judgement, RunId, Verdict, VerdictId, VerdictKind
from recommender.store.verdicts import Standing

MAX_BATCH = 500
"""Most verdicts of one request."""
MAX_NOTE_CHARACTERS = 2_000

Note = Annotated[str, StringConstraints(strip_whitespace=True, max_length=MAX_NOTE_CHARACTERS), Printable]
Kind = Annotated[VerdictKind, Field(strict=False)]
Reason = Annotated[DeclineReason, Field(strict=False)]


class JudgementGiven(Wire):
    """A verdict on a match: `decline` needs a `reason`, `snooze` a day `until`, `note` a `note`, `undo` an id."""

    organisation_id: Identifier
    ecosystem_id: Identifier
    kind: Kind
    reason: Annotated[Reason | None, Field(description="Why it is declined.")] = None
    note: Annotated[Note, Field(description="For people of the company's side; may go with any verdict.")] = ""
    until: Annotated[Day | None, Field(description="The first day on which the pair may be suggested again.")] = None
    undoes: Annotated[Identifier | None, Field(description="Id of the verdict that `undo` takes back.")] = None
    run_id: Annotated[Identifier | None, Field(description="The stored run that showed the match.")] = None

    def judgement(self) -> Judgement:
        """Say the same in the library's words."""
        return Judgement(
            OrganisationId(self.organisation_id),
            EcosystemId(self.ecosystem_id),
            self.kind,
            self.reason,
            self.note,
            self.until,
            VerdictId(self.undoes) if self.undoes is not None else None,
            RunId(self.run_id) if self.run_id is not None else None,
        )


class VerdictBatch(Wire):
    """Verdicts that are kept all or none, in their order."""

    model_config = ConfigDict(json_schema_extra={"examples": [BATCH]})

    items: Annotated[list[JudgementGiven], Field(min_length=1, max_length=MAX_BATCH)]

    def companies(self) -> set[OrganisationId]:
        """Which companies it is about."""
        return {OrganisationId(given.organisation_id) for given in self.items}


class VerdictKept(Wire):
    """A verdict that was kept."""

    id: str
    organisation_id: str
    ecosystem_id: str
    kind: VerdictKind


class VerdictsKept(Wire):
    """What was kept, in the order in which it was given."""

    model_config = ConfigDict(json_schema_extra={"examples": [GIVEN]})

    items: list[VerdictKept]

    @classmethod
    def of(cls, given: list[Verdict]) -> Self:
        """Show what was kept."""
        return cls(
            items=[
                VerdictKept(
                    id=verdict.id,
                    organisation_id=verdict.judgement.organisation_id,
                    ecosystem_id=verdict.judgement.ecosystem_id,
                    kind=verdict.judgement.kind,
                )
                for verdict in given
            ]
        )


class VerdictShown(Wire):
    """A verdict of a company."""

    id: str
    ecosystem_id: str
    kind: VerdictKind
    reason: DeclineReason | None
    note: str
    until: date | None
    undoes: str | None
    run_id: str | None
    author: Annotated[str, Field(description="Id of the account that gave it.")]
    at: datetime
    undone: Annotated[bool, Field(description="Whether a later verdict took it back.")]

    @classmethod
    def of(cls, verdict: Verdict) -> Self:
        """Show a verdict."""
        said = verdict.judgement
        return cls(
            id=verdict.id,
            ecosystem_id=said.ecosystem_id,
            kind=said.kind,
            reason=said.reason,
            note=said.note,
            until=said.until,
            undoes=said.undoes,
            run_id=said.run_id,
            author=verdict.author,
            at=verdict.at,
            undone=verdict.undone,
        )


class VerdictPage(Wire):
    """Verdicts of a company as they were given, page by page."""

    model_config = ConfigDict(json_schema_extra={"examples": [VERDICTS]})

    items: list[VerdictShown]
    next_cursor: Annotated[str | None, Field(description="Ask with it for the next page; null on the last.")]


class Shortlisted(Wire):
    """A match that the company holds on to."""

    ecosystem_id: str
    kind: Annotated[VerdictKind, Field(description="`shortlist` or `accept`.")]
    at: datetime
    ecosystem: Annotated[EcosystemSummary | None, Field(description="Null where the model no longer has it.")]

    @classmethod
    def of(cls, standing: Standing, ecosystem: EcosystemSummary | None) -> Self:
        """Show what stands of a match."""
        return cls(ecosystem_id=standing.ecosystem_id, kind=standing.kind, at=standing.at, ecosystem=ecosystem)


class Shortlist(Wire):
    """What a company holds on to, the latest first."""

    model_config = ConfigDict(json_schema_extra={"examples": [SHORTLIST]})

    items: list[Shortlisted]
