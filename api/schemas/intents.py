"""What companies offer and seek at present."""

from datetime import date, datetime
from typing import Annotated, Self

from pydantic import ConfigDict, Field, StringConstraints

from api.schemas import examples_profiles as examples
from api.schemas.base import Day, Printable, Wire
from recommender.entities import OrganisationId
from recommender.store.intents import IntentSaid
from recommender.store.nouns import Intent, IntentKind

Kind = Annotated[IntentKind, Field(strict=False)]
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000), Printable]


class NewIntent(Wire):
    """One thing that a company offers or seeks."""

    model_config = ConfigDict(json_schema_extra={"examples": [examples.INTENT_SAID]})

    kind: Kind
    text: Words
    until: Annotated[Day | None, Field(description="Last day on which it holds; null for no end.")] = None

    def said(self, organisation_id: OrganisationId) -> IntentSaid:
        """Say the same in the store's words."""
        return IntentSaid(organisation_id, self.kind, self.text, self.until)


class IntentShown(Wire):
    """An intent as it is kept."""

    model_config = ConfigDict(json_schema_extra={"examples": [examples.INTENT]})

    id: str
    organisation_id: str
    kind: IntentKind
    text: str
    until: date | None
    created_at: datetime
    closed_at: datetime | None

    @classmethod
    def of(cls, intent: Intent) -> Self:
        """Show an intent."""
        return cls(
            id=intent.id,
            organisation_id=intent.organisation_id,
            kind=intent.kind,
            text=intent.text,
            until=intent.until,
            created_at=intent.created_at,
            closed_at=intent.closed_at,
        )


class IntentsPage(Wire):
    """One page of what a company offers and seeks today, in the order of entry."""

    model_config = ConfigDict(json_schema_extra={"examples": [examples.INTENTS]})

    items: list[IntentShown]
    next_cursor: Annotated[str | None, Field(description="Ask with it for the next page; null on the last.")]
