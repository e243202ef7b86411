from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.profile_said import ProfileSaid


T = TypeVar("T", bound="CompanyShown")


@_attrs_define
class CompanyShown:
    """A company: what it says, and what holds of it whatever it says.

    Attributes:
        id (str):
        version (int): Counts the versions of the profile, from 1.
        profile (ProfileSaid): What a company says of itself.
        sole_trader (bool):
        contact_consent (bool): Whether it agreed to be contacted about matches.
        objected (bool): Whether it objected to being found: then nobody else is shown it.
        created_at (datetime.datetime):
        changed_at (datetime.datetime):
    """

    id: str
    version: int
    profile: ProfileSaid
    sole_trader: bool
    contact_consent: bool
    objected: bool
    created_at: datetime.datetime
    changed_at: datetime.datetime

    def to_dict(self) -> dict[str, Any]:
        id = self.id

        version = self.version

        profile = self.profile.to_dict()

        sole_trader = self.sole_trader

        contact_consent = self.contact_consent

        objected = self.objected

        created_at = self.created_at.isoformat()

        changed_at = self.changed_at.isoformat()

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "id": id,
                "version": version,
                "profile": profile,
                "sole_trader": sole_trader,
                "contact_consent": contact_consent,
                "objected": objected,
                "created_at": created_at,
                "changed_at": changed_at,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.profile_said import ProfileSaid  # noqa: PLC0415

        d = dict(src_dict)
        id = d.pop("id")

        version = d.pop("version")

        profile = ProfileSaid.from_dict(d.pop("profile"))

        sole_trader = d.pop("sole_trader")

        contact_consent = d.pop("contact_consent")

        objected = d.pop("objected")

        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))

        changed_at = datetime.datetime.fromisoformat(d.pop("changed_at"))

        company_shown = cls(
            id=id,
            version=version,
            profile=profile,
            sole_trader=sole_trader,
            contact_consent=contact_consent,
            objected=objected,
            created_at=created_at,
            changed_at=changed_at,
        )

        return company_shown
