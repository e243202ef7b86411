from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.contact_shown import ContactShown


T = TypeVar("T", bound="IntroductionShown")


@_attrs_define
class IntroductionShown:
    """Who asked, and what they wrote.

    Attributes:
        company (str):
        website (str):
        message (str):
        contact (ContactShown | None):
    """

    company: str
    website: str
    message: str
    contact: ContactShown | None

    def to_dict(self) -> dict[str, Any]:
        from ..models.contact_shown import ContactShown  # noqa: PLC0415

        company = self.company

        website = self.website

        message = self.message

        contact: dict[str, Any] | None
        if isinstance(self.contact, ContactShown):
            contact = self.contact.to_dict()
        else:
            contact = self.contact

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "company": company,
                "website": website,
                "message": message,
                "contact": contact,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.contact_shown import ContactShown  # noqa: PLC0415

        d = dict(src_dict)
        company = d.pop("company")

        website = d.pop("website")

        message = d.pop("message")

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

        introduction_shown = cls(
            company=company,
            website=website,
            message=message,
            contact=contact,
        )

        return introduction_shown
