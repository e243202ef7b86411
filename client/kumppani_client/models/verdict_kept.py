from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

from ..models.verdict_kind import VerdictKind, check_verdict_kind

T = TypeVar("T", bound="VerdictKept")


@_attrs_define
class VerdictKept:
    """A verdict that was kept.

    Attributes:
        id (str):
        organisation_id (str):
        ecosystem_id (str):
        kind (VerdictKind): What an advisor, or the company itself, says of a match.
    """

    id: str
    organisation_id: str
    ecosystem_id: str
    kind: VerdictKind

    def to_dict(self) -> dict[str, Any]:
        id = self.id

        organisation_id = self.organisation_id

        ecosystem_id = self.ecosystem_id

        kind: str = self.kind

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "id": id,
                "organisation_id": organisation_id,
                "ecosystem_id": ecosystem_id,
                "kind": kind,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        id = d.pop("id")

        organisation_id = d.pop("organisation_id")

        ecosystem_id = d.pop("ecosystem_id")

        kind = check_verdict_kind(d.pop("kind"))

        verdict_kept = cls(
            id=id,
            organisation_id=organisation_id,
            ecosystem_id=ecosystem_id,
            kind=kind,
        )

        return verdict_kept
