"""Throwing away what has outlived its use, as the settings say."""

from datetime import timedelta
from functools import partial

from api.clock import now
from api.settings import Settings
from recommender.store.erasure import Retention, scrub
from recommender.store.erasure import tidy as throw_away
from recommender.store.store import Store


def tidy(settings: Settings) -> dict[str, int]:
    """Tidy the database of the settings; return how many rows each table lost.

    Raises
    ------
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
    finally:
        store.close()
    return lost
