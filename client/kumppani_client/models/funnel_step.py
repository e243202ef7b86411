from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.stage import Stage, check_stage

T = TypeVar("T", bound="FunnelStep")


@_attrs_define
class FunnelStep:
    """How many matches reached a stage, and their share of those that reached the one before.

    Attributes:
        stage (Stage): How far a match has come, in this order.
        count (int | None): In fives for data scientists; null where it is too small to tell.
        share (float | None):
        low (float | None): Lower end of Wilson's 95 % interval of the share.
        high (float | None): Upper end of it.
    """

    stage: Stage
    count: int | None
    share: float | None
    low: float | None
    high: float | None

    def to_dict(self) -> dict[str, Any]:
        stage: str = self.stage

        count: int | None
        count = self.count

        share: float | None
        share = self.share

        low: float | None
        low = self.low

        high: float | None
        high = self.high

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "stage": stage,
                "count": count,
                "share": share,
                "low": low,
                "high": high,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        stage = check_stage(d.pop("stage"))

        def _parse_count(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        count = _parse_count(d.pop("count"))

        def _parse_share(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        share = _parse_share(d.pop("share"))

        def _parse_low(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        low = _parse_low(d.pop("low"))

        def _parse_high(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        high = _parse_high(d.pop("high"))

        funnel_step = cls(
            stage=stage,
            count=count,
            share=share,
            low=low,
            high=high,
        )

        return funnel_step
