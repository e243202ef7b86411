"""Verdicts from the wire into the store: seen by who may, on ecosystems that there are, once for each key."""

from functools import partial

from api.access import Caller
from api.schemas.verdicts import VerdictBatch, VerdictsKept
from recommender.catalogue import Catalogue
from recommender.store import verdicts
from recommender.store.nouns import Judgement, VerdictKind
from recommender.store.requests import Answered, Keyed, fingerprint, once
from recommender.store.writer import Transaction

CREATED = 201


def judge(caller: Caller, catalogue: Catalogue, batch: VerdictBatch, key: str) -> VerdictsKept:
    """Keep a batch of verdicts, or answer as before if the key has come with it already.

    Raises
    ------
    UnknownIdError
        If the caller may not judge for a company, or an ecosystem, run or verdict is not there.
    InputError
        If a verdict cannot be used, or the key came with another request.
    ConflictError
        If a verdict was undone before.
    """
    judgements = [given.judgement() for given in batch.items]
    asked = Keyed(caller.id, key, fingerprint("POST", "/v1/verdicts", batch.model_dump(mode="json")))
    kept = partial(_kept, judgements=judgements, caller=caller, catalogue=catalogue)
    about = (judgement.organisation_id for judgement in judgements)
    answered = caller.write(partial(once, asked=asked, work=kept), *about)
    return VerdictsKept.model_validate(answered.answer, strict=False)


def _kept(transaction: Transaction, *, judgements: list[Judgement], caller: Caller, catalogue: Catalogue) -> Answered:
    """Keep what was not kept yet; an ecosystem that a later model has lost does not spoil a repetition."""
    for ecosystem_id in {j.ecosystem_id for j in judgements if j.kind is not VerdictKind.UNDO}:
        catalogue.row(ecosystem_id)
    given = verdicts.give(transaction, judgements=judgements, author=caller.id)
    return Answered(CREATED, VerdictsKept.of(given).model_dump(mode="json"))
