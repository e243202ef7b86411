"""Entity tags of companies (RFC 9110): the version of the profile, and the marks that a version does not change."""

import re
from typing import Annotated, Any

from fastapi import Header

from api.errors import PreconditionError
from api.schemas.profiles import CompanyShown
from recommender.errors import StaleError
from recommender.store.nouns import Company

_TAG = re.compile(r'(W/)?"([^"]*)"')
MOST = 1000
"""Most characters of a header that are read."""

IfMatch = Annotated[
    str | None,
    Header(alias="If-Match", description="The ETag that the change is based on; without it the change is refused."),
]
IfNoneMatch = Annotated[
    str | None, Header(alias="If-None-Match", description="The ETag of what the caller has; 304 if that still stands.")
]
ETAG: dict[str, Any] = {
    "ETag": {"description": "Names what is shown; a change gives it in `If-Match`.", "schema": {"type": "string"}}
}
"""How OpenAPI describes the header of an answer."""


def etag(company: Company | CompanyShown) -> str:
    """Tag what is shown of a company."""
    marks = "".join(str(int(mark)) for mark in (company.contact_consent, company.objected, company.sole_trader))
    return f'"{company.version}.{marks}"'


def is_known(company: Company, if_none_match: str | None) -> bool:
    """Whether the caller has what would be shown; tags are compared weakly."""
    given = if_none_match
    return given is not None and (given.strip() == "*" or etag(company) in {tag for _, tag in _tags(given)})


def require_current(company: Company, if_match: str | None) -> None:
    """Refuse a change of what the caller has not seen; tags are compared strongly.

    Raises
    ------
    PreconditionError
        If nothing was given.
    StaleError
        If what stands has another tag.
    """
    if if_match is None:
        raise PreconditionError("Send `If-Match` with the ETag of the profile that you have read.")
    if if_match.strip() != "*" and etag(company) not in {tag for weak, tag in _tags(if_match) if not weak}:
        raise StaleError(f"The profile has the ETag {etag(company)} by now; read it and try again.")


def _tags(header: str) -> list[tuple[bool, str]]:
    return [(bool(weak), f'"{tag}"') for weak, tag in _TAG.findall(header[:MOST])]
