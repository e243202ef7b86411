from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="FaultShown")


@_attrs_define
class FaultShown:
    """What is wrong with a row.

    Attributes:
        line (int): Line of the file, from 1.
        column (str): May be empty.
        message (str): What is wrong, and what to do.
    """

    line: int
    column: str
    message: str

    def to_dict(self) -> dict[str, Any]:
        line = self.line

        column = self.column

        message = self.message

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "line": line,
                "column": column,
                "message": message,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        line = d.pop("line")

        column = d.pop("column")

        message = d.pop("message")

        fault_shown = cls(
            line=line,
            column=column,
            message=message,
        )

        return fault_shown
