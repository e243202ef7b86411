from http import HTTPStatus
from typing import Any

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.problem import Problem
from ...models.session import Session
from ...types import UNSET, Response, Unset


def _get_kwargs(
    *,
    state: str | Unset = "",
    code: str | Unset = "",
    iss: None | str | Unset = UNSET,
    field_host_kumppani_sign_in: str | Unset = "",
) -> dict[str, Any]:

    cookies = {}
    if field_host_kumppani_sign_in is not UNSET:
        cookies["__Host-kumppani-sign-in"] = field_host_kumppani_sign_in

    params: dict[str, Any] = {}

    params["state"] = state

    params["code"] = code

    json_iss: None | str | Unset
    if isinstance(iss, Unset):
        json_iss = UNSET
    else:
        json_iss = iss
    params["iss"] = json_iss

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/v1/sign-in/oidc/callback",
        "params": params,
        "cookies": cookies,
    }

    return _kwargs


def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Problem | Session | None:
    if response.status_code == 200:
        response_200 = Session.from_dict(response.json())

        return response_200

    if response.status_code == 401:
        response_401 = Problem.from_dict(response.json())

        return response_401

    if response.status_code == 404:
        response_404 = Problem.from_dict(response.json())

        return response_404

    if response.status_code == 422:
        response_422 = Problem.from_dict(response.json())

        return response_422

    if response.status_code == 429:
        response_429 = Problem.from_dict(response.json())

        return response_429

    if response.status_code == 503:
        response_503 = Problem.from_dict(response.json())

        return response_503

    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    else:
        return None


def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[Problem | Session]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient,
    state: str | Unset = "",
    code: str | Unset = "",
    iss: None | str | Unset = UNSET,
    field_host_kumppani_sign_in: str | Unset = "",
) -> Response[Problem | Session]:
    """Finish Sign In

     Come back from the identity provider: the answer is a bearer token for some hours, as that of a
    password is.

    Args:
        state (str | Unset):  Default: ''.
        code (str | Unset): Empty where the provider has refused. Default: ''.
        iss (None | str | Unset): Who has answered (RFC 9207).
        field_host_kumppani_sign_in (str | Unset):  Default: ''.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Problem | Session]
    """

    kwargs = _get_kwargs(
        state=state,
        code=code,
        iss=iss,
        field_host_kumppani_sign_in=field_host_kumppani_sign_in,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    *,
    client: AuthenticatedClient,
    state: str | Unset = "",
    code: str | Unset = "",
    iss: None | str | Unset = UNSET,
    field_host_kumppani_sign_in: str | Unset = "",
) -> Problem | Session | None:
    """Finish Sign In

     Come back from the identity provider: the answer is a bearer token for some hours, as that of a
    password is.

    Args:
        state (str | Unset):  Default: ''.
        code (str | Unset): Empty where the provider has refused. Default: ''.
        iss (None | str | Unset): Who has answered (RFC 9207).
        field_host_kumppani_sign_in (str | Unset):  Default: ''.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Problem | Session
    """

    return sync_detailed(
        client=client,
        state=state,
        code=code,
        iss=iss,
        field_host_kumppani_sign_in=field_host_kumppani_sign_in,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    state: str | Unset = "",
    code: str | Unset = "",
    iss: None | str | Unset = UNSET,
    field_host_kumppani_sign_in: str | Unset = "",
) -> Response[Problem | Session]:
    """Finish Sign In

     Come back from the identity provider: the answer is a bearer token for some hours, as that of a
    password is.

    Args:
        state (str | Unset):  Default: ''.
        code (str | Unset): Empty where the provider has refused. Default: ''.
        iss (None | str | Unset): Who has answered (RFC 9207).
        field_host_kumppani_sign_in (str | Unset):  Default: ''.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Problem | Session]
    """

    kwargs = _get_kwargs(
        state=state,
        code=code,
        iss=iss,
        field_host_kumppani_sign_in=field_host_kumppani_sign_in,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient,
    state: str | Unset = "",
    code: str | Unset = "",
    iss: None | str | Unset = UNSET,
    field_host_kumppani_sign_in: str | Unset = "",
) -> Problem | Session | None:
    """Finish Sign In

     Come back from the identity provider: the answer is a bearer token for some hours, as that of a
    password is.

    Args:
        state (str | Unset):  Default: ''.
        code (str | Unset): Empty where the provider has refused. Default: ''.
        iss (None | str | Unset): Who has answered (RFC 9207).
        field_host_kumppani_sign_in (str | Unset):  Default: ''.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Problem | Session
    """

    return (
        await asyncio_detailed(
            client=client,
            state=state,
            code=code,
            iss=iss,
            field_host_kumppani_sign_in=field_host_kumppani_sign_in,
        )
    ).parsed
