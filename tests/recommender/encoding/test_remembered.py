"""What a process has encoded lately it does not encode again."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import numpy as np

from recommender.encoding.base import Role, Vectors
from recommender.encoding.remembered import RememberedEncoder
from recommender.encoding.tfidf import TfidfEncoder

TEXTS = ["We saw.", "", "We plane spruce.", "We saw."]


@dataclass
class Counting:
    """Vectors from the length of a text and its side; remembers what it was asked."""

    name: str = "counting"
    dim: int = 2
    widths: tuple[int, ...] = (2,)
    asked: list[str] = field(default_factory=list)

    def encode(self, texts: Sequence[str], *, role: Role = "passage") -> Vectors:
        self.asked += texts
        return np.array([[len(text), role == "query"] for text in texts], dtype=np.float32)


def test_the_vectors_are_those_of_the_encoder() -> None:
    plain = TfidfEncoder.fit(TEXTS)
    remembered = RememberedEncoder(plain)
    for _ in range(2):
        assert np.array_equal(remembered.encode(TEXTS), plain.encode(TEXTS))
    assert remembered.encode([]).shape == (0, plain.dim)


def test_each_text_is_encoded_once_for_each_side() -> None:
    inside = Counting()
    encoder = RememberedEncoder(inside)
    for role in ("passage", "query", "query"):
        found = encoder.encode(TEXTS, role=role)
        assert found[:, 0].tolist() == [7, 0, 16, 7]
        assert found[:, 1].tolist() == [role == "query"] * 4
    assert inside.asked == ["We saw.", "", "We plane spruce."] * 2


def test_what_was_asked_for_last_is_kept() -> None:
    inside = Counting()
    encoder = RememberedEncoder(inside, capacity=2)
    for text in ("a", "b", "a", "c", "a", "b"):
        encoder.encode([text])
    assert inside.asked == ["a", "b", "c", "b"]


def test_nobody_can_change_what_is_kept() -> None:
    encoder = RememberedEncoder(Counting())
    encoder.encode(["abc"])[:] = 0
    assert encoder.encode(["abc"]).tolist() == [[3, 0]]


def test_threads_may_share_it() -> None:
    encoder = RememberedEncoder(Counting(), capacity=3)
    texts = ["x" * (n % 7) for n in range(500)]
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda text: float(encoder.encode([text])[0, 0]), texts))
    assert found == [len(text) for text in texts]
