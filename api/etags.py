"""Entity tags of companies (RFC 9110): the version of the profile, and the marks that a version does not change."""

import re
from dataclasses import dataclass

from fastapi import Request

from api.errors import PreconditionError
from recommender.errors import StaleError
from recommender.store.nouns import Company

_TAG = re.compile(r'(W/)?"([^"]*)"')
MOST = 1000
"""Most characters of a header that are read."""


def etag(company: Company) -> str:
    """Tag what is shown of a company."""
    marks = "".join(str(int(mark)) for mark in (company.contact_consent, company.objected, company.sole_trader))
    return f'"{company.version}.{marks}"'


@dataclass(frozen=True, slots=True)
class Conditions:
    """The conditions that a request sets."""

    if_match: str | None
    if_none_match: str | None

    @classmethod
    def of(cls, request: Request) -> "Conditions":
        """Read the headers of a request."""
        return cls(request.headers.get("if-match"), request.headers.get("if-none-match"))

    def known(self, company: Company) -> bool:
        """Whether the caller has what would be shown; tags are compared weakly."""
        given = self.if_none_match
        return given is not None and (given.strip() == "*" or etag(company) in {tag for _, tag in _tags(given)})

    def require(self, company: Company) -> None:
        """Refuse a change of what the caller has not seen; tags are compared strongly.

        Raises
        ------
        PreconditionError
            If the request has no ``If-Match``.
        StaleError
            If what stands has another tag.
        """
        if self.if_match is None:
            raise PreconditionError("Send `If-Match` with the ETag of the profile that you have read.")
        if self.if_match.strip() != "*" and etag(company) not in {
            tag for weak, tag in _tags(self.if_match) if not weak
        }:
            raise StaleError(f"The profile has the ETag {etag(company)} by now; read it and try again.")


def _tags(header: str) -> list[tuple[bool, str]]:
    return [(bool(weak), f'"{tag}"') for weak, tag in _TAG.findall(header[:MOST])]
