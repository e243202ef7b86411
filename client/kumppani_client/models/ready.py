from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, TypeVar, cast

from attrs import define as _attrs_define

T = TypeVar("T", bound="Ready")


@_attrs_define
class Ready:
    """It answers.

    Attributes:
        status (Literal['ready']):
        model (str): Version of the model.
        refused (bool): Whether another bundle was published and refused; the log says why, `model` serves on.
    """

    status: Literal["ready"]
    model: str
    refused: bool

    def to_dict(self) -> dict[str, Any]:
        status = self.status

        model = self.model

        refused = self.refused

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "status": status,
                "model": model,
                "refused": refused,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        status = cast(Literal["ready"], d.pop("status"))
        if status != "ready":
            raise ValueError(f"status must match const 'ready', got '{status}'")

        model = d.pop("model")

        refused = d.pop("refused")

        ready = cls(
            status=status,
            model=model,
            refused=refused,
        )

        return ready
