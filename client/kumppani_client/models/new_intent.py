from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.intent_kind import IntentKind, check_intent_kind
from ..types import UNSET, Unset

T = TypeVar("T", bound="NewIntent")


@_attrs_define
class NewIntent:
    """One thing that a company offers or seeks.

    Attributes:
        kind (IntentKind): Whether something is offered or sought.
        text (str):
        until (datetime.date | None | Unset): Last day on which it holds; null for no end.
    """

    kind: IntentKind
    text: str
    until: datetime.date | None | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        kind: str = self.kind

        text = self.text

        until: None | str | Unset
        if isinstance(self.until, Unset):
            until = UNSET
        elif isinstance(self.until, datetime.date):
            until = self.until.isoformat()
        else:
            until = self.until

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "kind": kind,
                "text": text,
            }
        )
        if until is not UNSET:
            field_dict["until"] = until

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        kind = check_intent_kind(d.pop("kind"))

        text = d.pop("text")

        def _parse_until(data: object) -> datetime.date | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                until_type_0 = datetime.date.fromisoformat(data)

                return until_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.date | None | Unset, data)

        until = _parse_until(d.pop("until", UNSET))

        new_intent = cls(
            kind=kind,
            text=text,
            until=until,
        )

        return new_intent
