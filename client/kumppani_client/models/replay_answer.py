from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.moved import Moved


T = TypeVar("T", bound="ReplayAnswer")


@_attrs_define
class ReplayAnswer:
    """Whether the model that serves gives the ranking that was given.

    Attributes:
        run (str):
        model_then (str):
        model (str): The model that serves.
        same (bool): Whether ranks are alike, and odds to six digits.
        moved (list[Moved]):
    """

    run: str
    model_then: str
    model: str
    same: bool
    moved: list[Moved]

    def to_dict(self) -> dict[str, Any]:
        run = self.run

        model_then = self.model_then

        model = self.model

        same = self.same

        moved = []
        for moved_item_data in self.moved:
            moved_item = moved_item_data.to_dict()
            moved.append(moved_item)

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "run": run,
                "model_then": model_then,
                "model": model,
                "same": same,
                "moved": moved,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.moved import Moved  # noqa: PLC0415

        d = dict(src_dict)
        run = d.pop("run")

        model_then = d.pop("model_then")

        model = d.pop("model")

        same = d.pop("same")

        moved = []
        _moved = d.pop("moved")
        for moved_item_data in _moved:
            moved_item = Moved.from_dict(moved_item_data)

            moved.append(moved_item)

        replay_answer = cls(
            run=run,
            model_then=model_then,
            model=model,
            same=same,
            moved=moved,
        )

        return replay_answer
