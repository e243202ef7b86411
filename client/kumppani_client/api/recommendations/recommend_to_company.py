from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.company_recommendation_request import CompanyRecommendationRequest
from ...models.problem import Problem
from ...models.run_answer import RunAnswer
from ...types import Response


def _get_kwargs(
    organisation_id: str,
    *,
    body: CompanyRecommendationRequest,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/v1/profiles/{organisation_id}/recommendations".format(
            organisation_id=quote(str(organisation_id), safe=""),
        ),
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Problem | RunAnswer | None:
    if response.status_code == 201:
        response_201 = RunAnswer.from_dict(response.json())

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


def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[Problem | RunAnswer]:
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
    body: CompanyRecommendationRequest,
) -> Response[Problem | RunAnswer]:
    """Recommend To Company

     Rank ecosystems for a company by its profile, without those it declined or snoozed; the run is kept.

    Args:
        organisation_id (str):
        body (CompanyRecommendationRequest): What a ranking for a company shall look like; its
            profile says the rest.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Problem | RunAnswer]
    """

    kwargs = _get_kwargs(
        organisation_id=organisation_id,
        body=body,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    organisation_id: str,
    *,
    client: AuthenticatedClient,
    body: CompanyRecommendationRequest,
) -> Problem | RunAnswer | None:
    """Recommend To Company

     Rank ecosystems for a company by its profile, without those it declined or snoozed; the run is kept.

    Args:
        organisation_id (str):
        body (CompanyRecommendationRequest): What a ranking for a company shall look like; its
            profile says the rest.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Problem | RunAnswer
    """

    return sync_detailed(
        organisation_id=organisation_id,
        client=client,
        body=body,
    ).parsed


async def asyncio_detailed(
    organisation_id: str,
    *,
    client: AuthenticatedClient,
    body: CompanyRecommendationRequest,
) -> Response[Problem | RunAnswer]:
    """Recommend To Company

     Rank ecosystems for a company by its profile, without those it declined or snoozed; the run is kept.

    Args:
        organisation_id (str):
        body (CompanyRecommendationRequest): What a ranking for a company shall look like; its
            profile says the rest.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Problem | RunAnswer]
    """

    kwargs = _get_kwargs(
        organisation_id=organisation_id,
        body=body,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    organisation_id: str,
    *,
    client: AuthenticatedClient,
    body: CompanyRecommendationRequest,
) -> Problem | RunAnswer | None:
    """Recommend To Company

     Rank ecosystems for a company by its profile, without those it declined or snoozed; the run is kept.

    Args:
        organisation_id (str):
        body (CompanyRecommendationRequest): What a ranking for a company shall look like; its
            profile says the rest.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Problem | RunAnswer
    """

    return (
        await asyncio_detailed(
            organisation_id=organisation_id,
            client=client,
            body=body,
        )
    ).parsed
