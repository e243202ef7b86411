from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.role import Role, check_role

T = TypeVar("T", bound="Account")


@_attrs_define
class Account:
    """An account.

    Attributes:
        id (str):
        login (str):
        role (Role): What an account may do: its own company, companies assigned, one ecosystem, figures without names,
            everything.
        name (str):
        organisation_id (None | str): Company of an SME's account.
        ecosystem_id (None | str): Ecosystem of a flagship contact's account.
        linked (bool): Whether it belongs to a person whom the identity provider has named.
        disabled (bool):
        created_at (datetime.datetime):
    """

    id: str
    login: str
    role: Role
    name: str
    organisation_id: None | str
    ecosystem_id: None | str
    linked: bool
    disabled: bool
    created_at: datetime.datetime

    def to_dict(self) -> dict[str, Any]:
        id = self.id

        login = self.login

        role: str = self.role

        name = self.name

        organisation_id: None | str
        organisation_id = self.organisation_id

        ecosystem_id: None | str
        ecosystem_id = self.ecosystem_id

        linked = self.linked

        disabled = self.disabled

        created_at = self.created_at.isoformat()

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "id": id,
                "login": login,
                "role": role,
                "name": name,
                "organisation_id": organisation_id,
                "ecosystem_id": ecosystem_id,
                "linked": linked,
                "disabled": disabled,
                "created_at": created_at,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        id = d.pop("id")

        login = d.pop("login")

        role = check_role(d.pop("role"))

        name = d.pop("name")

        def _parse_organisation_id(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        organisation_id = _parse_organisation_id(d.pop("organisation_id"))

        def _parse_ecosystem_id(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        ecosystem_id = _parse_ecosystem_id(d.pop("ecosystem_id"))

        linked = d.pop("linked")

        disabled = d.pop("disabled")

        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))

        account = cls(
            id=id,
            login=login,
            role=role,
            name=name,
            organisation_id=organisation_id,
            ecosystem_id=ecosystem_id,
            linked=linked,
            disabled=disabled,
            created_at=created_at,
        )

        return account
