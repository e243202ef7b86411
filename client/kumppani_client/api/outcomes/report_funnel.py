import datetime
from http import HTTPStatus
from typing import Any

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.funnel_report import FunnelReport
from ...models.problem import Problem
from ...types import UNSET, Response, Unset


def _get_kwargs(
    *,
    since: datetime.date | None | Unset = UNSET,
    until: datetime.date | None | Unset = UNSET,
    ecosystem_id: None | str | Unset = UNSET,
    country: None | str | Unset = UNSET,
    region: None | str | Unset = UNSET,
    advisor: None | str | Unset = UNSET,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    json_since: None | str | Unset
    if isinstance(since, Unset):
        json_since = UNSET
    elif isinstance(since, datetime.date):
        json_since = since.isoformat()
    else:
        json_since = since
    params["since"] = json_since

    json_until: None | str | Unset
    if isinstance(until, Unset):
        json_until = UNSET
    elif isinstance(until, datetime.date):
        json_until = until.isoformat()
    else:
        json_until = until
    params["until"] = json_until

    json_ecosystem_id: None | str | Unset
    if isinstance(ecosystem_id, Unset):
        json_ecosystem_id = UNSET
    else:
        json_ecosystem_id = ecosystem_id
    params["ecosystem_id"] = json_ecosystem_id

    json_country: None | str | Unset
    if isinstance(country, Unset):
        json_country = UNSET
    else:
        json_country = country
    params["country"] = json_country

    json_region: None | str | Unset
    if isinstance(region, Unset):
        json_region = UNSET
    else:
        json_region = region
    params["region"] = json_region

    json_advisor: None | str | Unset
    if isinstance(advisor, Unset):
        json_advisor = UNSET
    else:
        json_advisor = advisor
    params["advisor"] = json_advisor

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/v1/reports/funnel",
        "params": params,
    }

    return _kwargs


def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> FunnelReport | Problem | None:
    if response.status_code == 200:
        response_200 = FunnelReport.from_dict(response.json())

        return response_200

    if response.status_code == 401:
        response_401 = Problem.from_dict(response.json())

        return response_401

    if response.status_code == 403:
        response_403 = Problem.from_dict(response.json())

        return response_403

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
) -> Response[FunnelReport | Problem]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient,
    since: datetime.date | None | Unset = UNSET,
    until: datetime.date | None | Unset = UNSET,
    ecosystem_id: None | str | Unset = UNSET,
    country: None | str | Unset = UNSET,
    region: None | str | Unset = UNSET,
    advisor: None | str | Unset = UNSET,
) -> Response[FunnelReport | Problem]:
    """Report Funnel

     Count how many matches reached each stage, with Wilson's intervals; advisors see their own
    companies' matches.

    Args:
        since (datetime.date | None | Unset): First day of the period.
        until (datetime.date | None | Unset): Last day of the period.
        ecosystem_id (None | str | Unset):
        country (None | str | Unset):
        region (None | str | Unset):
        advisor (None | str | Unset): Id of an account; its companies of today.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[FunnelReport | Problem]
    """

    kwargs = _get_kwargs(
        since=since,
        until=until,
        ecosystem_id=ecosystem_id,
        country=country,
        region=region,
        advisor=advisor,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    *,
    client: AuthenticatedClient,
    since: datetime.date | None | Unset = UNSET,
    until: datetime.date | None | Unset = UNSET,
    ecosystem_id: None | str | Unset = UNSET,
    country: None | str | Unset = UNSET,
    region: None | str | Unset = UNSET,
    advisor: None | str | Unset = UNSET,
) -> FunnelReport | Problem | None:
    """Report Funnel

     Count how many matches reached each stage, with Wilson's intervals; advisors see their own
    companies' matches.

    Args:
        since (datetime.date | None | Unset): First day of the period.
        until (datetime.date | None | Unset): Last day of the period.
        ecosystem_id (None | str | Unset):
        country (None | str | Unset):
        region (None | str | Unset):
        advisor (None | str | Unset): Id of an account; its companies of today.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        FunnelReport | Problem
    """

    return sync_detailed(
        client=client,
        since=since,
        until=until,
        ecosystem_id=ecosystem_id,
        country=country,
        region=region,
        advisor=advisor,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    since: datetime.date | None | Unset = UNSET,
    until: datetime.date | None | Unset = UNSET,
    ecosystem_id: None | str | Unset = UNSET,
    country: None | str | Unset = UNSET,
    region: None | str | Unset = UNSET,
    advisor: None | str | Unset = UNSET,
) -> Response[FunnelReport | Problem]:
    """Report Funnel

     Count how many matches reached each stage, with Wilson's intervals; advisors see their own
    companies' matches.

    Args:
        since (datetime.date | None | Unset): First day of the period.
        until (datetime.date | None | Unset): Last day of the period.
        ecosystem_id (None | str | Unset):
        country (None | str | Unset):
        region (None | str | Unset):
        advisor (None | str | Unset): Id of an account; its companies of today.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[FunnelReport | Problem]
    """

    kwargs = _get_kwargs(
        since=since,
        until=until,
        ecosystem_id=ecosystem_id,
        country=country,
        region=region,
        advisor=advisor,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient,
    since: datetime.date | None | Unset = UNSET,
    until: datetime.date | None | Unset = UNSET,
    ecosystem_id: None | str | Unset = UNSET,
    country: None | str | Unset = UNSET,
    region: None | str | Unset = UNSET,
    advisor: None | str | Unset = UNSET,
) -> FunnelReport | Problem | None:
    """Report Funnel

     Count how many matches reached each stage, with Wilson's intervals; advisors see their own
    companies' matches.

    Args:
        since (datetime.date | None | Unset): First day of the period.
        until (datetime.date | None | Unset): Last day of the period.
        ecosystem_id (None | str | Unset):
        country (None | str | Unset):
        region (None | str | Unset):
        advisor (None | str | Unset): Id of an account; its companies of today.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        FunnelReport | Problem
    """

    return (
        await asyncio_detailed(
            client=client,
            since=since,
            until=until,
            ecosystem_id=ecosystem_id,
            country=country,
            region=region,
            advisor=advisor,
        )
    ).parsed
