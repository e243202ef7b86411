from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.profile_said import ProfileSaid


T = TypeVar("T", bound="VersionShown")


@_attrs_define
class VersionShown:
    """One version of a profile.

    Attributes:
        version (int):
        profile (ProfileSaid): What a company says of itself.
        author (str): Id of the account that wrote it.
        at (datetime.datetime):
    """

    version: int
    profile: ProfileSaid
    author: str
    at: datetime.datetime

    def to_dict(self) -> dict[str, Any]:
        version = self.version

        profile = self.profile.to_dict()

        author = self.author

        at = self.at.isoformat()

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "version": version,
                "profile": profile,
                "author": author,
                "at": at,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.profile_said import ProfileSaid  # noqa: PLC0415

        d = dict(src_dict)
        version = d.pop("version")

        profile = ProfileSaid.from_dict(d.pop("profile"))

        author = d.pop("author")

        at = datetime.datetime.fromisoformat(d.pop("at"))

        version_shown = cls(
            version=version,
            profile=profile,
            author=author,
            at=at,
        )

        return version_shown
