"""Expressions of interest on the wire: one form for the side that asks, another for the side that is asked."""

from datetime import date, datetime
from typing import Annotated, Self

from pydantic import ConfigDict, Field, StringConstraints

from api.schemas.base import Identifier, Printable, Wire
from api.schemas.examples_matches import INTEREST, INTERESTS, LINES, MET, NEW_INTEREST
from recommender.entities import SizeClass
from recommender.store import interests
from recommender.store.nouns import Interest, InterestState

MAX_MESSAGE_CHARACTERS = 2_000
Message = Annotated[str, StringConstraints(strip_whitespace=True, max_length=MAX_MESSAGE_CHARACTERS), Printable]


class NewInterest(Wire):
    """A company would like to talk to an ecosystem."""

    model_config = ConfigDict(json_schema_extra={"examples": [NEW_INTEREST]})

    organisation_id: Identifier
    ecosystem_id: Identifier
    message: Annotated[Message, Field(description="Shown to the ecosystem once it agrees.")] = ""


class InterestAnswer(Wire):
    """What the ecosystem says."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"agrees": True}]})

    agrees: bool


class ContactShown(Wire):
    """A person to talk to."""

    name: str
    login: str

    @classmethod
    def of(cls, found: interests.Contact | None) -> Self | None:
        """Show a person, if there is one."""
        return None if found is None else cls(name=found.name, login=found.login)


class InterestShown(Wire):
    """An interest as the company sees it."""

    model_config = ConfigDict(json_schema_extra={"examples": [INTEREST]})

    id: str
    organisation_id: str
    ecosystem_id: str
    state: InterestState
    message: str
    at: datetime
    answered_at: datetime | None
    contact: Annotated[ContactShown | None, Field(description="Who agreed for the ecosystem, if it did.")]

    @classmethod
    def of(cls, found: Interest, contact: interests.Contact | None) -> Self:
        """Show an interest to those who asked."""
        return cls(
            id=found.id,
            organisation_id=found.organisation_id,
            ecosystem_id=found.ecosystem_id,
            state=found.state,
            message=found.message,
            at=found.at,
            answered_at=found.answered_at,
            contact=ContactShown.of(contact),
        )


class Interests(Wire):
    """What a company asked, in order, page by page."""

    model_config = ConfigDict(json_schema_extra={"examples": [INTERESTS]})

    items: list[InterestShown]
    next_cursor: Annotated[str | None, Field(description="Ask with it for the next page; null on the last.")]


class IntroductionShown(Wire):
    """Who asked, and what they wrote."""

    company: str
    website: str
    message: str
    contact: ContactShown | None

    @classmethod
    def of(cls, met: interests.Introduction | None) -> Self | None:
        """Show who asked, if that may be told."""
        if met is None:
            return None
        return cls(company=met.company, website=met.website, message=met.message, contact=ContactShown.of(met.contact))


class LineShown(Wire):
    """An interest as the ecosystem sees it: nobody's, until it agrees."""

    model_config = ConfigDict(json_schema_extra={"examples": [MET]})

    id: str
    day: date
    country: str
    size: SizeClass
    state: InterestState
    introduction: Annotated[IntroductionShown | None, Field(description="Null until the ecosystem agrees.")]

    @classmethod
    def of(cls, line: interests.Line) -> Self:
        """Show an interest to those who are asked."""
        return cls(
            id=line.id,
            day=line.day,
            country=line.country,
            size=line.size,
            state=line.state,
            introduction=IntroductionShown.of(line.introduction),
        )


class Lines(Wire):
    """What an ecosystem was asked: counts by state, and a page of lines by day and random id."""

    model_config = ConfigDict(json_schema_extra={"examples": [LINES]})

    open: int
    agreed: int
    declined: int
    items: list[LineShown]
    next_cursor: Annotated[str | None, Field(description="Ask with it for the next page; null on the last.")]
