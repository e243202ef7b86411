"""Where the key of who asks goes."""

import socket

import pytest
from pydantic import SecretStr

from api.mcp.service import Service, UnansweredError, path
from api.schemas.disclosure import Disclosure
from api.settings import AssistantSettings


def test_no_proxy_is_sent_what_goes_to_the_same_machine_in_clear(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as proxy, socket.socket() as nobody:
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.getsockname()[1]}")
        for name in ("NO_PROXY", "no_proxy"):
            monkeypatch.delenv(name, raising=False)
        nobody.bind(("127.0.0.1", 0))  # and does not listen
        address = f"http://127.0.0.1:{nobody.getsockname()[1]}"
        service = Service(AssistantSettings(url=address, api_key=SecretStr("kumppani_key"), answer_seconds=1))
        with pytest.raises(UnansweredError, match="ConnectError"):
            service.get(path("disclosure"), Disclosure)
        service.close()
        proxy.setblocking(False)  # noqa: FBT003 - as it is called
        with pytest.raises(BlockingIOError):
            proxy.accept()
