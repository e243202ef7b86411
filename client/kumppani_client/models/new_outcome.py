from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.stage import Stage, check_stage
from ..types import UNSET, Unset

T = TypeVar("T", bound="NewOutcome")


@_attrs_define
class NewOutcome:
    """A match reached a stage on a day.

    Attributes:
        organisation_id (str):
        ecosystem_id (str):
        stage (Stage): How far a match has come, in this order.
        day (datetime.date): ISO 8601, as in 2026-03-01.
        euros (int | None | Unset): RDI spending, with the stage `rdi`.
    """

    organisation_id: str
    ecosystem_id: str
    stage: Stage
    day: datetime.date
    euros: int | None | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        organisation_id = self.organisation_id

        ecosystem_id = self.ecosystem_id

        stage: str = self.stage

        day = self.day.isoformat()

        euros: int | None | Unset
        if isinstance(self.euros, Unset):
            euros = UNSET
        else:
            euros = self.euros

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "organisation_id": organisation_id,
                "ecosystem_id": ecosystem_id,
                "stage": stage,
                "day": day,
            }
        )
        if euros is not UNSET:
            field_dict["euros"] = euros

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        organisation_id = d.pop("organisation_id")

        ecosystem_id = d.pop("ecosystem_id")

        stage = check_stage(d.pop("stage"))

        day = datetime.date.fromisoformat(d.pop("day"))

        def _parse_euros(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        euros = _parse_euros(d.pop("euros", UNSET))

        new_outcome = cls(
            organisation_id=organisation_id,
            ecosystem_id=ecosystem_id,
            stage=stage,
            day=day,
            euros=euros,
        )

        return new_outcome
