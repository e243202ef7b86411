from http import HTTPStatus
from typing import Any

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.ecosystems_answer import EcosystemsAnswer
from ...models.problem import Problem
from ...models.scope import Scope
from ...types import UNSET, Response, Unset


def _get_kwargs(
    *,
    scopes: list[Scope] | Unset = UNSET,
    countries: list[str] | Unset = UNSET,
    regions: list[str] | Unset = UNSET,
    themes: list[str] | Unset = UNSET,
    sdgs: list[int] | Unset = UNSET,
    limit: int | Unset = 20,
    cursor: None | str | Unset = UNSET,
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

    params["limit"] = limit

    json_cursor: None | str | Unset
    if isinstance(cursor, Unset):
        json_cursor = UNSET
    else:
        json_cursor = cursor
    params["cursor"] = json_cursor

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/v1/ecosystems",
        "params": params,
    }

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> EcosystemsAnswer | Problem | None:
    if response.status_code == 200:
        response_200 = EcosystemsAnswer.from_dict(response.json())

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
) -> Response[EcosystemsAnswer | Problem]:
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
    limit: int | Unset = 20,
    cursor: None | str | Unset = UNSET,
) -> Response[EcosystemsAnswer | Problem]:
    """List Ecosystems

     List ecosystems by id, page by page; filters may be repeated, as in
    `?scopes=national&scopes=regional`.

    Args:
        scopes (list[Scope] | Unset):
        countries (list[str] | Unset):
        regions (list[str] | Unset):
        themes (list[str] | Unset):
        sdgs (list[int] | Unset):
        limit (int | Unset): Ecosystems on one page. Default: 20.
        cursor (None | str | Unset): `next_cursor` of the page before; absent for the first page.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[EcosystemsAnswer | Problem]
    """

    kwargs = _get_kwargs(
        scopes=scopes,
        countries=countries,
        regions=regions,
        themes=themes,
        sdgs=sdgs,
        limit=limit,
        cursor=cursor,
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
    limit: int | Unset = 20,
    cursor: None | str | Unset = UNSET,
) -> EcosystemsAnswer | Problem | None:
    """List Ecosystems

     List ecosystems by id, page by page; filters may be repeated, as in
    `?scopes=national&scopes=regional`.

    Args:
        scopes (list[Scope] | Unset):
        countries (list[str] | Unset):
        regions (list[str] | Unset):
        themes (list[str] | Unset):
        sdgs (list[int] | Unset):
        limit (int | Unset): Ecosystems on one page. Default: 20.
        cursor (None | str | Unset): `next_cursor` of the page before; absent for the first page.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        EcosystemsAnswer | Problem
    """

    return sync_detailed(
        client=client,
        scopes=scopes,
        countries=countries,
        regions=regions,
        themes=themes,
        sdgs=sdgs,
        limit=limit,
        cursor=cursor,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    scopes: list[Scope] | Unset = UNSET,
    countries: list[str] | Unset = UNSET,
    regions: list[str] | Unset = UNSET,
    themes: list[str] | Unset = UNSET,
    sdgs: list[int] | Unset = UNSET,
    limit: int | Unset = 20,
    cursor: None | str | Unset = UNSET,
) -> Response[EcosystemsAnswer | Problem]:
    """List Ecosystems

     List ecosystems by id, page by page; filters may be repeated, as in
    `?scopes=national&scopes=regional`.

    Args:
        scopes (list[Scope] | Unset):
        countries (list[str] | Unset):
        regions (list[str] | Unset):
        themes (list[str] | Unset):
        sdgs (list[int] | Unset):
        limit (int | Unset): Ecosystems on one page. Default: 20.
        cursor (None | str | Unset): `next_cursor` of the page before; absent for the first page.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[EcosystemsAnswer | Problem]
    """

    kwargs = _get_kwargs(
        scopes=scopes,
        countries=countries,
        regions=regions,
        themes=themes,
        sdgs=sdgs,
        limit=limit,
        cursor=cursor,
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
    limit: int | Unset = 20,
    cursor: None | str | Unset = UNSET,
) -> EcosystemsAnswer | Problem | None:
    """List Ecosystems

     List ecosystems by id, page by page; filters may be repeated, as in
    `?scopes=national&scopes=regional`.

    Args:
        scopes (list[Scope] | Unset):
        countries (list[str] | Unset):
        regions (list[str] | Unset):
        themes (list[str] | Unset):
        sdgs (list[int] | Unset):
        limit (int | Unset): Ecosystems on one page. Default: 20.
        cursor (None | str | Unset): `next_cursor` of the page before; absent for the first page.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        EcosystemsAnswer | Problem
    """

    return (
        await asyncio_detailed(
            client=client,
            scopes=scopes,
            countries=countries,
            regions=regions,
            themes=themes,
            sdgs=sdgs,
            limit=limit,
            cursor=cursor,
        )
    ).parsed
