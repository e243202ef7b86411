"""A service that runs, and assistants that ask it as they would: the SDK's client starts ``kumppani mcp``."""

import asyncio
import os
import sys
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import pytest
from mcp import Client, StdioServerParameters, stdio_client
from mcp.client.session import ElicitationFnT
from mcp_types import CallToolResult, TextContent

from tests.running import Service, running
from tests.tiny import SCRIPT

Given = TypeVar("Given")


@dataclass(frozen=True)
class Assistant:
    """Calls tools."""

    client: Client

    async def told(self, tool: str, **arguments: object) -> dict[str, Any]:
        """Call a tool that answers; return what it says as data."""
        answer = await self.called(tool, **arguments)
        assert not answer.is_error, answer
        assert answer.structured_content is not None
        return dict(answer.structured_content)

    async def refused(self, tool: str, **arguments: object) -> str:
        """Call a tool that refuses; return what it says."""
        answer = await self.called(tool, **arguments)
        assert answer.is_error, answer
        [said] = answer.content
        assert isinstance(said, TextContent)
        return said.text

    async def called(self, tool: str, **arguments: object) -> CallToolResult:
        answer = await self.client.call_tool(tool, arguments)
        assert isinstance(answer, CallToolResult)
        return answer


@asynccontextmanager
async def assistant(
    address: str, key: str = "", *, asks: ElicitationFnT | None = None, mode: str = "auto", **settings: object
) -> AsyncIterator[Assistant]:
    """Start ``kumppani mcp`` and connect; what it writes to standard error may hold nothing that was sent."""
    told = {"KUMPPANI_URL": address, "KUMPPANI_API_KEY": key}
    told |= {f"KUMPPANI_{name.upper()}": str(value) for name, value in settings.items()}
    environment = {**os.environ, **told}  # noqa: TID251 - the program needs it
    parameters = StdioServerParameters(command=sys.executable, args=[str(SCRIPT), "mcp"], env=environment)
    with tempfile.TemporaryFile("w+", encoding="utf-8") as errors:
        async with Client(stdio_client(parameters, errors), elicitation_callback=asks, mode=mode) as client:
            yield Assistant(client)
        errors.seek(0)
        assert errors.read() == ""


def run(work: Callable[[], Awaitable[Given]]) -> Given:
    async def done() -> Given:
        return await work()

    return asyncio.run(done())


@pytest.fixture(scope="module")
def service(trained: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    with running(trained, tmp_path_factory.mktemp("service")) as found:
        yield found


@pytest.fixture(scope="module")
def key(service: Service) -> str:
    """Return the key of an advisor."""
    return service.key("aino@example.org", "advisor")
