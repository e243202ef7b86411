from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

from ..types import UNSET, Unset

T = TypeVar("T", bound="NewInterest")


@_attrs_define
class NewInterest:
    """A company would like to talk to an ecosystem.

    Attributes:
        organisation_id (str):
        ecosystem_id (str):
        message (str | Unset): Shown to the ecosystem once it agrees. Default: ''.
    """

    organisation_id: str
    ecosystem_id: str
    message: str | Unset = ""

    def to_dict(self) -> dict[str, Any]:
        organisation_id = self.organisation_id

        ecosystem_id = self.ecosystem_id

        message = self.message

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "organisation_id": organisation_id,
                "ecosystem_id": ecosystem_id,
            }
        )
        if message is not UNSET:
            field_dict["message"] = message

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        organisation_id = d.pop("organisation_id")

        ecosystem_id = d.pop("ecosystem_id")

        message = d.pop("message", UNSET)

        new_interest = cls(
            organisation_id=organisation_id,
            ecosystem_id=ecosystem_id,
            message=message,
        )

        return new_interest
