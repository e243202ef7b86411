from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.company_ranked import CompanyRanked


T = TypeVar("T", bound="CompaniesRanked")


@_attrs_define
class CompaniesRanked:
    """The best companies for an ecosystem, of those that the caller may see; its contact sees all, without names.

    Attributes:
        model (str): Version of the model that answered.
        total (int): Companies that were ranked.
        items (list[CompanyRanked]):
    """

    model: str
    total: int
    items: list[CompanyRanked]

    def to_dict(self) -> dict[str, Any]:
        model = self.model

        total = self.total

        items = []
        for items_item_data in self.items:
            items_item = items_item_data.to_dict()
            items.append(items_item)

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "model": model,
                "total": total,
                "items": items,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.company_ranked import CompanyRanked  # noqa: PLC0415

        d = dict(src_dict)
        model = d.pop("model")

        total = d.pop("total")

        items = []
        _items = d.pop("items")
        for items_item_data in _items:
            items_item = CompanyRanked.from_dict(items_item_data)

            items.append(items_item)

        companies_ranked = cls(
            model=model,
            total=total,
            items=items,
        )

        return companies_ranked
