"""Which model serves: the bundle published last, taken in while requests go on.

Each request holds one model from its start to its end (`api.middleware.AnswerHeaders`); a swap reaches those that begin
after it. A bundle that is refused changes nothing, is logged once, and is not tried again until the pointer is written
anew.
"""

import logging
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from anyio import CapacityLimiter, create_task_group, sleep, to_thread
from starlette.datastructures import State

from api.deps import Serving
from api.tracing import span
from recommender.entities import Query
from recommender.publishing import Shelf

if TYPE_CHECKING:
    from recommender.bundle import ReadIndex
    from recommender.encoding.base import Encoder, Role, Vectors
    from recommender.pipeline import Recommender
    from recommender.store.vectors import VectorDatabase

TRIAL = Query("trial", country="FI", text="We measure the quality of water.")
"""What a new model has to answer before it serves; the text also makes it load its encoder."""


class TracedEncoder:
    """Encoder protocol around another encoder; times it where a request is traced."""

    def __init__(self, encoder: "Encoder") -> None:
        self.encoder = encoder
        self.name, self.dim, self.widths = encoder.name, encoder.dim, encoder.widths

    def encode(self, texts: Sequence[str], *, role: "Role" = "passage") -> "Vectors":
        """Return what the encoder returns."""
        with span("encode"):
            return self.encoder.encode(texts, role=role)


Renew = Callable[[], Serving | None]
"""Return what was published since the last call, loaded, or None; raise if it is refused."""

log = logging.getLogger(__name__)


class Published:
    """The bundle that a shelf publishes; encoders stay in memory from one bundle to the next where they are the same.

    So do the vectors of the texts that were asked for last.

    Parameters
    ----------
    models : folder where sentence encoders are kept
    vectors : URL of the PostgreSQL that searches the vectors of past projects; empty where FAISS does
    """

    def __init__(self, shelf: Shelf, models: Path, vectors: str = "") -> None:
        self.shelf = shelf
        self.models = models
        self.vectors = vectors
        self._database: VectorDatabase | None = None
        self._seen: tuple[int, int] | None = None
        self._last: Recommender | None = None

    def load(self) -> Serving:
        """Load the bundle that is published now.

        Raises
        ------
        BundleError
            If there is none, or it is refused.
        EncoderError
            If its encoder cannot be loaded.
        StoreError
            If the database that searches its vectors cannot be used.
        """
        from recommender.bundle import load  # noqa: PLC0415 - imports numeric libraries
        from recommender.encoding.remembered import RememberedEncoder  # noqa: PLC0415 - as above

        self._seen = self._mark()  # before it is read, so that what is published meanwhile comes next
        loaded = load(self.shelf.current(), self.models, *self._elsewhere())
        last = None if self._last is None else self._last.encoder
        same = last is not None and last.name == loaded.encoder.name
        loaded = replace(loaded, encoder=last if last and same else RememberedEncoder(TracedEncoder(loaded.encoder)))
        self._last = loaded
        return loaded

    def renew(self) -> Serving | None:
        """Load the bundle if the pointer was written since the last look, as `Renew` says."""
        return None if self._mark() == self._seen else self.load()

    def close(self) -> None:
        """Let the database that searches vectors go, if there is one."""
        if self._database is not None:
            self._database.close()
            self._database = None

    def _elsewhere(self) -> "tuple[ReadIndex, ...]":
        """How the index is read, where it is not FAISS that searches."""
        if not self.vectors:
            return ()
        from recommender.indexing.pgvector import PgvectorIndex  # noqa: PLC0415 - imports the database
        from recommender.store.vectors import VectorDatabase  # noqa: PLC0415 - as above

        if self._database is None:
            self._database = VectorDatabase.open(self.vectors)
        return (partial(PgvectorIndex.load, database=self._database),)

    def _mark(self) -> tuple[int, int] | None:
        """Tell one writing of the pointer from the next: it is replaced by a new file each time."""
        try:
            found = self.shelf.pointer.stat()
        except FileNotFoundError:
            return None
        return found.st_mtime_ns, found.st_ino


@asynccontextmanager
async def swapping(state: State, renew: Renew, seconds: float) -> AsyncIterator[None]:
    """Look for a new model every so many seconds, and let it serve as ``state.serving``."""
    thread = CapacityLimiter(1)  # of its own, so that requests and loading do not wait for each other

    async def watch() -> None:
        while True:
            await sleep(seconds)
            await to_thread.run_sync(take, state, renew, limiter=thread, abandon_on_cancel=True)

    async with create_task_group() as tasks:
        tasks.start_soon(watch)
        yield
        tasks.cancel_scope.cancel()


def take(state: State, renew: Renew) -> None:
    """Let what was published since the last look serve, once it has answered a question."""
    try:
        found = renew()
        if found is None:
            return
        found.recommend([TRIAL], k=1, explain=True)
    except Exception as error:  # whatever is wrong with a new model, the old one goes on
        state.refused = True
        if state.metrics:
            state.metrics.swapped("refused")
        log.exception("The published bundle is refused, %s goes on serving: %s", state.serving.version, error)  # noqa: TRY401 - one line that says why
        return
    state.serving, state.refused = found, False
    if state.metrics:
        state.metrics.serves(found.version)
        state.metrics.swapped("done")
    log.info("%s serves from now on", found.version)
