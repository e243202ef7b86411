from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.size_class import SizeClass, check_size_class

if TYPE_CHECKING:
    from ..models.company_named import CompanyNamed


T = TypeVar("T", bound="CompanyRanked")


@_attrs_define
class CompanyRanked:
    """One company in the ranking for an ecosystem.

    Attributes:
        rank (int): From 1, best first: by odds over place.
        odds (float): From 0 to 1, calibrated. Odds: of companies that ask like this and start a project with some
            ecosystem within a year, the share that starts one with this ecosystem. In two digits for the ecosystem's
            contact.
        place (int | None): Place of the ecosystem in the company's own ranking; null for its contact.
        country (str):
        size (SizeClass): Size of an organisation; ``SME`` is micro, small or medium where the source does not say
            which.
        company (CompanyNamed | None): Null for the ecosystem's contact.
    """

    rank: int
    odds: float
    place: int | None
    country: str
    size: SizeClass
    company: CompanyNamed | None

    def to_dict(self) -> dict[str, Any]:
        from ..models.company_named import CompanyNamed  # noqa: PLC0415

        rank = self.rank

        odds = self.odds

        place: int | None
        place = self.place

        country = self.country

        size: str = self.size

        company: dict[str, Any] | None
        if isinstance(self.company, CompanyNamed):
            company = self.company.to_dict()
        else:
            company = self.company

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "rank": rank,
                "odds": odds,
                "place": place,
                "country": country,
                "size": size,
                "company": company,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.company_named import CompanyNamed  # noqa: PLC0415

        d = dict(src_dict)
        rank = d.pop("rank")

        odds = d.pop("odds")

        def _parse_place(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        place = _parse_place(d.pop("place"))

        country = d.pop("country")

        size = check_size_class(d.pop("size"))

        def _parse_company(data: object) -> CompanyNamed | None:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                company_type_0 = CompanyNamed.from_dict(data)

                return company_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(CompanyNamed | None, data)

        company = _parse_company(d.pop("company"))

        company_ranked = cls(
            rank=rank,
            odds=odds,
            place=place,
            country=country,
            size=size,
            company=company,
        )

        return company_ranked
