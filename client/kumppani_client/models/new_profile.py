from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.size_class import SizeClass, check_size_class
from ..types import UNSET, Unset

T = TypeVar("T", bound="NewProfile")


@_attrs_define
class NewProfile:
    """A company to be kept.

    Attributes:
        name (str):
        country (None | str | Unset):
        region (None | str | Unset):
        size (SizeClass | Unset): Size of an organisation; ``SME`` is micro, small or medium where the source does not
            say which.
        sectors (list[str] | Unset): NACE codes or plain words.
        website (str | Unset): Address that begins with http:// or https://; may be empty. Default: ''.
        sme_id (str | Unset): Id of the company in the workspace, whose past then speaks for it. Advisors and admins set
            it. Default: ''.
        business_id (str | Unset): Id in a business register; one company each. May be empty. Default: ''.
        text (str | Unset): What it does, for whom, and what is new in it; any language. Default: ''.
        offers (list[str] | Unset):
        needs (list[str] | Unset):
        languages (list[str] | Unset): Languages in which it can work, ISO 639-1.
        sole_trader (bool | Unset): Whether one person is the company: its data are personal. Default: False.
    """

    name: str
    country: None | str | Unset = UNSET
    region: None | str | Unset = UNSET
    size: SizeClass | Unset = UNSET
    sectors: list[str] | Unset = UNSET
    website: str | Unset = ""
    sme_id: str | Unset = ""
    business_id: str | Unset = ""
    text: str | Unset = ""
    offers: list[str] | Unset = UNSET
    needs: list[str] | Unset = UNSET
    languages: list[str] | Unset = UNSET
    sole_trader: bool | Unset = False

    def to_dict(self) -> dict[str, Any]:
        name = self.name

        country: None | str | Unset
        if isinstance(self.country, Unset):
            country = UNSET
        else:
            country = self.country

        region: None | str | Unset
        if isinstance(self.region, Unset):
            region = UNSET
        else:
            region = self.region

        size: str | Unset = UNSET
        if not isinstance(self.size, Unset):
            size = self.size

        sectors: list[str] | Unset = UNSET
        if not isinstance(self.sectors, Unset):
            sectors = self.sectors

        website = self.website

        sme_id = self.sme_id

        business_id = self.business_id

        text = self.text

        offers: list[str] | Unset = UNSET
        if not isinstance(self.offers, Unset):
            offers = self.offers

        needs: list[str] | Unset = UNSET
        if not isinstance(self.needs, Unset):
            needs = self.needs

        languages: list[str] | Unset = UNSET
        if not isinstance(self.languages, Unset):
            languages = self.languages

        sole_trader = self.sole_trader

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "name": name,
            }
        )
        if country is not UNSET:
            field_dict["country"] = country
        if region is not UNSET:
            field_dict["region"] = region
        if size is not UNSET:
            field_dict["size"] = size
        if sectors is not UNSET:
            field_dict["sectors"] = sectors
        if website is not UNSET:
            field_dict["website"] = website
        if sme_id is not UNSET:
            field_dict["sme_id"] = sme_id
        if business_id is not UNSET:
            field_dict["business_id"] = business_id
        if text is not UNSET:
            field_dict["text"] = text
        if offers is not UNSET:
            field_dict["offers"] = offers
        if needs is not UNSET:
            field_dict["needs"] = needs
        if languages is not UNSET:
            field_dict["languages"] = languages
        if sole_trader is not UNSET:
            field_dict["sole_trader"] = sole_trader

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        name = d.pop("name")

        def _parse_country(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        country = _parse_country(d.pop("country", UNSET))

        def _parse_region(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        region = _parse_region(d.pop("region", UNSET))

        _size = d.pop("size", UNSET)
        size: SizeClass | Unset
        if isinstance(_size, Unset):
            size = UNSET
        else:
            size = check_size_class(_size)

        sectors = cast(list[str], d.pop("sectors", UNSET))

        website = d.pop("website", UNSET)

        sme_id = d.pop("sme_id", UNSET)

        business_id = d.pop("business_id", UNSET)

        text = d.pop("text", UNSET)

        offers = cast(list[str], d.pop("offers", UNSET))

        needs = cast(list[str], d.pop("needs", UNSET))

        languages = cast(list[str], d.pop("languages", UNSET))

        sole_trader = d.pop("sole_trader", UNSET)

        new_profile = cls(
            name=name,
            country=country,
            region=region,
            size=size,
            sectors=sectors,
            website=website,
            sme_id=sme_id,
            business_id=business_id,
            text=text,
            offers=offers,
            needs=needs,
            languages=languages,
            sole_trader=sole_trader,
        )

        return new_profile
