from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

T = TypeVar("T", bound="Parameter")


@_attrs_define
class Parameter:
    """One main parameter of the ranking and its importance.

    Attributes:
        name (str):
        label (str):
        newcomer (float): Share in what tells ecosystems apart for a text by a newcomer.
        known (float | None): The same for companies with past projects; null where the model knows none.
    """

    name: str
    label: str
    newcomer: float
    known: float | None

    def to_dict(self) -> dict[str, Any]:
        name = self.name

        label = self.label

        newcomer = self.newcomer

        known: float | None
        known = self.known

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "name": name,
                "label": label,
                "newcomer": newcomer,
                "known": known,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        name = d.pop("name")

        label = d.pop("label")

        newcomer = d.pop("newcomer")

        def _parse_known(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        known = _parse_known(d.pop("known"))

        parameter = cls(
            name=name,
            label=label,
            newcomer=newcomer,
            known=known,
        )

        return parameter
