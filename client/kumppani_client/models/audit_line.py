from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.audit_line_detail import AuditLineDetail


T = TypeVar("T", bound="AuditLine")


@_attrs_define
class AuditLine:
    """A line of the audit log: ids and codes, no names, no texts.

    Attributes:
        number (int):
        at (datetime.datetime):
        actor (str):
        action (str):
        object_type (str):
        object_id (str):
        detail (AuditLineDetail):
        previous (str):
        hash_ (str):
    """

    number: int
    at: datetime.datetime
    actor: str
    action: str
    object_type: str
    object_id: str
    detail: AuditLineDetail
    previous: str
    hash_: str

    def to_dict(self) -> dict[str, Any]:
        number = self.number

        at = self.at.isoformat()

        actor = self.actor

        action = self.action

        object_type = self.object_type

        object_id = self.object_id

        detail = self.detail.to_dict()

        previous = self.previous

        hash_ = self.hash_

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "number": number,
                "at": at,
                "actor": actor,
                "action": action,
                "object_type": object_type,
                "object_id": object_id,
                "detail": detail,
                "previous": previous,
                "hash": hash_,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.audit_line_detail import AuditLineDetail  # noqa: PLC0415

        d = dict(src_dict)
        number = d.pop("number")

        at = datetime.datetime.fromisoformat(d.pop("at"))

        actor = d.pop("actor")

        action = d.pop("action")

        object_type = d.pop("object_type")

        object_id = d.pop("object_id")

        detail = AuditLineDetail.from_dict(d.pop("detail"))

        previous = d.pop("previous")

        hash_ = d.pop("hash")

        audit_line = cls(
            number=number,
            at=at,
            actor=actor,
            action=action,
            object_type=object_type,
            object_id=object_id,
            detail=detail,
            previous=previous,
            hash_=hash_,
        )

        return audit_line
