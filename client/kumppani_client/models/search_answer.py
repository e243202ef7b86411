from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.found import Found


T = TypeVar("T", bound="SearchAnswer")


@_attrs_define
class SearchAnswer:
    """What was found, best first.

    Attributes:
        model (str): Version of the model that serves.
        total (int): How many were found in all.
        items (list[Found]):
    """

    model: str
    total: int
    items: list[Found]

    def to_dict(self) -> dict[str, Any]:
        model = self.model

        total = self.total

        items = []
        for items_item_data in self.items:
            items_item = items_item_data.to_dict()
            items.append(items_item)

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "model": model,
                "total": total,
                "items": items,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.found import Found  # noqa: PLC0415

        d = dict(src_dict)
        model = d.pop("model")

        total = d.pop("total")

        items = []
        _items = d.pop("items")
        for items_item_data in _items:
            items_item = Found.from_dict(items_item_data)

            items.append(items_item)

        search_answer = cls(
            model=model,
            total=total,
            items=items,
        )

        return search_answer
