"""Throwing away what has outlived its use, as the settings say."""

from datetime import timedelta
from functools import partial

from api.clock import now
from api.settings import Settings
from recommender.publishing import Shelf
from recommender.store.erasure import Retention, scrub
from recommender.store.erasure import tidy as throw_away
from recommender.store.store import Store
from recommender.workspace import Workspace


def tidy(settings: Settings) -> dict[str, int]:
    """Tidy the database of the settings; return how many rows each table lost, and how many copies of vectors went.

    Raises
    ------
    BundleError
        If it cannot be told which copies the published bundles need; none is thrown away then.
    StoreError
        If the database cannot be used, or its log is in use all the while.
    """
    keep = Retention(
        intents=timedelta(days=settings.keep_intents_days),
        runs=timedelta(days=settings.keep_runs_days),
        tokens=timedelta(days=settings.keep_tokens_days),
        requests=timedelta(days=settings.keep_requests_days),
        imports=timedelta(days=settings.keep_imports_days),
    )
    store = Store.open(settings.database_url, now)
    try:
        lost = store.write(partial(throw_away, keep=keep))
        scrub(store.engine)
        lost["copies of vectors"] = _clear(settings, store)
    finally:
        store.close()
    return lost


def _clear(settings: Settings, store: Store) -> int:
    """Throw away copies of vectors that belong to no published bundle; with no bundle to go by, none."""
    shelf = Shelf(Workspace(settings.workspace).bundles_folder)
    names = shelf.published()
    if store.engine.dialect.name != "postgresql" or not names:
        return 0
    from recommender.bundle import INDEX  # noqa: PLC0415 - imports numeric libraries
    from recommender.indexing.faiss import described  # noqa: PLC0415 - as above
    from recommender.store.vectors import tidy as clear  # noqa: PLC0415 - as above

    return clear(store.engine, {described(shelf.folder / name / INDEX).sha256 for name in names})
