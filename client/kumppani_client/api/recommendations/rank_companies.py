from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.companies_ranked import CompaniesRanked
from ...models.problem import Problem
from ...types import UNSET, Response, Unset


def _get_kwargs(
    ecosystem_id: str,
    *,
    k: int | Unset = 20,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    params["k"] = k

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/v1/ecosystems/{ecosystem_id}/companies".format(
            ecosystem_id=quote(str(ecosystem_id), safe=""),
        ),
        "params": params,
    }

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> CompaniesRanked | Problem | None:
    if response.status_code == 200:
        response_200 = CompaniesRanked.from_dict(response.json())

        return response_200

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
) -> Response[CompaniesRanked | Problem]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    ecosystem_id: str,
    *,
    client: AuthenticatedClient,
    k: int | Unset = 20,
) -> Response[CompaniesRanked | Problem]:
    """Rank Companies

     Rank companies for an ecosystem; its contact sees odds, country and size of each, and no names.

    Args:
        ecosystem_id (str):
        k (int | Unset): Length of the ranking. Default: 20.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[CompaniesRanked | Problem]
    """

    kwargs = _get_kwargs(
        ecosystem_id=ecosystem_id,
        k=k,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    ecosystem_id: str,
    *,
    client: AuthenticatedClient,
    k: int | Unset = 20,
) -> CompaniesRanked | Problem | None:
    """Rank Companies

     Rank companies for an ecosystem; its contact sees odds, country and size of each, and no names.

    Args:
        ecosystem_id (str):
        k (int | Unset): Length of the ranking. Default: 20.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        CompaniesRanked | Problem
    """

    return sync_detailed(
        ecosystem_id=ecosystem_id,
        client=client,
        k=k,
    ).parsed


async def asyncio_detailed(
    ecosystem_id: str,
    *,
    client: AuthenticatedClient,
    k: int | Unset = 20,
) -> Response[CompaniesRanked | Problem]:
    """Rank Companies

     Rank companies for an ecosystem; its contact sees odds, country and size of each, and no names.

    Args:
        ecosystem_id (str):
        k (int | Unset): Length of the ranking. Default: 20.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[CompaniesRanked | Problem]
    """

    kwargs = _get_kwargs(
        ecosystem_id=ecosystem_id,
        k=k,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    ecosystem_id: str,
    *,
    client: AuthenticatedClient,
    k: int | Unset = 20,
) -> CompaniesRanked | Problem | None:
    """Rank Companies

     Rank companies for an ecosystem; its contact sees odds, country and size of each, and no names.

    Args:
        ecosystem_id (str):
        k (int | Unset): Length of the ranking. Default: 20.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        CompaniesRanked | Problem
    """

    return (
        await asyncio_detailed(
            ecosystem_id=ecosystem_id,
            client=client,
            k=k,
        )
    ).parsed
