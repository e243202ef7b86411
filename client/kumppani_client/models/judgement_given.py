from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.decline_reason import DeclineReason, check_decline_reason
from ..models.verdict_kind import VerdictKind, check_verdict_kind
from ..types import UNSET, Unset

T = TypeVar("T", bound="JudgementGiven")


@_attrs_define
class JudgementGiven:
    """A verdict on a match: `decline` needs a `reason`, `snooze` a day `until`, `note` a `note`, `undo` an id.

    Attributes:
        organisation_id (str):
        ecosystem_id (str):
        kind (VerdictKind): What an advisor, or the company itself, says of a match.
        reason (DeclineReason | None | Unset): Why it is declined.
        note (str | Unset): For people of the company's side; may go with any verdict. Default: ''.
        until (datetime.date | None | Unset): The first day on which the pair may be suggested again.
        undoes (None | str | Unset): Id of the verdict that `undo` takes back.
        run_id (None | str | Unset): The stored run that showed the match.
    """

    organisation_id: str
    ecosystem_id: str
    kind: VerdictKind
    reason: DeclineReason | None | Unset = UNSET
    note: str | Unset = ""
    until: datetime.date | None | Unset = UNSET
    undoes: None | str | Unset = UNSET
    run_id: None | str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        organisation_id = self.organisation_id

        ecosystem_id = self.ecosystem_id

        kind: str = self.kind

        reason: None | str | Unset
        if isinstance(self.reason, Unset):
            reason = UNSET
        elif isinstance(self.reason, str):
            reason = self.reason
        else:
            reason = self.reason

        note = self.note

        until: None | str | Unset
        if isinstance(self.until, Unset):
            until = UNSET
        elif isinstance(self.until, datetime.date):
            until = self.until.isoformat()
        else:
            until = self.until

        undoes: None | str | Unset
        if isinstance(self.undoes, Unset):
            undoes = UNSET
        else:
            undoes = self.undoes

        run_id: None | str | Unset
        if isinstance(self.run_id, Unset):
            run_id = UNSET
        else:
            run_id = self.run_id

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "organisation_id": organisation_id,
                "ecosystem_id": ecosystem_id,
                "kind": kind,
            }
        )
        if reason is not UNSET:
            field_dict["reason"] = reason
        if note is not UNSET:
            field_dict["note"] = note
        if until is not UNSET:
            field_dict["until"] = until
        if undoes is not UNSET:
            field_dict["undoes"] = undoes
        if run_id is not UNSET:
            field_dict["run_id"] = run_id

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        organisation_id = d.pop("organisation_id")

        ecosystem_id = d.pop("ecosystem_id")

        kind = check_verdict_kind(d.pop("kind"))

        def _parse_reason(data: object) -> DeclineReason | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                reason_type_0 = check_decline_reason(data)

                return reason_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(DeclineReason | None | Unset, data)

        reason = _parse_reason(d.pop("reason", UNSET))

        note = d.pop("note", UNSET)

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

        def _parse_undoes(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        undoes = _parse_undoes(d.pop("undoes", UNSET))

        def _parse_run_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        run_id = _parse_run_id(d.pop("run_id", UNSET))

        judgement_given = cls(
            organisation_id=organisation_id,
            ecosystem_id=ecosystem_id,
            kind=kind,
            reason=reason,
            note=note,
            until=until,
            undoes=undoes,
            run_id=run_id,
        )

        return judgement_given
