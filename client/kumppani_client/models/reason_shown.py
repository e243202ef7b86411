from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="ReasonShown")


@_attrs_define
class ReasonShown:
    """A named part of the score.

    Attributes:
        name (str):
        label (str): The name in the language asked for.
        value (float): What it adds to the score; the values of one item sum to its score.
    """

    name: str
    label: str
    value: float

    def to_dict(self) -> dict[str, Any]:
        name = self.name

        label = self.label

        value = self.value

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "name": name,
                "label": label,
                "value": value,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        name = d.pop("name")

        label = d.pop("label")

        value = d.pop("value")

        reason_shown = cls(
            name=name,
            label=label,
            value=value,
        )

        return reason_shown
