from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="ContactShown")


@_attrs_define
class ContactShown:
    """A person to talk to.

    Attributes:
        name (str):
        login (str):
    """

    name: str
    login: str

    def to_dict(self) -> dict[str, Any]:
        name = self.name

        login = self.login

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "name": name,
                "login": login,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        name = d.pop("name")

        login = d.pop("login")

        contact_shown = cls(
            name=name,
            login=login,
        )

        return contact_shown
