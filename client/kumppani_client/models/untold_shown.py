from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="UntoldShown")


@_attrs_define
class UntoldShown:
    """A sole trader who has not been told yet.

    Attributes:
        organisation_id (str):
        name (str):
        since (datetime.date): Since when its data are kept.
        due (datetime.date): Last day to tell: a month later.
        overdue (bool):
    """

    organisation_id: str
    name: str
    since: datetime.date
    due: datetime.date
    overdue: bool

    def to_dict(self) -> dict[str, Any]:
        organisation_id = self.organisation_id

        name = self.name

        since = self.since.isoformat()

        due = self.due.isoformat()

        overdue = self.overdue

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "organisation_id": organisation_id,
                "name": name,
                "since": since,
                "due": due,
                "overdue": overdue,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        organisation_id = d.pop("organisation_id")

        name = d.pop("name")

        since = datetime.date.fromisoformat(d.pop("since"))

        due = datetime.date.fromisoformat(d.pop("due"))

        overdue = d.pop("overdue")

        untold_shown = cls(
            organisation_id=organisation_id,
            name=name,
            since=since,
            due=due,
            overdue=overdue,
        )

        return untold_shown
