from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.key import Key


T = TypeVar("T", bound="KeyMade")


@_attrs_define
class KeyMade:
    """A new API key; the secret is told this once.

    Attributes:
        key (Key): An API key, without its secret.
        token (str):
    """

    key: Key
    token: str

    def to_dict(self) -> dict[str, Any]:
        key = self.key.to_dict()

        token = self.token

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "key": key,
                "token": token,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.key import Key  # noqa: PLC0415

        d = dict(src_dict)
        key = Key.from_dict(d.pop("key"))

        token = d.pop("token")

        key_made = cls(
            key=key,
            token=token,
        )

        return key_made
