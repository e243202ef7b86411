from http import HTTPStatus
from typing import Any

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.problem import Problem
from ...models.scope import Scope
from ...models.search_answer import SearchAnswer
from ...types import UNSET, Response, Unset


def _get_kwargs(
    *,
    scopes: list[Scope] | Unset = UNSET,
    countries: list[str] | Unset = UNSET,
    regions: list[str] | Unset = UNSET,
    themes: list[str] | Unset = UNSET,
    sdgs: list[int] | Unset = UNSET,
    q: str,
    limit: int | Unset = 20,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    json_scopes: list[str] | Unset = UNSET
    if not isinstance(scopes, Unset):
        json_scopes = []
        for scopes_item_data in scopes:
            scopes_item: str = scopes_item_data
            json_scopes.append(scopes_item)

    params["scopes"] = json_scopes

    json_countries: list[str] | Unset = UNSET
    if not isinstance(countries, Unset):
        json_countries = countries

    params["countries"] = json_countries

    json_regions: list[str] | Unset = UNSET
    if not isinstance(regions, Unset):
        json_regions = regions

    params["regions"] = json_regions

    json_themes: list[str] | Unset = UNSET
    if not isinstance(themes, Unset):
        json_themes = themes

    params["themes"] = json_themes

    json_sdgs: list[int] | Unset = UNSET
    if not isinstance(sdgs, Unset):
        json_sdgs = sdgs

    params["sdgs"] = json_sdgs

    params["q"] = q

    params["limit"] = limit

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/v1/search",
        "params": params,
    }

    return _kwargs


def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Problem | SearchAnswer | None:
    if response.status_code == 200:
        response_200 = SearchAnswer.from_dict(response.json())

        return response_200

    if response.status_code == 401:
        response_401 = Problem.from_dict(response.json())

        return response_401

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
) -> Response[Problem | SearchAnswer]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient,
    scopes: list[Scope] | Unset = UNSET,
    countries: list[str] | Unset = UNSET,
    regions: list[str] | Unset = UNSET,
    themes: list[str] | Unset = UNSET,
    sdgs: list[int] | Unset = UNSET,
    q: str,
    limit: int | Unset = 20,
) -> Response[Problem | SearchAnswer]:
    """Find

     Find ecosystems by words, typos forgiven, and by meaning; and by words the companies that the caller
    may see.

    Args:
        scopes (list[Scope] | Unset):
        countries (list[str] | Unset):
        regions (list[str] | Unset):
        themes (list[str] | Unset):
        sdgs (list[int] | Unset):
        q (str):
        limit (int | Unset): Length of the answer. Default: 20.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Problem | SearchAnswer]
    """

    kwargs = _get_kwargs(
        scopes=scopes,
        countries=countries,
        regions=regions,
        themes=themes,
        sdgs=sdgs,
        q=q,
        limit=limit,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    *,
    client: AuthenticatedClient,
    scopes: list[Scope] | Unset = UNSET,
    countries: list[str] | Unset = UNSET,
    regions: list[str] | Unset = UNSET,
    themes: list[str] | Unset = UNSET,
    sdgs: list[int] | Unset = UNSET,
    q: str,
    limit: int | Unset = 20,
) -> Problem | SearchAnswer | None:
    """Find

     Find ecosystems by words, typos forgiven, and by meaning; and by words the companies that the caller
    may see.

    Args:
        scopes (list[Scope] | Unset):
        countries (list[str] | Unset):
        regions (list[str] | Unset):
        themes (list[str] | Unset):
        sdgs (list[int] | Unset):
        q (str):
        limit (int | Unset): Length of the answer. Default: 20.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Problem | SearchAnswer
    """

    return sync_detailed(
        client=client,
        scopes=scopes,
        countries=countries,
        regions=regions,
        themes=themes,
        sdgs=sdgs,
        q=q,
        limit=limit,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    scopes: list[Scope] | Unset = UNSET,
    countries: list[str] | Unset = UNSET,
    regions: list[str] | Unset = UNSET,
    themes: list[str] | Unset = UNSET,
    sdgs: list[int] | Unset = UNSET,
    q: str,
    limit: int | Unset = 20,
) -> Response[Problem | SearchAnswer]:
    """Find

     Find ecosystems by words, typos forgiven, and by meaning; and by words the companies that the caller
    may see.

    Args:
        scopes (list[Scope] | Unset):
        countries (list[str] | Unset):
        regions (list[str] | Unset):
        themes (list[str] | Unset):
        sdgs (list[int] | Unset):
        q (str):
        limit (int | Unset): Length of the answer. Default: 20.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Problem | SearchAnswer]
    """

    kwargs = _get_kwargs(
        scopes=scopes,
        countries=countries,
        regions=regions,
        themes=themes,
        sdgs=sdgs,
        q=q,
        limit=limit,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient,
    scopes: list[Scope] | Unset = UNSET,
    countries: list[str] | Unset = UNSET,
    regions: list[str] | Unset = UNSET,
    themes: list[str] | Unset = UNSET,
    sdgs: list[int] | Unset = UNSET,
    q: str,
    limit: int | Unset = 20,
) -> Problem | SearchAnswer | None:
    """Find

     Find ecosystems by words, typos forgiven, and by meaning; and by words the companies that the caller
    may see.

    Args:
        scopes (list[Scope] | Unset):
        countries (list[str] | Unset):
        regions (list[str] | Unset):
        themes (list[str] | Unset):
        sdgs (list[int] | Unset):
        q (str):
        limit (int | Unset): Length of the answer. Default: 20.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Problem | SearchAnswer
    """

    return (
        await asyncio_detailed(
            client=client,
            scopes=scopes,
            countries=countries,
            regions=regions,
            themes=themes,
            sdgs=sdgs,
            q=q,
            limit=limit,
        )
    ).parsed
