from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

from ..models.channel import Channel, check_channel

T = TypeVar("T", bound="NoticeShown")


@_attrs_define
class NoticeShown:
    """A notice as it is kept.

    Attributes:
        id (str):
        organisation_id (str):
        channel (Channel): How a sole trader was told that its data are kept; ``service`` is that the person has read so
            itself.
        version (str):
        day (datetime.date):
        author (str): Id of the account that recorded it.
        at (datetime.datetime): When it was recorded.
    """

    id: str
    organisation_id: str
    channel: Channel
    version: str
    day: datetime.date
    author: str
    at: datetime.datetime

    def to_dict(self) -> dict[str, Any]:
        id = self.id

        organisation_id = self.organisation_id

        channel: str = self.channel

        version = self.version

        day = self.day.isoformat()

        author = self.author

        at = self.at.isoformat()

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "id": id,
                "organisation_id": organisation_id,
                "channel": channel,
                "version": version,
                "day": day,
                "author": author,
                "at": at,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        id = d.pop("id")

        organisation_id = d.pop("organisation_id")

        channel = check_channel(d.pop("channel"))

        version = d.pop("version")

        day = datetime.date.fromisoformat(d.pop("day"))

        author = d.pop("author")

        at = datetime.datetime.fromisoformat(d.pop("at"))

        notice_shown = cls(
            id=id,
            organisation_id=organisation_id,
            channel=channel,
            version=version,
            day=day,
            author=author,
            at=at,
        )

        return notice_shown
