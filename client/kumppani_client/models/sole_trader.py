from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="SoleTrader")


@_attrs_define
class SoleTrader:
    """Whether one person is the company.

    Attributes:
        sole_trader (bool):
    """

    sole_trader: bool

    def to_dict(self) -> dict[str, Any]:
        sole_trader = self.sole_trader

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "sole_trader": sole_trader,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        sole_trader = d.pop("sole_trader")

        sole_trader = cls(
            sole_trader=sole_trader,
        )

        return sole_trader
