import inspect

import pytest

from recommender import errors
from recommender.errors import (
    BundleError,
    ColumnsMissingError,
    ConflictError,
    DownloadError,
    EncoderError,
    InputError,
    KumppaniError,
    QueryError,
    ServiceError,
    SourceError,
    StoreError,
    TrackingError,
    TrainingError,
    UnknownIdError,
    WorkspaceError,
)

BRANCHES = [
    InputError, WorkspaceError, EncoderError, BundleError, TrainingError, DownloadError, ServiceError, TrackingError,
    StoreError,
]  # fmt: skip
ALL = [error for _, error in inspect.getmembers(errors, inspect.isclass)]


def test_every_error_has_one_root_and_tells_what_it_means() -> None:
    assert all(issubclass(error, KumppaniError) and inspect.getdoc(error) for error in ALL)


def test_every_branch_has_an_exit_code_of_its_own() -> None:
    assert [branch.exit_code for branch in BRANCHES] == [2, 3, 4, 5, 6, 7, 8, 9, 10]
    assert KumppaniError.exit_code == 1


@pytest.mark.parametrize("error", [error for error in ALL if error is not KumppaniError])
def test_every_error_ends_like_its_branch(error: type[KumppaniError]) -> None:
    (branch,) = (branch for branch in BRANCHES if issubclass(error, branch))
    assert error.exit_code == branch.exit_code


def test_input_is_a_file_a_query_or_an_id() -> None:
    assert issubclass(ColumnsMissingError, SourceError)
    assert {SourceError, QueryError, UnknownIdError, ConflictError} == set(InputError.__subclasses__())
