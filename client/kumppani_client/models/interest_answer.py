from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="InterestAnswer")


@_attrs_define
class InterestAnswer:
    """What the ecosystem says.

    Attributes:
        agrees (bool):
    """

    agrees: bool

    def to_dict(self) -> dict[str, Any]:
        agrees = self.agrees

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "agrees": agrees,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        agrees = d.pop("agrees")

        interest_answer = cls(
            agrees=agrees,
        )

        return interest_answer
