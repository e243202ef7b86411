from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.held_tables import HeldTables


T = TypeVar("T", bound="Held")


@_attrs_define
class Held:
    """All that is held of a company, by table; hashes of passwords and tokens apart.

    Attributes:
        organisation_id (str):
        tables (HeldTables):
    """

    organisation_id: str
    tables: HeldTables

    def to_dict(self) -> dict[str, Any]:
        organisation_id = self.organisation_id

        tables = self.tables.to_dict()

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "organisation_id": organisation_id,
                "tables": tables,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.held_tables import HeldTables  # noqa: PLC0415

        d = dict(src_dict)
        organisation_id = d.pop("organisation_id")

        tables = HeldTables.from_dict(d.pop("tables"))

        held = cls(
            organisation_id=organisation_id,
            tables=tables,
        )

        return held
