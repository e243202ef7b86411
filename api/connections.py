"""Connections that say nothing are closed: uvicorn waits for the head of a first request for ever."""

import asyncio

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

MOST_HEAD_BYTES = 32 * 1024
"""How long the head of a request may be while its end has not come."""


class PatientProtocol(HttpToolsProtocol):
    """HTTP/1.1 in which the head of a request has to come within ``timeout_keep_alive`` seconds and be no longer.

    The time runs from the opening of the connection, and from the first byte of each further request.
    """

    _waiting: asyncio.TimerHandle | None = None
    _in_request = False
    _come = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as in the base class
        """Begin to wait for a request."""
        super().connection_made(transport)
        self._wait()

    def data_received(self, data: bytes) -> None:
        """Wait on while no head is whole, and not for one that has no end."""
        if self._waiting is None and not self._in_request:
            self._wait()
        self._come += len(data)
        super().data_received(data)
        if self._waiting is not None and self._come > MOST_HEAD_BYTES:
            self.send_400_response("The head of the request is too long.")

    def on_message_begin(self) -> None:
        """Wait for a request that came right behind another."""
        super().on_message_begin()
        if self._waiting is None:
            self._wait()

    def on_headers_complete(self) -> None:
        """Wait no longer for the head."""
        self._stop()
        self._in_request = True
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """Be ready for the next request."""
        self._in_request = False
        super().on_message_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no longer."""
        self._stop()
        super().connection_lost(exc)

    def _wait(self) -> None:
        self._come = 0
        self._waiting = self.loop.call_later(self.timeout_keep_alive, self._give_up)

    def _stop(self) -> None:
        if self._waiting is not None:
            self._waiting.cancel()
            self._waiting = None

    def _give_up(self) -> None:
        if self.cycle is None or self.cycle.response_complete:
            self.transport.close()
        else:  # a request before it is still being answered
            self._waiting = self.loop.call_later(self.timeout_keep_alive, self._give_up)
