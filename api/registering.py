"""Writing companies down on behalf of whoever asks."""

from dataclasses import dataclass

from api.access import Action, Caller
from api.etags import require_current
from api.schemas.profiles import NewProfile, ProfilePatch
from recommender.entities import OrganisationId
from recommender.store import accounts, assignments, companies
from recommender.store.nouns import Company, CompanyProfile, Role
from recommender.store.writer import Transaction


@dataclass(frozen=True, slots=True)
class Revision:
    """A change of a profile, and the ETag that it is based on."""

    organisation_id: OrganisationId
    patch: ProfilePatch
    if_match: str | None


def register(transaction: Transaction, *, said: NewProfile, caller: Caller) -> Company:
    """Keep a new company: an SME's account is tied to it, an advisor's is assigned to it.

    Raises
    ------
    ConflictError
        If the account has a company already, or another company has the business id.
    ForbiddenError
        If it names its past in the workspace, and the role may not.
    """
    profile = said.profile()
    if profile.sme_id:
        caller.to(Action.ASK_KNOWN)
    return entered(transaction, profile=profile, sole_trader=said.sole_trader, caller=caller)


def entered(transaction: Transaction, *, profile: CompanyProfile, sole_trader: bool, caller: Caller) -> Company:
    """Keep a new company for whoever asks."""
    company = companies.create(transaction, profile=profile, author=caller.id, sole_trader=sole_trader)
    if caller.role is Role.SME:
        accounts.tie(transaction, caller.id, company.id)
    elif caller.role is Role.ADVISOR:
        assignments.assign(transaction, company.id, caller.id, actor=caller.id)
    return company


def revise(transaction: Transaction, *, asked: Revision, caller: Caller) -> Company:
    """Change a profile, if it stands as whoever asks has read it.

    Raises
    ------
    PreconditionError, StaleError
        If it does not say what it is based on, or that stands no more.
    ForbiddenError
        If it changes which past in the workspace is the company's, and the role may not.
    ConflictError
        If another company has the business id.
    """
    current = companies.read(transaction.connection, asked.organisation_id)
    require_current(current, asked.if_match)
    profile = asked.patch.applied(current.profile)
    if profile.sme_id != current.profile.sme_id:
        caller.to(Action.ASK_KNOWN)
    return companies.revise(transaction, current.id, profile=profile, expected=current.version, author=caller.id)
