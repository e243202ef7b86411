from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.stage import Stage, check_stage

T = TypeVar("T", bound="OutcomeShown")


@_attrs_define
class OutcomeShown:
    """An outcome that was told, or the undo of one: then the stage is that of the outcome, the day that of the undo.

    Attributes:
        id (str):
        organisation_id (str):
        ecosystem_id (str):
        stage (Stage): How far a match has come, in this order.
        day (datetime.date):
        euros (int | None):
        author (str): Id of the account that told it.
        undoes (None | str): Id of the outcome that this one takes back.
        undone (bool): Whether a later outcome took it back.
    """

    id: str
    organisation_id: str
    ecosystem_id: str
    stage: Stage
    day: datetime.date
    euros: int | None
    author: str
    undoes: None | str
    undone: bool

    def to_dict(self) -> dict[str, Any]:
        id = self.id

        organisation_id = self.organisation_id

        ecosystem_id = self.ecosystem_id

        stage: str = self.stage

        day = self.day.isoformat()

        euros: int | None
        euros = self.euros

        author = self.author

        undoes: None | str
        undoes = self.undoes

        undone = self.undone

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "id": id,
                "organisation_id": organisation_id,
                "ecosystem_id": ecosystem_id,
                "stage": stage,
                "day": day,
                "euros": euros,
                "author": author,
                "undoes": undoes,
                "undone": undone,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        id = d.pop("id")

        organisation_id = d.pop("organisation_id")

        ecosystem_id = d.pop("ecosystem_id")

        stage = check_stage(d.pop("stage"))

        day = datetime.date.fromisoformat(d.pop("day"))

        def _parse_euros(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        euros = _parse_euros(d.pop("euros"))

        author = d.pop("author")

        def _parse_undoes(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        undoes = _parse_undoes(d.pop("undoes"))

        undone = d.pop("undone")

        outcome_shown = cls(
            id=id,
            organisation_id=organisation_id,
            ecosystem_id=ecosystem_id,
            stage=stage,
            day=day,
            euros=euros,
            author=author,
            undoes=undoes,
            undone=undone,
        )

        return outcome_shown
