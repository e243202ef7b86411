"""Rankings that were given."""

from functools import partial

import pytest

from recommender.entities import OrganisationId
from recommender.errors import UnknownIdError
from recommender.store import runs
from recommender.store.audit import entries
from recommender.store.nouns import RunId
from recommender.store.runs import Given
from recommender.store.store import Store
from tests.recommender.store.rows import ADVISOR, ORG, company


def test_a_run_is_kept_as_it_was_given_and_the_log_tells_no_word_of_it(store: Store) -> None:
    company(store)
    given = Given(ORG, "bundle-0001", {"text": "We saw.", "k": 3}, {"items": [{"rank": 1, "odds": 0.1}]})
    kept = store.write(partial(runs.keep, given=given, author=ADVISOR))
    with store.reading() as connection:
        assert runs.read(connection, kept.id) == kept
        [told] = entries(connection)
    assert (kept.asked, kept.answered, kept.model) == (given.asked, given.answered, "bundle-0001")
    assert (told.action, told.object_id) == ("run.keep", kept.id)
    assert "saw" not in str(told)


def test_what_is_not_there(store: Store) -> None:
    with store.reading() as connection, pytest.raises(UnknownIdError, match="no run"):
        runs.read(connection, RunId("run-none"))
    with pytest.raises(UnknownIdError, match="no company"):
        store.write(partial(runs.keep, given=Given(OrganisationId("org-none"), "m", {}, {}), author=ADVISOR))
