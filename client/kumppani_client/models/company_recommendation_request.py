from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.language import Language, check_language
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.admitted import Admitted


T = TypeVar("T", bound="CompanyRecommendationRequest")


@_attrs_define
class CompanyRecommendationRequest:
    """What a ranking for a company shall look like; its profile says the rest.

    Attributes:
        language (Language | None | Unset): Language of names, labels and notes; else English.
        k (int | Unset): Length of the ranking. Default: 10.
        filters (Admitted | Unset): What the answer may hold; an empty list admits everything. Themes and SDGs admit
            what shares at least one.
        include_known (bool | Unset): Whether to show ecosystems the company already works in. Default: False.
        explain (bool | Unset): Whether to give reasons and evidence. Default: True.
        two_sided (bool | Unset): Whether to weigh how many others ask there, too; the order may leave that of the odds.
            Default: False.
    """

    language: Language | None | Unset = UNSET
    k: int | Unset = 10
    filters: Admitted | Unset = UNSET
    include_known: bool | Unset = False
    explain: bool | Unset = True
    two_sided: bool | Unset = False

    def to_dict(self) -> dict[str, Any]:
        language: None | str | Unset
        if isinstance(self.language, Unset):
            language = UNSET
        elif isinstance(self.language, str):
            language = self.language
        else:
            language = self.language

        k = self.k

        filters: dict[str, Any] | Unset = UNSET
        if not isinstance(self.filters, Unset):
            filters = self.filters.to_dict()

        include_known = self.include_known

        explain = self.explain

        two_sided = self.two_sided

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if language is not UNSET:
            field_dict["language"] = language
        if k is not UNSET:
            field_dict["k"] = k
        if filters is not UNSET:
            field_dict["filters"] = filters
        if include_known is not UNSET:
            field_dict["include_known"] = include_known
        if explain is not UNSET:
            field_dict["explain"] = explain
        if two_sided is not UNSET:
            field_dict["two_sided"] = two_sided

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.admitted import Admitted  # noqa: PLC0415

        d = dict(src_dict)

        def _parse_language(data: object) -> Language | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                language_type_0 = check_language(data)

                return language_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(Language | None | Unset, data)

        language = _parse_language(d.pop("language", UNSET))

        k = d.pop("k", UNSET)

        _filters = d.pop("filters", UNSET)
        filters: Admitted | Unset
        if isinstance(_filters, Unset):
            filters = UNSET
        else:
            filters = Admitted.from_dict(_filters)

        include_known = d.pop("include_known", UNSET)

        explain = d.pop("explain", UNSET)

        two_sided = d.pop("two_sided", UNSET)

        company_recommendation_request = cls(
            language=language,
            k=k,
            filters=filters,
            include_known=include_known,
            explain=explain,
            two_sided=two_sided,
        )

        return company_recommendation_request
