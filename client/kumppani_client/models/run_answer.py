from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.recommendation_shown import RecommendationShown


T = TypeVar("T", bound="RunAnswer")


@_attrs_define
class RunAnswer:
    """The ranking, and the run that it is kept as.

    Attributes:
        model (str): Version of the model that answered.
        items (list[RecommendationShown]):
        notes (list[str]): Sentences such as: no past projects of the company are known.
        run (str): Id of the run; verdicts may name it.
    """

    model: str
    items: list[RecommendationShown]
    notes: list[str]
    run: str

    def to_dict(self) -> dict[str, Any]:
        model = self.model

        items = []
        for items_item_data in self.items:
            items_item = items_item_data.to_dict()
            items.append(items_item)

        notes = self.notes

        run = self.run

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "model": model,
                "items": items,
                "notes": notes,
                "run": run,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.recommendation_shown import RecommendationShown  # noqa: PLC0415

        d = dict(src_dict)
        model = d.pop("model")

        items = []
        _items = d.pop("items")
        for items_item_data in _items:
            items_item = RecommendationShown.from_dict(items_item_data)

            items.append(items_item)

        notes = cast(list[str], d.pop("notes"))

        run = d.pop("run")

        run_answer = cls(
            model=model,
            items=items,
            notes=notes,
            run=run,
        )

        return run_answer
