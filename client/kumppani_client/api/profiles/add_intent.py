from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.intent_shown import IntentShown
from ...models.new_intent import NewIntent
from ...models.problem import Problem
from ...types import Response


def _get_kwargs(
    organisation_id: str,
    *,
    body: NewIntent,
    idempotency_key: str,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    headers["Idempotency-Key"] = idempotency_key

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/v1/profiles/{organisation_id}/intents".format(
            organisation_id=quote(str(organisation_id), safe=""),
        ),
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> IntentShown | Problem | None:
    if response.status_code == 201:
        response_201 = IntentShown.from_dict(response.json())

        return response_201

    if response.status_code == 400:
        response_400 = Problem.from_dict(response.json())

        return response_400

    if response.status_code == 401:
        response_401 = Problem.from_dict(response.json())

        return response_401

    if response.status_code == 403:
        response_403 = Problem.from_dict(response.json())

        return response_403

    if response.status_code == 404:
        response_404 = Problem.from_dict(response.json())

        return response_404

    if response.status_code == 413:
        response_413 = Problem.from_dict(response.json())

        return response_413

    if response.status_code == 415:
        response_415 = Problem.from_dict(response.json())

        return response_415

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
    *,
    client: AuthenticatedClient,
    body: NewIntent,
    idempotency_key: str,
) -> Response[IntentShown | Problem]:
    """Add Intent

     Say what a company offers or seeks, until a day or until it is closed.

    Args:
        organisation_id (str):
        idempotency_key (str): New for each request; with the same one a repeated request is done
            once and answered alike.
        body (NewIntent): One thing that a company offers or seeks.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[IntentShown | Problem]
    """

    kwargs = _get_kwargs(
        organisation_id=organisation_id,
        body=body,
        idempotency_key=idempotency_key,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    organisation_id: str,
    *,
    client: AuthenticatedClient,
    body: NewIntent,
    idempotency_key: str,
) -> IntentShown | Problem | None:
    """Add Intent

     Say what a company offers or seeks, until a day or until it is closed.

    Args:
        organisation_id (str):
        idempotency_key (str): New for each request; with the same one a repeated request is done
            once and answered alike.
        body (NewIntent): One thing that a company offers or seeks.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        IntentShown | Problem
    """

    return sync_detailed(
        organisation_id=organisation_id,
        client=client,
        body=body,
        idempotency_key=idempotency_key,
    ).parsed


async def asyncio_detailed(
    organisation_id: str,
    *,
    client: AuthenticatedClient,
    body: NewIntent,
    idempotency_key: str,
) -> Response[IntentShown | Problem]:
    """Add Intent

     Say what a company offers or seeks, until a day or until it is closed.

    Args:
        organisation_id (str):
        idempotency_key (str): New for each request; with the same one a repeated request is done
            once and answered alike.
        body (NewIntent): One thing that a company offers or seeks.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[IntentShown | Problem]
    """

    kwargs = _get_kwargs(
        organisation_id=organisation_id,
        body=body,
        idempotency_key=idempotency_key,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    organisation_id: str,
    *,
    client: AuthenticatedClient,
    body: NewIntent,
    idempotency_key: str,
) -> IntentShown | Problem | None:
    """Add Intent

     Say what a company offers or seeks, until a day or until it is closed.

    Args:
        organisation_id (str):
        idempotency_key (str): New for each request; with the same one a repeated request is done
            once and answered alike.
        body (NewIntent): One thing that a company offers or seeks.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        IntentShown | Problem
    """

    return (
        await asyncio_detailed(
            organisation_id=organisation_id,
            client=client,
            body=body,
            idempotency_key=idempotency_key,
        )
    ).parsed
