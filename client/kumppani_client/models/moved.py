from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.place import Place


T = TypeVar("T", bound="Moved")


@_attrs_define
class Moved:
    """An ecosystem that stands elsewhere, or has other odds; null where it is not shown.

    Attributes:
        ecosystem_id (str):
        then (None | Place):
        now (None | Place):
    """

    ecosystem_id: str
    then: None | Place
    now: None | Place

    def to_dict(self) -> dict[str, Any]:
        from ..models.place import Place  # noqa: PLC0415

        ecosystem_id = self.ecosystem_id

        then: dict[str, Any] | None
        if isinstance(self.then, Place):
            then = self.then.to_dict()
        else:
            then = self.then

        now: dict[str, Any] | None
        if isinstance(self.now, Place):
            now = self.now.to_dict()
        else:
            now = self.now

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "ecosystem_id": ecosystem_id,
                "then": then,
                "now": now,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.place import Place  # noqa: PLC0415

        d = dict(src_dict)
        ecosystem_id = d.pop("ecosystem_id")

        def _parse_then(data: object) -> None | Place:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                then_type_0 = Place.from_dict(data)

                return then_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Place, data)

        then = _parse_then(d.pop("then"))

        def _parse_now(data: object) -> None | Place:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                now_type_0 = Place.from_dict(data)

                return now_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Place, data)

        now = _parse_now(d.pop("now"))

        moved = cls(
            ecosystem_id=ecosystem_id,
            then=then,
            now=now,
        )

        return moved
