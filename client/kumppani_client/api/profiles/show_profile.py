from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.company_shown import CompanyShown
from ...models.problem import Problem
from ...types import UNSET, Response, Unset


def _get_kwargs(
    organisation_id: str,
    *,
    if_none_match: None | str | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(if_none_match, Unset):
        headers["If-None-Match"] = if_none_match

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/v1/profiles/{organisation_id}".format(
            organisation_id=quote(str(organisation_id), safe=""),
        ),
    }

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Any | CompanyShown | Problem | None:
    if response.status_code == 200:
        response_200 = CompanyShown.from_dict(response.json())

        return response_200

    if response.status_code == 304:
        response_304 = cast(Any, None)
        return response_304

    if response.status_code == 401:
        response_401 = Problem.from_dict(response.json())

        return response_401

    if response.status_code == 403:
        response_403 = Problem.from_dict(response.json())

        return response_403

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


def _build_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Response[Any | CompanyShown | Problem]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    organisation_id: str,
    *,
    client: AuthenticatedClient,
    if_none_match: None | str | Unset = UNSET,
) -> Response[Any | CompanyShown | Problem]:
    """Show Profile

     Show a company with its profile; 304 where `If-None-Match` names what stands.

    Args:
        organisation_id (str):
        if_none_match (None | str | Unset): The ETag of what the caller has; 304 if that still
            stands.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Any | CompanyShown | Problem]
    """

    kwargs = _get_kwargs(
        organisation_id=organisation_id,
        if_none_match=if_none_match,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    organisation_id: str,
    *,
    client: AuthenticatedClient,
    if_none_match: None | str | Unset = UNSET,
) -> Any | CompanyShown | Problem | None:
    """Show Profile

     Show a company with its profile; 304 where `If-None-Match` names what stands.

    Args:
        organisation_id (str):
        if_none_match (None | str | Unset): The ETag of what the caller has; 304 if that still
            stands.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Any | CompanyShown | Problem
    """

    return sync_detailed(
        organisation_id=organisation_id,
        client=client,
        if_none_match=if_none_match,
    ).parsed


async def asyncio_detailed(
    organisation_id: str,
    *,
    client: AuthenticatedClient,
    if_none_match: None | str | Unset = UNSET,
) -> Response[Any | CompanyShown | Problem]:
    """Show Profile

     Show a company with its profile; 304 where `If-None-Match` names what stands.

    Args:
        organisation_id (str):
        if_none_match (None | str | Unset): The ETag of what the caller has; 304 if that still
            stands.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Any | CompanyShown | Problem]
    """

    kwargs = _get_kwargs(
        organisation_id=organisation_id,
        if_none_match=if_none_match,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    organisation_id: str,
    *,
    client: AuthenticatedClient,
    if_none_match: None | str | Unset = UNSET,
) -> Any | CompanyShown | Problem | None:
    """Show Profile

     Show a company with its profile; 304 where `If-None-Match` names what stands.

    Args:
        organisation_id (str):
        if_none_match (None | str | Unset): The ETag of what the caller has; 304 if that still
            stands.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Any | CompanyShown | Problem
    """

    return (
        await asyncio_detailed(
            organisation_id=organisation_id,
            client=client,
            if_none_match=if_none_match,
        )
    ).parsed
