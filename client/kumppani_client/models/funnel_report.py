from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.funnel_step import FunnelStep


T = TypeVar("T", bound="FunnelReport")


@_attrs_define
class FunnelReport:
    """From suggestions to RDI spending; a match that reached a stage has reached those before it.

    Attributes:
        steps (list[FunnelStep]):
        euros (int | None): RDI spending that was told; null where too few, or mostly one, are behind it.
        complete (bool): Whether nothing was left out for being too small.
    """

    steps: list[FunnelStep]
    euros: int | None
    complete: bool

    def to_dict(self) -> dict[str, Any]:
        steps = []
        for steps_item_data in self.steps:
            steps_item = steps_item_data.to_dict()
            steps.append(steps_item)

        euros: int | None
        euros = self.euros

        complete = self.complete

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "steps": steps,
                "euros": euros,
                "complete": complete,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.funnel_step import FunnelStep  # noqa: PLC0415

        d = dict(src_dict)
        steps = []
        _steps = d.pop("steps")
        for steps_item_data in _steps:
            steps_item = FunnelStep.from_dict(steps_item_data)

            steps.append(steps_item)

        def _parse_euros(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        euros = _parse_euros(d.pop("euros"))

        complete = d.pop("complete")

        funnel_report = cls(
            steps=steps,
            euros=euros,
            complete=complete,
        )

        return funnel_report
