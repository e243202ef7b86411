"""Requests that may be sent again: with the same ``Idempotency-Key`` they are done once, and answered alike."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Annotated, TypeVar

from fastapi import Depends, Header, Request, status

from api.access import Action, Caller
from api.schemas.base import Wire
from recommender.entities import OrganisationId
from recommender.store.requests import Answered, Keyed, fingerprint, once
from recommender.store.writer import Transaction

W = TypeVar("W", bound=Wire)

Key = Annotated[
    str,
    Header(
        alias="Idempotency-Key",
        min_length=1,
        max_length=200,
        description="New for each request; with the same one a repeated request is done once and answered alike.",
    ),
]


@dataclass(frozen=True, slots=True)
class Repeatable:
    """A request under its key."""

    key: str
    fingerprint: str

    def write(
        self,
        caller: Caller,
        answer: type[W],
        work: Callable[[Transaction], W],
        *about: OrganisationId,
        made: Callable[[W], str] | None = None,
    ) -> W:
        """Do `work` as `Caller.write` does and keep its `answer`, or give the answer that was kept.

        Where a company is `made`, which cannot be asked of before, whoever gets the answer again must see it still.

        Raises
        ------
        InputError
            If the key came with another request before.
        KumppaniError
            Whatever `Caller.write` raises.
        """
        asked = Keyed(caller.id, self.key, self.fingerprint)
        answered = caller.write(partial(once, asked=asked, work=partial(_kept, work=work)), *about)
        told = answer.model_validate(answered.answer, strict=False)
        if made is not None and answered.repeated:
            caller.to(Action.READ_COMPANY).company(made(told))
        return told


async def repeatable(request: Request, key: Key) -> Repeatable:
    """Read the key of a request, and what it asks."""
    try:
        body = json.loads(await request.body())
    except ValueError:  # of a route that reads no body: the others have refused it by now
        body = None
    return Repeatable(key, fingerprint(request.method, request.url.path, body))


Once = Annotated[Repeatable, Depends(repeatable)]
"""What a route that makes something takes, so that it makes it once."""


def _kept(transaction: Transaction, *, work: Callable[[Transaction], Wire]) -> Answered:
    return Answered(status.HTTP_201_CREATED, work(transaction).model_dump(mode="json"))
