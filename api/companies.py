"""Which company a request is about: dependencies that answer 404 before a body is looked at."""

from typing import Annotated

from fastapi import Depends, Path

from api.access import Action, Caller, Requires
from recommender.entities import OrganisationId

Id = Annotated[str, Path(max_length=200)]
Reader = Annotated[Caller, Depends(Requires(Action.READ_COMPANY))]
Writer = Annotated[Caller, Depends(Requires(Action.WRITE_COMPANY))]


def seen(organisation_id: Id, caller: Reader) -> OrganisationId:
    """Return the company of the path, if the caller may see it."""
    return caller.company(organisation_id)


def changed(organisation_id: Id, caller: Writer) -> OrganisationId:
    """Return the company of the path, if the caller may change it."""
    return caller.company(organisation_id)


Seen = Annotated[OrganisationId, Depends(seen)]
Changed = Annotated[OrganisationId, Depends(changed)]
