from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.intent_kind import IntentKind, check_intent_kind

T = TypeVar("T", bound="IntentShown")


@_attrs_define
class IntentShown:
    """An intent as it is kept.

    Attributes:
        id (str):
        organisation_id (str):
        kind (IntentKind): Whether something is offered or sought.
        text (str):
        until (datetime.date | None):
        created_at (datetime.datetime):
        closed_at (datetime.datetime | None):
    """

    id: str
    organisation_id: str
    kind: IntentKind
    text: str
    until: datetime.date | None
    created_at: datetime.datetime
    closed_at: datetime.datetime | None

    def to_dict(self) -> dict[str, Any]:
        id = self.id

        organisation_id = self.organisation_id

        kind: str = self.kind

        text = self.text

        until: None | str
        if isinstance(self.until, datetime.date):
            until = self.until.isoformat()
        else:
            until = self.until

        created_at = self.created_at.isoformat()

        closed_at: None | str
        if isinstance(self.closed_at, datetime.datetime):
            closed_at = self.closed_at.isoformat()
        else:
            closed_at = self.closed_at

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "id": id,
                "organisation_id": organisation_id,
                "kind": kind,
                "text": text,
                "until": until,
                "created_at": created_at,
                "closed_at": closed_at,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        id = d.pop("id")

        organisation_id = d.pop("organisation_id")

        kind = check_intent_kind(d.pop("kind"))

        text = d.pop("text")

        def _parse_until(data: object) -> datetime.date | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                until_type_0 = datetime.date.fromisoformat(data)

                return until_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.date | None, data)

        until = _parse_until(d.pop("until"))

        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))

        def _parse_closed_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                closed_at_type_0 = datetime.datetime.fromisoformat(data)

                return closed_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        closed_at = _parse_closed_at(d.pop("closed_at"))

        intent_shown = cls(
            id=id,
            organisation_id=organisation_id,
            kind=kind,
            text=text,
            until=until,
            created_at=created_at,
            closed_at=closed_at,
        )

        return intent_shown
