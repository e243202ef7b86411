from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.decline_reason import DeclineReason, check_decline_reason
from ..models.verdict_kind import VerdictKind, check_verdict_kind

T = TypeVar("T", bound="VerdictShown")


@_attrs_define
class VerdictShown:
    """A verdict of a company.

    Attributes:
        id (str):
        ecosystem_id (str):
        kind (VerdictKind): What an advisor, or the company itself, says of a match.
        reason (DeclineReason | None):
        note (str):
        until (datetime.date | None):
        undoes (None | str):
        run_id (None | str):
        author (str): Id of the account that gave it.
        at (datetime.datetime):
        undone (bool): Whether a later verdict took it back.
    """

    id: str
    ecosystem_id: str
    kind: VerdictKind
    reason: DeclineReason | None
    note: str
    until: datetime.date | None
    undoes: None | str
    run_id: None | str
    author: str
    at: datetime.datetime
    undone: bool

    def to_dict(self) -> dict[str, Any]:
        id = self.id

        ecosystem_id = self.ecosystem_id

        kind: str = self.kind

        reason: None | str
        if isinstance(self.reason, str):
            reason = self.reason
        else:
            reason = self.reason

        note = self.note

        until: None | str
        if isinstance(self.until, datetime.date):
            until = self.until.isoformat()
        else:
            until = self.until

        undoes: None | str
        undoes = self.undoes

        run_id: None | str
        run_id = self.run_id

        author = self.author

        at = self.at.isoformat()

        undone = self.undone

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "id": id,
                "ecosystem_id": ecosystem_id,
                "kind": kind,
                "reason": reason,
                "note": note,
                "until": until,
                "undoes": undoes,
                "run_id": run_id,
                "author": author,
                "at": at,
                "undone": undone,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        id = d.pop("id")

        ecosystem_id = d.pop("ecosystem_id")

        kind = check_verdict_kind(d.pop("kind"))

        def _parse_reason(data: object) -> DeclineReason | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                reason_type_0 = check_decline_reason(data)

                return reason_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(DeclineReason | None, data)

        reason = _parse_reason(d.pop("reason"))

        note = d.pop("note")

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

        def _parse_undoes(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        undoes = _parse_undoes(d.pop("undoes"))

        def _parse_run_id(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        run_id = _parse_run_id(d.pop("run_id"))

        author = d.pop("author")

        at = datetime.datetime.fromisoformat(d.pop("at"))

        undone = d.pop("undone")

        verdict_shown = cls(
            id=id,
            ecosystem_id=ecosystem_id,
            kind=kind,
            reason=reason,
            note=note,
            until=until,
            undoes=undoes,
            run_id=run_id,
            author=author,
            at=at,
            undone=undone,
        )

        return verdict_shown
