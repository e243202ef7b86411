"""The service over HTTP, as tools ask it: answers as schemas, refusals as errors that say what to do.

::

    KumppaniError, ToolError      the latter of the SDK: the assistant reads the message
    └── AskingError               what was asked for is refused
        └── UnansweredError       the service did not answer, so that what it did is not known
"""

from collections.abc import Mapping
from http import HTTPStatus
from typing import TypeVar
from urllib.parse import quote

import httpx2
from mcp.server.mcpserver.exceptions import ToolError
from pydantic import BaseModel, ValidationError

from api.schemas.service import Problem
from api.settings import AssistantSettings
from recommender.errors import KumppaniError

Answer = TypeVar("Answer", bound=BaseModel)

ADVICE: Mapping[int, str] = {
    401: "The key in KUMPPANI_API_KEY is missing or no good: whoever set this up has to mend that and start it anew.",
    403: "The account of the key in KUMPPANI_API_KEY may not do this; do not try again.",
    404: "Take ids from search, list_companies or a ranking; what the account may not see is not there for it.",
    409: "Look at what stands by now, and decide anew.",
    422: "Mend what is named, and call again.",
    429: "Do not call again before that.",
    503: "If it goes on, tell whoever runs the service.",
}
"""What to do about a status, beside what the service says."""


class AskingError(KumppaniError, ToolError):
    """What was asked for is refused."""


class UnansweredError(AskingError):
    """The service did not answer, or not as itself: what it did is not known."""


class Service:
    """Asks a service; to be closed after use."""

    def __init__(self, settings: AssistantSettings) -> None:
        key = settings.api_key and settings.api_key.get_secret_value()
        self._address = settings.url
        self._client = httpx2.Client(
            base_url=settings.url,
            headers={"Authorization": f"Bearer {key}"} if key else {},
            timeout=settings.answer_seconds,
            trust_env=settings.url.startswith("https://"),  # else a proxy of the environment would read the key
        )

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def get(self, path: str, answer: type[Answer], parameters: Mapping[str, object] | None = None) -> Answer:
        """Ask for what lies at a path; a parameter that is None is left out.

        Raises
        ------
        AskingError
            If the service refuses, or does not answer.
        """
        given = {name: value for name, value in (parameters or {}).items() if value is not None}
        return self._asked("GET", path, answer, params=given)

    def post(self, path: str, body: BaseModel, answer: type[Answer], key: str | None = None) -> Answer:
        """Send a body; with an idempotency `key`, one that is sent again is taken once.

        Raises
        ------
        AskingError
            If the service refuses, or does not answer.
        """
        headers = {"Content-Type": "application/json"} | ({"Idempotency-Key": key} if key else {})
        return self._asked("POST", path, answer, content=body.model_dump_json(exclude_unset=True), headers=headers)

    def _asked(self, method: str, path: str, answer: type[Answer], **more: object) -> Answer:
        try:
            said = self._client.request(method, path, **more)  # type: ignore[arg-type]  # as the two above say
        except httpx2.HTTPError as error:
            raise UnansweredError(
                f"The service at {self._address} does not answer ({type(error).__name__}): see that it runs, and that "
                "KUMPPANI_URL is its address."
            ) from error
        try:
            if said.is_success:
                return answer.model_validate_json(said.content, extra="ignore")
            problem = Problem.model_validate_json(said.content, extra="ignore")
        except ValidationError as error:
            raise UnansweredError(
                f"What answers at {self._address} answers with {said.status_code}, but not as this version of Kumppani "
                "does: see that KUMPPANI_URL is the address of the service, and that both are of one version."
            ) from error
        raise _refusal(problem)


def path(*steps: str) -> str:
    """Join steps to a path in which ids are only ids, dots too."""
    return "/v1/" + "/".join(quote(step, safe="").replace(".", "%2E") for step in steps)


def _refusal(problem: Problem) -> AskingError:
    kind = UnansweredError if problem.status >= HTTPStatus.INTERNAL_SERVER_ERROR else AskingError
    return kind(f"{problem.detail} {ADVICE.get(problem.status, '')}".strip())
