"""Verdicts that wait for a confirmation, each under a token that is over soon."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock

from api.mcp.service import AskingError
from api.schemas.verdicts import JudgementGiven

MOST = 100
"""Most verdicts that wait; further ones push the oldest out."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A verdict, what was said of it, and until when it waits."""

    token: str
    verdict: JudgementGiven
    summary: str
    expires_at: datetime


class Confirmations:
    """The verdicts of one assistant that wait; nothing of them outlives the process."""

    def __init__(self, clock: Callable[[], datetime], seconds: float) -> None:
        self._clock = clock
        self._lasts = timedelta(seconds=seconds)
        self._waiting: dict[str, Waiting] = {}
        self._lock = Lock()

    def propose(self, verdict: JudgementGiven, summary: str) -> Waiting:
        """Let a verdict wait under a new token."""
        made = Waiting(secrets.token_urlsafe(16), verdict, summary, self._clock() + self._lasts)
        with self._lock:
            self._waiting[made.token] = made
            while len(self._waiting) > MOST:
                del self._waiting[next(iter(self._waiting))]
        return made

    def find(self, token: str) -> Waiting:
        """Return what waits under a token.

        Raises
        ------
        AskingError
            If nothing does: nobody proposed it here, it was used, or its time is over.
        """
        with self._lock:
            found = self._waiting.get(token)
        if found is None or found.expires_at <= self._clock():
            raise AskingError(
                "No verdict waits under this token: it was used, is over, or was never given. See with list_verdicts "
                "whether the verdict was written; if not, propose it again."
            )
        return found

    def end(self, token: str) -> None:
        """Let a token be over."""
        with self._lock:
            self._waiting.pop(token, None)
