from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

T = TypeVar("T", bound="AuditProof")


@_attrs_define
class AuditProof:
    """What came of walking the whole chain of the audit log.

    Attributes:
        sound (bool):
        lines (int | None): How many lines there are; null where the chain is broken.
        fault (None | str): Where it is broken first.
    """

    sound: bool
    lines: int | None
    fault: None | str

    def to_dict(self) -> dict[str, Any]:
        sound = self.sound

        lines: int | None
        lines = self.lines

        fault: None | str
        fault = self.fault

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "sound": sound,
                "lines": lines,
                "fault": fault,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        sound = d.pop("sound")

        def _parse_lines(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        lines = _parse_lines(d.pop("lines"))

        def _parse_fault(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        fault = _parse_fault(d.pop("fault"))

        audit_proof = cls(
            sound=sound,
            lines=lines,
            fault=fault,
        )

        return audit_proof
