from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

from ..models.part_shown_part import PartShownPart, check_part_shown_part
from ..models.part_shown_state import PartShownState, check_part_shown_state

T = TypeVar("T", bound="PartShown")


@_attrs_define
class PartShown:
    """How one part of a profile stands.

    Attributes:
        part (PartShownPart):
        state (PartShownState):
        points (float): What it adds to the score.
        most (int): What it can add.
        suggestion (str): What to do; empty where the part is good.
    """

    part: PartShownPart
    state: PartShownState
    points: float
    most: int
    suggestion: str

    def to_dict(self) -> dict[str, Any]:
        part: str = self.part

        state: str = self.state

        points = self.points

        most = self.most

        suggestion = self.suggestion

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "part": part,
                "state": state,
                "points": points,
                "most": most,
                "suggestion": suggestion,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        part = check_part_shown_part(d.pop("part"))

        state = check_part_shown_state(d.pop("state"))

        points = d.pop("points")

        most = d.pop("most")

        suggestion = d.pop("suggestion")

        part_shown = cls(
            part=part,
            state=state,
            points=points,
            most=most,
            suggestion=suggestion,
        )

        return part_shown
