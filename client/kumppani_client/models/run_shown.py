from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.asked import Asked
    from ..models.recommendation_answer import RecommendationAnswer


T = TypeVar("T", bound="RunShown")


@_attrs_define
class RunShown:
    """A run as it is kept.

    Attributes:
        id (str):
        organisation_id (str):
        author (str): Id of the account that asked.
        at (datetime.datetime):
        asked (Asked): All that a ranking was made from, but for the model.
        answer (RecommendationAnswer): The ranking, and what the reader should know about it.
    """

    id: str
    organisation_id: str
    author: str
    at: datetime.datetime
    asked: Asked
    answer: RecommendationAnswer

    def to_dict(self) -> dict[str, Any]:
        id = self.id

        organisation_id = self.organisation_id

        author = self.author

        at = self.at.isoformat()

        asked = self.asked.to_dict()

        answer = self.answer.to_dict()

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "id": id,
                "organisation_id": organisation_id,
                "author": author,
                "at": at,
                "asked": asked,
                "answer": answer,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.asked import Asked  # noqa: PLC0415
        from ..models.recommendation_answer import RecommendationAnswer  # noqa: PLC0415

        d = dict(src_dict)
        id = d.pop("id")

        organisation_id = d.pop("organisation_id")

        author = d.pop("author")

        at = datetime.datetime.fromisoformat(d.pop("at"))

        asked = Asked.from_dict(d.pop("asked"))

        answer = RecommendationAnswer.from_dict(d.pop("answer"))

        run_shown = cls(
            id=id,
            organisation_id=organisation_id,
            author=author,
            at=at,
            asked=asked,
            answer=answer,
        )

        return run_shown
