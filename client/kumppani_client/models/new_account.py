from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.role import Role, check_role
from ..types import UNSET, Unset

T = TypeVar("T", bound="NewAccount")


@_attrs_define
class NewAccount:
    """An account to be made; without a password it signs in through the identity provider, or by keys.

    Attributes:
        login (str):
        role (Role): What an account may do: its own company, companies assigned, one ecosystem, figures without names,
            everything.
        name (str | Unset):  Default: ''.
        password (None | str | Unset):
        organisation_id (None | str | Unset):
        ecosystem_id (None | str | Unset):
    """

    login: str
    role: Role
    name: str | Unset = ""
    password: None | str | Unset = UNSET
    organisation_id: None | str | Unset = UNSET
    ecosystem_id: None | str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        login = self.login

        role: str = self.role

        name = self.name

        password: None | str | Unset
        if isinstance(self.password, Unset):
            password = UNSET
        else:
            password = self.password

        organisation_id: None | str | Unset
        if isinstance(self.organisation_id, Unset):
            organisation_id = UNSET
        else:
            organisation_id = self.organisation_id

        ecosystem_id: None | str | Unset
        if isinstance(self.ecosystem_id, Unset):
            ecosystem_id = UNSET
        else:
            ecosystem_id = self.ecosystem_id

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "login": login,
                "role": role,
            }
        )
        if name is not UNSET:
            field_dict["name"] = name
        if password is not UNSET:
            field_dict["password"] = password
        if organisation_id is not UNSET:
            field_dict["organisation_id"] = organisation_id
        if ecosystem_id is not UNSET:
            field_dict["ecosystem_id"] = ecosystem_id

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        login = d.pop("login")

        role = check_role(d.pop("role"))

        name = d.pop("name", UNSET)

        def _parse_password(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        password = _parse_password(d.pop("password", UNSET))

        def _parse_organisation_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        organisation_id = _parse_organisation_id(d.pop("organisation_id", UNSET))

        def _parse_ecosystem_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        ecosystem_id = _parse_ecosystem_id(d.pop("ecosystem_id", UNSET))

        new_account = cls(
            login=login,
            role=role,
            name=name,
            password=password,
            organisation_id=organisation_id,
            ecosystem_id=ecosystem_id,
        )

        return new_account
