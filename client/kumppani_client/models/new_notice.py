from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.channel import Channel, check_channel
from ..types import UNSET, Unset

T = TypeVar("T", bound="NewNotice")


@_attrs_define
class NewNotice:
    """A sole trader was told.

    Attributes:
        channel (Channel): How a sole trader was told that its data are kept; ``service`` is that the person has read so
            itself.
        version (str): Which text of the notice, by a name of yours.
        day (datetime.date | None | Unset): When; null is today.
    """

    channel: Channel
    version: str
    day: datetime.date | None | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        channel: str = self.channel

        version = self.version

        day: None | str | Unset
        if isinstance(self.day, Unset):
            day = UNSET
        elif isinstance(self.day, datetime.date):
            day = self.day.isoformat()
        else:
            day = self.day

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "channel": channel,
                "version": version,
            }
        )
        if day is not UNSET:
            field_dict["day"] = day

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        channel = check_channel(d.pop("channel"))

        version = d.pop("version")

        def _parse_day(data: object) -> datetime.date | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                day_type_0 = datetime.date.fromisoformat(data)

                return day_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.date | None | Unset, data)

        day = _parse_day(d.pop("day", UNSET))

        new_notice = cls(
            channel=channel,
            version=version,
            day=day,
        )

        return new_notice
