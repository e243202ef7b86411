from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.outcome_shown import OutcomeShown
from ...models.problem import Problem
from ...types import Response


def _get_kwargs(
    outcome_id: str,
    *,
    idempotency_key: str,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    headers["Idempotency-Key"] = idempotency_key

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/v1/outcomes/{outcome_id}/undo".format(
            outcome_id=quote(str(outcome_id), safe=""),
        ),
    }

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> OutcomeShown | Problem | None:
    if response.status_code == 201:
        response_201 = OutcomeShown.from_dict(response.json())

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

    if response.status_code == 409:
        response_409 = Problem.from_dict(response.json())

        return response_409

    if response.status_code == 413:
        response_413 = Problem.from_dict(response.json())

        return response_413

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
) -> Response[OutcomeShown | Problem]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    outcome_id: str,
    *,
    client: AuthenticatedClient,
    idempotency_key: str,
) -> Response[OutcomeShown | Problem]:
    """Undo Outcome

     Take an outcome back, which is told as one of its own; what was undone counts in no figure any more.

    Args:
        outcome_id (str):
        idempotency_key (str): New for each request; with the same one a repeated request is done
            once and answered alike.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[OutcomeShown | Problem]
    """

    kwargs = _get_kwargs(
        outcome_id=outcome_id,
        idempotency_key=idempotency_key,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    outcome_id: str,
    *,
    client: AuthenticatedClient,
    idempotency_key: str,
) -> OutcomeShown | Problem | None:
    """Undo Outcome

     Take an outcome back, which is told as one of its own; what was undone counts in no figure any more.

    Args:
        outcome_id (str):
        idempotency_key (str): New for each request; with the same one a repeated request is done
            once and answered alike.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        OutcomeShown | Problem
    """

    return sync_detailed(
        outcome_id=outcome_id,
        client=client,
        idempotency_key=idempotency_key,
    ).parsed


async def asyncio_detailed(
    outcome_id: str,
    *,
    client: AuthenticatedClient,
    idempotency_key: str,
) -> Response[OutcomeShown | Problem]:
    """Undo Outcome

     Take an outcome back, which is told as one of its own; what was undone counts in no figure any more.

    Args:
        outcome_id (str):
        idempotency_key (str): New for each request; with the same one a repeated request is done
            once and answered alike.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[OutcomeShown | Problem]
    """

    kwargs = _get_kwargs(
        outcome_id=outcome_id,
        idempotency_key=idempotency_key,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    outcome_id: str,
    *,
    client: AuthenticatedClient,
    idempotency_key: str,
) -> OutcomeShown | Problem | None:
    """Undo Outcome

     Take an outcome back, which is told as one of its own; what was undone counts in no figure any more.

    Args:
        outcome_id (str):
        idempotency_key (str): New for each request; with the same one a repeated request is done
            once and answered alike.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        OutcomeShown | Problem
    """

    return (
        await asyncio_detailed(
            outcome_id=outcome_id,
            client=client,
            idempotency_key=idempotency_key,
        )
    ).parsed
