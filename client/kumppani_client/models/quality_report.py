from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.part_shown import PartShown


T = TypeVar("T", bound="QualityReport")


@_attrs_define
class QualityReport:
    """What is missing or thin in a profile, and what to write.

    Attributes:
        score (int): Sum of the points.
        meaning (str): What the score says.
        parts (list[PartShown]):
    """

    score: int
    meaning: str
    parts: list[PartShown]

    def to_dict(self) -> dict[str, Any]:
        score = self.score

        meaning = self.meaning

        parts = []
        for parts_item_data in self.parts:
            parts_item = parts_item_data.to_dict()
            parts.append(parts_item)

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "score": score,
                "meaning": meaning,
                "parts": parts,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.part_shown import PartShown  # noqa: PLC0415

        d = dict(src_dict)
        score = d.pop("score")

        meaning = d.pop("meaning")

        parts = []
        _parts = d.pop("parts")
        for parts_item_data in _parts:
            parts_item = PartShown.from_dict(parts_item_data)

            parts.append(parts_item)

        quality_report = cls(
            score=score,
            meaning=meaning,
            parts=parts,
        )

        return quality_report
