from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

from ..models.found_kind import FoundKind, check_found_kind

T = TypeVar("T", bound="Found")


@_attrs_define
class Found:
    """An ecosystem or a company that was found.

    Attributes:
        kind (FoundKind):
        id (str):
        name (str):
        country (str):
        region (str):
        score (float): Sum of the two below, of `meaning` what is above 0.
        words (float): From 0 to 1: how well the words of the query are found.
        meaning (float): Cosine with the nearest text of the ecosystem; 0 for companies.
    """

    kind: FoundKind
    id: str
    name: str
    country: str
    region: str
    score: float
    words: float
    meaning: float

    def to_dict(self) -> dict[str, Any]:
        kind: str = self.kind

        id = self.id

        name = self.name

        country = self.country

        region = self.region

        score = self.score

        words = self.words

        meaning = self.meaning

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "kind": kind,
                "id": id,
                "name": name,
                "country": country,
                "region": region,
                "score": score,
                "words": words,
                "meaning": meaning,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        kind = check_found_kind(d.pop("kind"))

        id = d.pop("id")

        name = d.pop("name")

        country = d.pop("country")

        region = d.pop("region")

        score = d.pop("score")

        words = d.pop("words")

        meaning = d.pop("meaning")

        found = cls(
            kind=kind,
            id=id,
            name=name,
            country=country,
            region=region,
            score=score,
            words=words,
            meaning=meaning,
        )

        return found
