from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.verdict_kept import VerdictKept


T = TypeVar("T", bound="VerdictsKept")


@_attrs_define
class VerdictsKept:
    """What was kept, in the order in which it was given.

    Attributes:
        items (list[VerdictKept]):
    """

    items: list[VerdictKept]

    def to_dict(self) -> dict[str, Any]:
        items = []
        for items_item_data in self.items:
            items_item = items_item_data.to_dict()
            items.append(items_item)

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "items": items,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.verdict_kept import VerdictKept  # noqa: PLC0415

        d = dict(src_dict)
        items = []
        _items = d.pop("items")
        for items_item_data in _items:
            items_item = VerdictKept.from_dict(items_item_data)

            items.append(items_item)

        verdicts_kept = cls(
            items=items,
        )

        return verdicts_kept
