"""What every test shares: settings of hypothesis, and skips that say what is missing."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from platformdirs import user_cache_path

from recommender.encoding.weights import built
from recommender.errors import EncoderError
from recommender.store.store import Store
from tests.benchmarks.table import Table
from tests.databases import KINDS, Clock, fresh_postgresql, postgresql_server
from tests.tiny import Tiny, run
from tests.worlds import Fitted, fitted

TABLES = pytest.StashKey[list[Table]]()
ROOT = Path(__file__).parent.parent
REAL_DATA = ROOT.parent / "shared" / "data"

# The same examples every time, and no deadline: a busy machine is no failure.
settings.register_profile("kumppani", derandomize=True, deadline=None, print_blob=True)
settings.load_profile("kumppani")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let benchmarks and drills run at the size that their targets are about."""
    parser.addoption("--full", action="store_true", help="benchmarks and drills at full size, with verdicts")


def pytest_configure(config: pytest.Config) -> None:
    """Make room for tables."""
    config.stash[TABLES] = []


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Print what benchmarks and drills have measured."""
    for table in config.stash[TABLES]:
        terminalreporter.write_line(f"\n{table}\n")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip what this machine cannot run."""
    missing = {
        "realdata": None if REAL_DATA.is_dir() else "the real CORDIS extracts are not on this machine",
        "browser": None if shutil.which("chromium") else "Chromium is not on this machine",
    }
    for item in items:
        for marker, reason in missing.items():
            if reason and item.get_closest_marker(marker):
                item.add_marker(pytest.mark.skip(reason=reason))


@pytest.fixture(scope="session")
def full(pytestconfig: pytest.Config) -> bool:
    """Return whether benchmarks and drills run at full size."""
    return bool(pytestconfig.getoption("full"))


@pytest.fixture(scope="module")
def table(request: pytest.FixtureRequest, pytestconfig: pytest.Config) -> Table:
    """Return the table that a module of benchmarks or drills fills, to be printed at the end under its docstring."""
    table = Table(str(request.module.__doc__).partition("\n")[0], [])
    pytestconfig.stash[TABLES].append(table)
    return table


@pytest.fixture(scope="session")
def root() -> Path:
    """Return the folder of the project."""
    return ROOT


@pytest.fixture(scope="session")
def real_data() -> Path:
    """Return the folder of the real extracts; only for tests marked ``realdata``."""
    return REAL_DATA


@pytest.fixture(scope="session")
def e5_folder() -> Path:
    """Return the folder of the sentence encoder, built once per user; only for tests marked ``neural``."""
    try:
        return built(user_cache_path("kumppani") / "models")
    except EncoderError as problem:
        pytest.skip(str(problem))


@pytest.fixture(scope="session")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a workspace with a tiny world and two published bundles, of seeds 0 and 1; to be copied before a change.

    Its files lie beside it, in ``files``.
    """
    folder = tmp_path_factory.mktemp("trained")
    workspace = folder / "workspace"
    steps = [["ingest", *source] for source in Tiny().write(folder / "files")]
    steps += [["train", "--seed", seed, "--config", str(folder / "files" / "config.toml")] for seed in ("0", "1")]
    for step in steps:
        result = run(*step, "--workspace", workspace)
        assert result.exit_code == 0, result.output
    return workspace


@pytest.fixture(scope="session")
def small() -> Fitted:
    """Return a small fictional world with a recommender fitted on it; nothing of it may be changed."""
    return fitted()


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """Run a PostgreSQL of its own; return the URL of its first database."""
    with postgresql_server() as url:
        yield url


@pytest.fixture(params=KINDS)
def database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Return the URL of an empty database, of each kind in turn."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'store.sqlite'}"
    return fresh_postgresql(request.getfixturevalue("postgresql"))


@pytest.fixture
def clock() -> Clock:
    """Return a clock that the test can set."""
    return Clock()


@pytest.fixture
def store(database: str, clock: Clock) -> Iterator[Store]:
    """Return an open store on an empty database, of each kind in turn."""
    opened = Store.open(database, clock)
    yield opened
    opened.close()
