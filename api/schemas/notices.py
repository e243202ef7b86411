"""When and how sole traders were told that their data are kept, on the wire."""

from datetime import date, datetime
from typing import Annotated, Self

from pydantic import ConfigDict, Field, StringConstraints

from api.schemas.base import Day, Wire
from api.schemas.examples_notices import GIVEN, NOTICE, NOTICES, UNTOLD
from recommender.entities import OrganisationId
from recommender.store.notices import Channel, Notice, Told, Untold

ChannelName = Annotated[Channel, Field(strict=False)]
Version = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$")]


class NewNotice(Wire):
    """A sole trader was told."""

    model_config = ConfigDict(json_schema_extra={"examples": [GIVEN]})

    channel: Annotated[
        ChannelName,
        Field(
            description="How: `email`, `letter`, `phone`, `meeting`, or `service`, where the person has read it here."
        ),
    ]
    version: Annotated[Version, Field(description="Which text of the notice, by a name of yours.")]
    day: Annotated[Day | None, Field(description="When; null is today.")] = None

    def told(self, organisation_id: OrganisationId, today: date) -> Told:
        """Say the same in the store's words."""
        return Told(organisation_id, self.channel, self.version, self.day or today)


class NoticeShown(Wire):
    """A notice as it is kept."""

    model_config = ConfigDict(json_schema_extra={"examples": [NOTICE]})

    id: str
    organisation_id: str
    channel: Channel
    version: str
    day: date
    author: Annotated[str, Field(description="Id of the account that recorded it.")]
    at: Annotated[datetime, Field(description="When it was recorded.")]

    @classmethod
    def of(cls, notice: Notice) -> Self:
        """Show a notice."""
        told = notice.told
        return cls(
            id=notice.id,
            organisation_id=told.organisation_id,
            channel=told.channel,
            version=told.version,
            day=told.day,
            author=notice.author,
            at=notice.at,
        )


class NoticesPage(Wire):
    """When and how a company was told, in the order of entry, page by page."""

    model_config = ConfigDict(json_schema_extra={"examples": [NOTICES]})

    items: list[NoticeShown]
    next_cursor: Annotated[str | None, Field(description="Ask with it for the next page; null on the last.")]


class UntoldShown(Wire):
    """A sole trader who has not been told yet."""

    organisation_id: str
    name: str
    since: Annotated[date, Field(description="Since when its data are kept.")]
    due: Annotated[date, Field(description="Last day to tell: a month later.")]
    overdue: bool

    @classmethod
    def of(cls, found: Untold, today: date) -> Self:
        """Show who is to be told."""
        return cls(
            organisation_id=found.organisation_id,
            name=found.name,
            since=found.since,
            due=found.due,
            overdue=found.due < today,
        )


class UntoldPage(Wire):
    """Who has not been told yet, the longest kept first, page by page."""

    model_config = ConfigDict(json_schema_extra={"examples": [UNTOLD]})

    items: list[UntoldShown]
    next_cursor: Annotated[str | None, Field(description="Ask with it for the next page; null on the last.")]
