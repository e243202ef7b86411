from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.scope import Scope, check_scope
from ..types import UNSET, Unset

T = TypeVar("T", bound="Admitted")


@_attrs_define
class Admitted:
    """What the answer may hold; an empty list admits everything. Themes and SDGs admit what shares at least one.

    Attributes:
        scopes (list[Scope] | Unset):
        countries (list[str] | Unset):
        regions (list[str] | Unset):
        themes (list[str] | Unset):
        sdgs (list[int] | Unset):
    """

    scopes: list[Scope] | Unset = UNSET
    countries: list[str] | Unset = UNSET
    regions: list[str] | Unset = UNSET
    themes: list[str] | Unset = UNSET
    sdgs: list[int] | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        scopes: list[str] | Unset = UNSET
        if not isinstance(self.scopes, Unset):
            scopes = []
            for scopes_item_data in self.scopes:
                scopes_item: str = scopes_item_data
                scopes.append(scopes_item)

        countries: list[str] | Unset = UNSET
        if not isinstance(self.countries, Unset):
            countries = self.countries

        regions: list[str] | Unset = UNSET
        if not isinstance(self.regions, Unset):
            regions = self.regions

        themes: list[str] | Unset = UNSET
        if not isinstance(self.themes, Unset):
            themes = self.themes

        sdgs: list[int] | Unset = UNSET
        if not isinstance(self.sdgs, Unset):
            sdgs = self.sdgs

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if scopes is not UNSET:
            field_dict["scopes"] = scopes
        if countries is not UNSET:
            field_dict["countries"] = countries
        if regions is not UNSET:
            field_dict["regions"] = regions
        if themes is not UNSET:
            field_dict["themes"] = themes
        if sdgs is not UNSET:
            field_dict["sdgs"] = sdgs

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        _scopes = d.pop("scopes", UNSET)
        scopes: list[Scope] | Unset = UNSET
        if _scopes is not UNSET:
            scopes = []
            for scopes_item_data in _scopes:
                scopes_item = check_scope(scopes_item_data)

                scopes.append(scopes_item)

        countries = cast(list[str], d.pop("countries", UNSET))

        regions = cast(list[str], d.pop("regions", UNSET))

        themes = cast(list[str], d.pop("themes", UNSET))

        sdgs = cast(list[int], d.pop("sdgs", UNSET))

        admitted = cls(
            scopes=scopes,
            countries=countries,
            regions=regions,
            themes=themes,
            sdgs=sdgs,
        )

        return admitted
