"""Encoders: start to first answer, a new text of 120 tokens, many profiles embedded once"""

import itertools
import json
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from tokenizers import Tokenizer

from recommender.encoding.base import Role, Vectors
from recommender.encoding.cached import CachedEncoder
from recommender.encoding.joined import JoinedEncoder
from recommender.encoding.packaged import packaged
from recommender.encoding.sentence import SentenceConfig, SentenceEncoder
from recommender.entities import Query
from recommender.pipeline import Recommender
from recommender.publishing import Shelf
from recommender.workspace import Workspace
from tests.benchmarks.table import Row, Table, interleaved
from tests.tiny import Tiny, run

pytestmark = [pytest.mark.neural, pytest.mark.slow]

CONFIG = "[fit]\nwindows = 3\nmin_queries = 5\nmax_queries = 60\ntrees = 100\n"
STARTED = """
import sys, time
from pathlib import Path
from recommender.bundle import load
from recommender.entities import Query
recommender = load(Path(sys.argv[1]), Path(sys.argv[2]))
(ranking,) = recommender.recommend([Query("q", "s4", "", sys.argv[3])], k=3)
print([each.ecosystem_id for each in ranking.recommendations], "torch" in sys.modules, flush=True)
"""
EMBEDDING = """
import sys
from pathlib import Path
from recommender.encoding.cached import CachedEncoder
from recommender.encoding.sentence import SentenceConfig, SentenceEncoder
texts = Path(sys.argv[3]).read_text("utf-8").splitlines()
CachedEncoder(SentenceEncoder(SentenceConfig(model=sys.argv[1])), Path(sys.argv[2])).encode(texts, role="query")
"""
WORDS = "pump valve mill sensor forest harvester battery grid hospital ward bakery oats steel crane water leak".split()  # noqa: SIM905 (words)


class Counting:
    """An encoder that counts the texts it is given."""

    def __init__(self, encoder: SentenceEncoder) -> None:
        self.encoder, self.given = encoder, 0
        self.name, self.dim, self.widths = encoder.name, encoder.dim, encoder.widths

    def encode(self, texts: Sequence[str], *, role: Role = "passage") -> Vectors:
        self.given += len(texts)
        return self.encoder.encode(texts, role=role)


def drawn(seed: int, number: int, length: int) -> list[str]:
    """Return different texts of so many words."""
    rng = np.random.default_rng(seed)
    return [f"{' '.join(rng.choice(WORDS, length))} {place}" for place in range(number)]


@pytest.fixture(scope="module")
def bundle(e5_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a bundle of a tiny world with the real encoders."""
    assert e5_folder.is_dir()
    folder = tmp_path_factory.mktemp("neural")
    steps = [["ingest", *source] for source in Tiny().write(folder / "files")]
    (folder / "config.toml").write_text(CONFIG, "utf-8")
    for step in [*steps, ["train", "--seed", "1", "--config", str(folder / "config.toml")]]:
        result = run(*step, "--workspace", folder / "workspace")
        assert result.exit_code == 0, result.output
    return Shelf(Workspace(folder / "workspace").bundles_folder).current()


def first_answer(bundle: Path, models: Path, text: str) -> tuple[float, str]:
    """Seconds from the start of a process to its first answer, and what it printed."""
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", STARTED, bundle, models, text], capture_output=True, text=True, check=True
    )
    return time.perf_counter() - start, done.stdout


def test_start(bundle: Path, e5_folder: Path, table: Table, full: bool) -> None:  # noqa: FBT001 (a fixture)
    for text, most, what in (("", 2, "no text, encoders asleep"), ("pumps for mills", 10, "a text, encoders loaded")):
        seconds, said = zip(
            *(first_answer(bundle, e5_folder.parent, text) for _ in range(5 if full else 1)), strict=True
        )
        (answer,) = set(said)
        assert len(json.loads(answer[: answer.index("]") + 1].replace("'", '"'))) == 3
        assert answer.endswith(f"{bool(text)}\n")
        table.add(Row(f"process to first answer: {what}", most, None, float(np.median(seconds)), "s", judged=full))


def test_a_new_text(bundle: Path, e5_folder: Path, table: Table, full: bool) -> None:  # noqa: FBT001 (a fixture)
    from recommender.bundle import load  # noqa: PLC0415 (its name is that of the fixture)

    recommender: Recommender = load(bundle, e5_folder.parent)
    rounds = 50 if full else 3
    texts = iter(drawn(1, 4 * rounds + 40, 75))
    passes = JoinedEncoder([SentenceEncoder(SentenceConfig(model=str(m))) for m in (e5_folder, packaged())])
    one_pass, answered = interleaved(
        [
            lambda: passes.encode([next(texts)], role="query"),
            lambda: recommender.recommend([Query("q", None, "FI", next(texts))], k=20),
        ],
        rounds,
    )
    tokenizer = Tokenizer.from_file(str(e5_folder / "tokenizer.json"))
    tokens = [len(tokenizer.encode(text).ids) for text in drawn(1, 5, 75)]
    assert 100 <= np.mean(tokens) <= 140
    table.add(Row("a new text of 120 tokens, p50", 60, one_pass.median, answered.median, "ms", judged=full))


def test_profiles_are_embedded_once(e5_folder: Path, tmp_path: Path, table: Table, full: bool) -> None:  # noqa: FBT001 (a fixture)
    number = 2000 if full else 520
    texts = drawn(2, number, 20 if full else 6)
    (tmp_path / "texts").write_text("\n".join(texts), "utf-8")
    folder = tmp_path / "vectors"
    call = [sys.executable, "-c", EMBEDDING, str(e5_folder), str(folder), str(tmp_path / "texts")]
    with subprocess.Popen(call) as process:
        while not list(folder.rglob("*.npy")):
            assert process.poll() is None
            time.sleep(0.01)
        process.kill()
    kept = sum(len(np.load(file)) for file in folder.rglob("*.npy"))
    assert 256 <= kept < number
    counting = Counting(SentenceEncoder(SentenceConfig(model=str(e5_folder))))
    resumed = CachedEncoder(counting, folder).encode(texts, role="query")
    given = counting.given
    again = CachedEncoder(counting, folder)
    assert np.array_equal(again.encode([*texts[::-1], *texts], role="query")[number:], resumed)
    assert counting.given == given
    fresh = itertools.count()
    plain, caching = interleaved(
        [
            lambda: counting.encoder.encode(texts[:256], role="query"),
            lambda: CachedEncoder(counting.encoder, tmp_path / f"fresh-{next(fresh)}").encode(
                texts[:256], role="query"
            ),
        ],
        5 if full else 1,
        warm=1,
    )
    ratio = caching.median / plain.median
    table.add(
        Row(f"of {number} profiles, embedded twice after a kill", 0, None, given - (number - kept), "", judged=full),
        Row("embedding and keeping, against one pass", 1.2, None, ratio, "×", judged=full),
    )
