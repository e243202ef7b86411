from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.interest_state import InterestState, check_interest_state

if TYPE_CHECKING:
    from ..models.contact_shown import ContactShown


T = TypeVar("T", bound="InterestShown")


@_attrs_define
class InterestShown:
    """An interest as the company sees it.

    Attributes:
        id (str):
        organisation_id (str):
        ecosystem_id (str):
        state (InterestState): Where an expression of interest stands; names are shown to the other side only once it is
            ``agreed``.
        message (str):
        at (datetime.datetime):
        answered_at (datetime.datetime | None):
        contact (ContactShown | None): Who agreed for the ecosystem, if it did.
    """

    id: str
    organisation_id: str
    ecosystem_id: str
    state: InterestState
    message: str
    at: datetime.datetime
    answered_at: datetime.datetime | None
    contact: ContactShown | None

    def to_dict(self) -> dict[str, Any]:
        from ..models.contact_shown import ContactShown  # noqa: PLC0415

        id = self.id

        organisation_id = self.organisation_id

        ecosystem_id = self.ecosystem_id

        state: str = self.state

        message = self.message

        at = self.at.isoformat()

        answered_at: None | str
        if isinstance(self.answered_at, datetime.datetime):
            answered_at = self.answered_at.isoformat()
        else:
            answered_at = self.answered_at

        contact: dict[str, Any] | None
        if isinstance(self.contact, ContactShown):
            contact = self.contact.to_dict()
        else:
            contact = self.contact

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "id": id,
                "organisation_id": organisation_id,
                "ecosystem_id": ecosystem_id,
                "state": state,
                "message": message,
                "at": at,
                "answered_at": answered_at,
                "contact": contact,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.contact_shown import ContactShown  # noqa: PLC0415

        d = dict(src_dict)
        id = d.pop("id")

        organisation_id = d.pop("organisation_id")

        ecosystem_id = d.pop("ecosystem_id")

        state = check_interest_state(d.pop("state"))

        message = d.pop("message")

        at = datetime.datetime.fromisoformat(d.pop("at"))

        def _parse_answered_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                answered_at_type_0 = datetime.datetime.fromisoformat(data)

                return answered_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        answered_at = _parse_answered_at(d.pop("answered_at"))

        def _parse_contact(data: object) -> ContactShown | None:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                contact_type_0 = ContactShown.from_dict(data)

                return contact_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(ContactShown | None, data)

        contact = _parse_contact(d.pop("contact"))

        interest_shown = cls(
            id=id,
            organisation_id=organisation_id,
            ecosystem_id=ecosystem_id,
            state=state,
            message=message,
            at=at,
            answered_at=answered_at,
            contact=contact,
        )

        return interest_shown
