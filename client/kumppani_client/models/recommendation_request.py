from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.language import Language, check_language
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.admitted import Admitted


T = TypeVar("T", bound="RecommendationRequest")


@_attrs_define
class RecommendationRequest:
    """One SME that asks: by what it writes, by its id, by its country, or by several of them.

    Attributes:
        language (Language | None | Unset): Language of names, labels and notes; else English.
        k (int | Unset): Length of the ranking. Default: 10.
        filters (Admitted | Unset): What the answer may hold; an empty list admits everything. Themes and SDGs admit
            what shares at least one.
        include_known (bool | Unset): Whether to show ecosystems the company already works in. Default: False.
        explain (bool | Unset): Whether to give reasons and evidence. Default: True.
        two_sided (bool | Unset): Whether to weigh how many others ask there, too; the order may leave that of the odds.
            Default: False.
        text (None | str | Unset): What the company does, offers and needs; any language.
        sme_id (None | str | Unset): Id of the company in the workspace.
        country (None | str | Unset):
    """

    language: Language | None | Unset = UNSET
    k: int | Unset = 10
    filters: Admitted | Unset = UNSET
    include_known: bool | Unset = False
    explain: bool | Unset = True
    two_sided: bool | Unset = False
    text: None | str | Unset = UNSET
    sme_id: None | str | Unset = UNSET
    country: None | str | Unset = UNSET

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

        text: None | str | Unset
        if isinstance(self.text, Unset):
            text = UNSET
        else:
            text = self.text

        sme_id: None | str | Unset
        if isinstance(self.sme_id, Unset):
            sme_id = UNSET
        else:
            sme_id = self.sme_id

        country: None | str | Unset
        if isinstance(self.country, Unset):
            country = UNSET
        else:
            country = self.country

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
        if text is not UNSET:
            field_dict["text"] = text
        if sme_id is not UNSET:
            field_dict["sme_id"] = sme_id
        if country is not UNSET:
            field_dict["country"] = country

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

        def _parse_text(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        text = _parse_text(d.pop("text", UNSET))

        def _parse_sme_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        sme_id = _parse_sme_id(d.pop("sme_id", UNSET))

        def _parse_country(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        country = _parse_country(d.pop("country", UNSET))

        recommendation_request = cls(
            language=language,
            k=k,
            filters=filters,
            include_known=include_known,
            explain=explain,
            two_sided=two_sided,
            text=text,
            sme_id=sme_id,
            country=country,
        )

        return recommendation_request
