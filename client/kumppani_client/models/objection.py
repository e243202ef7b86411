from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="Objection")


@_attrs_define
class Objection:
    """Whether the company objects to being found by others.

    Attributes:
        objected (bool):
    """

    objected: bool

    def to_dict(self) -> dict[str, Any]:
        objected = self.objected

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "objected": objected,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        objected = d.pop("objected")

        objection = cls(
            objected=objected,
        )

        return objection
