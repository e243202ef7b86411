"""Whether the model answers, asked of it now and then however often load balancers ask."""

import time
from threading import Lock

from api.deps import Serving
from api.errors import NotReadyError
from recommender.entities import Query

FRESH = 5.0
"""Seconds for which an answer to this question holds."""
QUESTION = Query("ready", country="FI")


class Readiness:
    """Keeps the outcome of the last trial of a model for `FRESH` seconds; another model is tried at once."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._tried: tuple[Serving, float, Exception | None] | None = None

    def check(self, serving: Serving) -> None:
        """Pass if the model answers a small question, or did so a moment ago.

        Raises
        ------
        NotReadyError
            If it does not.
        """
        with self._lock:
            now = time.monotonic()
            if self._tried is None or self._tried[0] is not serving or now - self._tried[1] > FRESH:
                self._tried = (serving, now, _fault(serving))
            fault = self._tried[2]
        if fault is not None:
            raise NotReadyError("The recommender is loaded but does not answer; see the log.") from fault


def _fault(serving: Serving) -> Exception | None:
    try:
        serving.recommend([QUESTION], k=1)
    except Exception as error:  # noqa: BLE001 - whatever keeps it from answering
        return error
    return None
