"""Verdicts from the wire into the store, on ecosystems that there are."""

from api.access import Caller
from api.schemas.verdicts import VerdictBatch, VerdictsKept
from recommender.catalogue import Catalogue
from recommender.store import verdicts
from recommender.store.nouns import VerdictKind
from recommender.store.writer import Transaction


def judge(transaction: Transaction, *, batch: VerdictBatch, caller: Caller, catalogue: Catalogue) -> VerdictsKept:
    """Keep a batch of verdicts; what is undone may be of an ecosystem that a later model has lost.

    Raises
    ------
    UnknownIdError
        If an ecosystem, company, run or verdict is not there.
    InputError
        If a verdict cannot be used.
    ConflictError
        If a verdict was undone before.
    """
    judgements = [given.judgement() for given in batch.items]
    for ecosystem_id in {j.ecosystem_id for j in judgements if j.kind is not VerdictKind.UNDO}:
        catalogue.row(ecosystem_id)
    return VerdictsKept.of(verdicts.give(transaction, judgements=judgements, author=caller.id))
