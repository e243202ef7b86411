from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.company_recommendation_request import CompanyRecommendationRequest


T = TypeVar("T", bound="Asked")


@_attrs_define
class Asked:
    """All that a ranking was made from, but for the model.

    Attributes:
        version (int): Version of the profile that asked.
        wanted (CompanyRecommendationRequest): What a ranking for a company shall look like; its profile says the rest.
        silenced (list[str]): Ecosystems that were declined or snoozed on the day.
    """

    version: int
    wanted: CompanyRecommendationRequest
    silenced: list[str]

    def to_dict(self) -> dict[str, Any]:
        version = self.version

        wanted = self.wanted.to_dict()

        silenced = self.silenced

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "version": version,
                "wanted": wanted,
                "silenced": silenced,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.company_recommendation_request import CompanyRecommendationRequest  # noqa: PLC0415

        d = dict(src_dict)
        version = d.pop("version")

        wanted = CompanyRecommendationRequest.from_dict(d.pop("wanted"))

        silenced = cast(list[str], d.pop("silenced"))

        asked = cls(
            version=version,
            wanted=wanted,
            silenced=silenced,
        )

        return asked
