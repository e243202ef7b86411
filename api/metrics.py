"""Figures for Prometheus: of this process, or of all workers together where they share a folder."""

import os
from pathlib import Path

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead

from api.observing import Observation

SECONDS = (0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10)


class Metrics:
    """Counts what an observer and the swaps of models tell.

    Parameters
    ----------
    folder : what the workers share; it must have been in the environment before this module was imported
    """

    def __init__(self, folder: Path | None = None) -> None:
        own = CollectorRegistry()
        self._registry = own if folder is None else CollectorRegistry()
        if folder is not None:
            _forget_the_dead(folder)
            MultiProcessCollector(self._registry, str(folder))  # type: ignore[no-untyped-call]
        self._requests = Histogram(
            "kumppani_request_seconds", "Requests, and how long they took.", ["method", "route", "status"],
            buckets=SECONDS, registry=own,
        )  # fmt: skip
        self._in_flight = Gauge(
            "kumppani_requests_in_flight", "Requests under way.", multiprocess_mode="livesum", registry=own
        )
        self._refused = Counter("kumppani_requests_refused", "Requests refused, by reason.", ["reason"], registry=own)
        self._models = Gauge(
            "kumppani_model_info", "How many processes a model serves in.", ["model"], multiprocess_mode="livesum",
            registry=own,
        )  # fmt: skip
        self._swaps = Counter(
            "kumppani_swaps", "Models taken in or refused since the start.", ["outcome"], registry=own
        )
        self._model: str | None = None

    def begun(self) -> None:
        """Count a request that has begun."""
        self._in_flight.inc()

    def ended(self, request: Observation) -> None:
        """Count a request that has ended."""
        self._in_flight.dec()
        self._requests.labels(request.method, request.route, request.status).observe(request.milliseconds / 1000)
        if request.refused:
            self._refused.labels(request.refused).inc()

    def serves(self, model: str) -> None:
        """Tell which model serves from now on."""
        if self._model is not None:
            self._models.labels(self._model).set(0)
        self._models.labels(model).set(1)
        self._model = model

    def swapped(self, outcome: str) -> None:
        """Count a model that was taken in (``done``) or ``refused``."""
        self._swaps.labels(outcome).inc()

    def text(self) -> str:
        """Write all figures as Prometheus reads them."""
        return generate_latest(self._registry).decode()


def _forget_the_dead(folder: Path) -> None:
    """Drop what workers that died said of the present moment."""
    for path in folder.glob("gauge_live*_*.db"):
        pid = int(path.stem.rpartition("_")[2])
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            mark_process_dead(pid, str(folder))  # type: ignore[no-untyped-call]
