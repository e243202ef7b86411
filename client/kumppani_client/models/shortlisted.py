from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.verdict_kind import VerdictKind, check_verdict_kind

if TYPE_CHECKING:
    from ..models.ecosystem_summary import EcosystemSummary


T = TypeVar("T", bound="Shortlisted")


@_attrs_define
class Shortlisted:
    """A match that the company holds on to.

    Attributes:
        ecosystem_id (str):
        kind (VerdictKind): What an advisor, or the company itself, says of a match.
        at (datetime.datetime):
        ecosystem (EcosystemSummary | None): Null where the model no longer has it.
    """

    ecosystem_id: str
    kind: VerdictKind
    at: datetime.datetime
    ecosystem: EcosystemSummary | None

    def to_dict(self) -> dict[str, Any]:
        from ..models.ecosystem_summary import EcosystemSummary  # noqa: PLC0415

        ecosystem_id = self.ecosystem_id

        kind: str = self.kind

        at = self.at.isoformat()

        ecosystem: dict[str, Any] | None
        if isinstance(self.ecosystem, EcosystemSummary):
            ecosystem = self.ecosystem.to_dict()
        else:
            ecosystem = self.ecosystem

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "ecosystem_id": ecosystem_id,
                "kind": kind,
                "at": at,
                "ecosystem": ecosystem,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.ecosystem_summary import EcosystemSummary  # noqa: PLC0415

        d = dict(src_dict)
        ecosystem_id = d.pop("ecosystem_id")

        kind = check_verdict_kind(d.pop("kind"))

        at = datetime.datetime.fromisoformat(d.pop("at"))

        def _parse_ecosystem(data: object) -> EcosystemSummary | None:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                ecosystem_type_0 = EcosystemSummary.from_dict(data)

                return ecosystem_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(EcosystemSummary | None, data)

        ecosystem = _parse_ecosystem(d.pop("ecosystem"))

        shortlisted = cls(
            ecosystem_id=ecosystem_id,
            kind=kind,
            at=at,
            ecosystem=ecosystem,
        )

        return shortlisted
