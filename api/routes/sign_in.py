"""Signing in by browser, through the identity provider that the settings name."""

from datetime import timedelta
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Cookie, Depends, Query, Response, status
from starlette.responses import RedirectResponse

from api import identity
from api.access import ANYBODY, Action, Caller, Requires
from api.deps import Deployment, IdentityProvider
from api.errors import SignInError
from api.provider import Provider
from api.routes.problems import problems
from api.schemas.accounts import Returned, Session
from recommender.errors import UnknownIdError
from recommender.store import identities

router = APIRouter(prefix="/v1/sign-in/oidc", tags=["accounts"])

SigningIn = Annotated[Caller, Depends(Requires(Action.SIGN_IN))]


def by_browser(provider: IdentityProvider) -> Provider:
    """Return the identity provider that browsers are sent to.

    Raises
    ------
    UnknownIdError
        If there is none.
    """
    if provider is None or not provider.redirect_uri:
        raise UnknownIdError("This service has no sign-in through an identity provider.")
    return provider


ByBrowser = Annotated[Provider, Depends(by_browser)]


@router.get(
    "",
    status_code=status.HTTP_303_SEE_OTHER,
    response_class=RedirectResponse,
    openapi_extra=ANYBODY,
    responses=problems(401, 404, 503),
)
def begin_sign_in(_caller: SigningIn, provider: ByBrowser) -> Response:
    """Send the browser to the identity provider; it comes back to the address below."""
    address, secret = identity.begin(provider)
    answer = RedirectResponse(address, status.HTTP_303_SEE_OTHER)
    answer.set_cookie(identity.COOKIE, secret, identity.COOKIE_SECONDS, secure=True, httponly=True, samesite="lax")
    return answer


@router.get("/callback", openapi_extra=ANYBODY, responses=problems(401, 404, 422, 503))
def finish_sign_in(
    told: Annotated[Returned, Query()],
    caller: SigningIn,
    settings: Deployment,
    provider: ByBrowser,
    answer: Response,
    secret: Annotated[str, Cookie(alias=identity.COOKIE, max_length=100)] = "",
) -> Session:
    """Come back from the identity provider: the answer is a bearer token for some hours, as that of a password is."""
    at = caller.store.clock()
    named = identity.finish(provider, secret, told.model_dump(exclude_none=True), at=at)
    expires = at + timedelta(hours=settings.session_hours)
    made = caller.write(partial(identities.sign_in, identity=named, expires_at=expires))
    if made is None:
        raise SignInError(identity.NO_ACCOUNT)
    answer.delete_cookie(identity.COOKIE, secure=True, httponly=True, samesite="lax")
    token, told_once = made
    return Session(token=told_once, expires_at=token.expires_at)
