from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.erased_rows import ErasedRows


T = TypeVar("T", bound="Erased")


@_attrs_define
class Erased:
    """A company that is no more.

    Attributes:
        organisation_id (str):
        rows (ErasedRows): How many rows each table lost.
        scrubbed (bool): Whether the files are clear of it, too; if not, `kumppani store tidy` clears them.
    """

    organisation_id: str
    rows: ErasedRows
    scrubbed: bool

    def to_dict(self) -> dict[str, Any]:
        organisation_id = self.organisation_id

        rows = self.rows.to_dict()

        scrubbed = self.scrubbed

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "organisation_id": organisation_id,
                "rows": rows,
                "scrubbed": scrubbed,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.erased_rows import ErasedRows  # noqa: PLC0415

        d = dict(src_dict)
        organisation_id = d.pop("organisation_id")

        rows = ErasedRows.from_dict(d.pop("rows"))

        scrubbed = d.pop("scrubbed")

        erased = cls(
            organisation_id=organisation_id,
            rows=rows,
            scrubbed=scrubbed,
        )

        return erased
