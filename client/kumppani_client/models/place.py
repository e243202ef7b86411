from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="Place")


@_attrs_define
class Place:
    """Where an ecosystem stands in a ranking.

    Attributes:
        rank (int):
        odds (float):
    """

    rank: int
    odds: float

    def to_dict(self) -> dict[str, Any]:
        rank = self.rank

        odds = self.odds

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "rank": rank,
                "odds": odds,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        rank = d.pop("rank")

        odds = d.pop("odds")

        place = cls(
            rank=rank,
            odds=odds,
        )

        return place
