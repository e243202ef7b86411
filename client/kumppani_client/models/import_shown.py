from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.import_state import ImportState, check_import_state

if TYPE_CHECKING:
    from ..models.fault_shown import FaultShown


T = TypeVar("T", bound="ImportShown")


@_attrs_define
class ImportShown:
    """How far an import has come.

    Attributes:
        id (str):
        state (ImportState): Where an import stands.
        total (int): Rows of the file.
        done (int): Rows that were looked at.
        created (int):
        updated (int):
        unchanged (int):
        refused (int):
        faults (list[FaultShown]): The first faults.
        ignored_columns (list[str]):
        at (datetime.datetime):
        ended_at (datetime.datetime | None):
    """

    id: str
    state: ImportState
    total: int
    done: int
    created: int
    updated: int
    unchanged: int
    refused: int
    faults: list[FaultShown]
    ignored_columns: list[str]
    at: datetime.datetime
    ended_at: datetime.datetime | None

    def to_dict(self) -> dict[str, Any]:
        id = self.id

        state: str = self.state

        total = self.total

        done = self.done

        created = self.created

        updated = self.updated

        unchanged = self.unchanged

        refused = self.refused

        faults = []
        for faults_item_data in self.faults:
            faults_item = faults_item_data.to_dict()
            faults.append(faults_item)

        ignored_columns = self.ignored_columns

        at = self.at.isoformat()

        ended_at: None | str
        if isinstance(self.ended_at, datetime.datetime):
            ended_at = self.ended_at.isoformat()
        else:
            ended_at = self.ended_at

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "id": id,
                "state": state,
                "total": total,
                "done": done,
                "created": created,
                "updated": updated,
                "unchanged": unchanged,
                "refused": refused,
                "faults": faults,
                "ignored_columns": ignored_columns,
                "at": at,
                "ended_at": ended_at,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.fault_shown import FaultShown  # noqa: PLC0415

        d = dict(src_dict)
        id = d.pop("id")

        state = check_import_state(d.pop("state"))

        total = d.pop("total")

        done = d.pop("done")

        created = d.pop("created")

        updated = d.pop("updated")

        unchanged = d.pop("unchanged")

        refused = d.pop("refused")

        faults = []
        _faults = d.pop("faults")
        for faults_item_data in _faults:
            faults_item = FaultShown.from_dict(faults_item_data)

            faults.append(faults_item)

        ignored_columns = cast(list[str], d.pop("ignored_columns"))

        at = datetime.datetime.fromisoformat(d.pop("at"))

        def _parse_ended_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                ended_at_type_0 = datetime.datetime.fromisoformat(data)

                return ended_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        ended_at = _parse_ended_at(d.pop("ended_at"))

        import_shown = cls(
            id=id,
            state=state,
            total=total,
            done=done,
            created=created,
            updated=updated,
            unchanged=unchanged,
            refused=refused,
            faults=faults,
            ignored_columns=ignored_columns,
            at=at,
            ended_at=ended_at,
        )

        return import_shown
