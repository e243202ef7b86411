from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.line_shown import LineShown


T = TypeVar("T", bound="Lines")


@_attrs_define
class Lines:
    """What an ecosystem was asked: counts by state, and a page of lines by day and random id.

    Attributes:
        open_ (int):
        agreed (int):
        declined (int):
        items (list[LineShown]):
        next_cursor (None | str): Ask with it for the next page; null on the last.
    """

    open_: int
    agreed: int
    declined: int
    items: list[LineShown]
    next_cursor: None | str

    def to_dict(self) -> dict[str, Any]:
        open_ = self.open_

        agreed = self.agreed

        declined = self.declined

        items = []
        for items_item_data in self.items:
            items_item = items_item_data.to_dict()
            items.append(items_item)

        next_cursor: None | str
        next_cursor = self.next_cursor

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "open": open_,
                "agreed": agreed,
                "declined": declined,
                "items": items,
                "next_cursor": next_cursor,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.line_shown import LineShown  # noqa: PLC0415

        d = dict(src_dict)
        open_ = d.pop("open")

        agreed = d.pop("agreed")

        declined = d.pop("declined")

        items = []
        _items = d.pop("items")
        for items_item_data in _items:
            items_item = LineShown.from_dict(items_item_data)

            items.append(items_item)

        def _parse_next_cursor(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        next_cursor = _parse_next_cursor(d.pop("next_cursor"))

        lines = cls(
            open_=open_,
            agreed=agreed,
            declined=declined,
            items=items,
            next_cursor=next_cursor,
        )

        return lines
