from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.interest_state import InterestState, check_interest_state
from ..models.size_class import SizeClass, check_size_class

if TYPE_CHECKING:
    from ..models.introduction_shown import IntroductionShown


T = TypeVar("T", bound="LineShown")


@_attrs_define
class LineShown:
    """An interest as the ecosystem sees it: nobody's, until it agrees.

    Attributes:
        id (str):
        day (datetime.date):
        country (str):
        size (SizeClass): Size of an organisation; ``SME`` is micro, small or medium where the source does not say
            which.
        state (InterestState): Where an expression of interest stands; names are shown to the other side only once it is
            ``agreed``.
        introduction (IntroductionShown | None): Null until the ecosystem agrees.
    """

    id: str
    day: datetime.date
    country: str
    size: SizeClass
    state: InterestState
    introduction: IntroductionShown | None

    def to_dict(self) -> dict[str, Any]:
        from ..models.introduction_shown import IntroductionShown  # noqa: PLC0415

        id = self.id

        day = self.day.isoformat()

        country = self.country

        size: str = self.size

        state: str = self.state

        introduction: dict[str, Any] | None
        if isinstance(self.introduction, IntroductionShown):
            introduction = self.introduction.to_dict()
        else:
            introduction = self.introduction

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "id": id,
                "day": day,
                "country": country,
                "size": size,
                "state": state,
                "introduction": introduction,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.introduction_shown import IntroductionShown  # noqa: PLC0415

        d = dict(src_dict)
        id = d.pop("id")

        day = datetime.date.fromisoformat(d.pop("day"))

        country = d.pop("country")

        size = check_size_class(d.pop("size"))

        state = check_interest_state(d.pop("state"))

        def _parse_introduction(data: object) -> IntroductionShown | None:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                introduction_type_0 = IntroductionShown.from_dict(data)

                return introduction_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(IntroductionShown | None, data)

        introduction = _parse_introduction(d.pop("introduction"))

        line_shown = cls(
            id=id,
            day=day,
            country=country,
            size=size,
            state=state,
            introduction=introduction,
        )

        return line_shown
