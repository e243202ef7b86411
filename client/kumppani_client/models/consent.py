from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="Consent")


@_attrs_define
class Consent:
    """Whether the company agrees to be contacted about matches.

    Attributes:
        contact_consent (bool):
    """

    contact_consent: bool

    def to_dict(self) -> dict[str, Any]:
        contact_consent = self.contact_consent

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "contact_consent": contact_consent,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        contact_consent = d.pop("contact_consent")

        consent = cls(
            contact_consent=contact_consent,
        )

        return consent
