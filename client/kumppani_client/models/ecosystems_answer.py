from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.ecosystem_summary import EcosystemSummary


T = TypeVar("T", bound="EcosystemsAnswer")


@_attrs_define
class EcosystemsAnswer:
    """One page of ecosystems, ordered by id.

    Attributes:
        model (str): Version of the model that serves.
        total (int): Ecosystems that the filters admit, on all pages.
        items (list[EcosystemSummary]):
        next_cursor (None | str): Ask with it for the next page; null on the last.
    """

    model: str
    total: int
    items: list[EcosystemSummary]
    next_cursor: None | str

    def to_dict(self) -> dict[str, Any]:
        model = self.model

        total = self.total

        items = []
        for items_item_data in self.items:
            items_item = items_item_data.to_dict()
            items.append(items_item)

        next_cursor: None | str
        next_cursor = self.next_cursor

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "model": model,
                "total": total,
                "items": items,
                "next_cursor": next_cursor,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.ecosystem_summary import EcosystemSummary  # noqa: PLC0415

        d = dict(src_dict)
        model = d.pop("model")

        total = d.pop("total")

        items = []
        _items = d.pop("items")
        for items_item_data in _items:
            items_item = EcosystemSummary.from_dict(items_item_data)

            items.append(items_item)

        def _parse_next_cursor(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        next_cursor = _parse_next_cursor(d.pop("next_cursor"))

        ecosystems_answer = cls(
            model=model,
            total=total,
            items=items,
            next_cursor=next_cursor,
        )

        return ecosystems_answer
