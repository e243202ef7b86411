from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.intent_shown import IntentShown
from ...models.problem import Problem
from ...types import Response


def _get_kwargs(
    organisation_id: str,
    intent_id: str,
) -> dict[str, Any]:

    _kwargs: dict[str, Any] = {
        "method": "delete",
        "url": "/v1/profiles/{organisation_id}/intents/{intent_id}".format(
            organisation_id=quote(str(organisation_id), safe=""),
            intent_id=quote(str(intent_id), safe=""),
        ),
    }

    return _kwargs


def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> IntentShown | Problem | None:
    if response.status_code == 200:
        response_200 = IntentShown.from_dict(response.json())

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
) -> Response[IntentShown | Problem]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    organisation_id: str,
    intent_id: str,
    *,
    client: AuthenticatedClient,
) -> Response[IntentShown | Problem]:
    """Close Intent

     Close an intent; one that has ended stays so.

    Args:
        organisation_id (str):
        intent_id (str):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[IntentShown | Problem]
    """

    kwargs = _get_kwargs(
        organisation_id=organisation_id,
        intent_id=intent_id,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    organisation_id: str,
    intent_id: str,
    *,
    client: AuthenticatedClient,
) -> IntentShown | Problem | None:
    """Close Intent

     Close an intent; one that has ended stays so.

    Args:
        organisation_id (str):
        intent_id (str):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        IntentShown | Problem
    """

    return sync_detailed(
        organisation_id=organisation_id,
        intent_id=intent_id,
        client=client,
    ).parsed


async def asyncio_detailed(
    organisation_id: str,
    intent_id: str,
    *,
    client: AuthenticatedClient,
) -> Response[IntentShown | Problem]:
    """Close Intent

     Close an intent; one that has ended stays so.

    Args:
        organisation_id (str):
        intent_id (str):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[IntentShown | Problem]
    """

    kwargs = _get_kwargs(
        organisation_id=organisation_id,
        intent_id=intent_id,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    organisation_id: str,
    intent_id: str,
    *,
    client: AuthenticatedClient,
) -> IntentShown | Problem | None:
    """Close Intent

     Close an intent; one that has ended stays so.

    Args:
        organisation_id (str):
        intent_id (str):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        IntentShown | Problem
    """

    return (
        await asyncio_detailed(
            organisation_id=organisation_id,
            intent_id=intent_id,
            client=client,
        )
    ).parsed
