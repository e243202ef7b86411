"""Terms of a text as scikit-learn's vectorisers split it, and their weights, without loading scikit-learn.

Training learns with scikit-learn; what answers has only to look up. The terms and the last bit of each weight are
those of `TfidfVectorizer`, as a test shows.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

_WORD = re.compile(r"\b\w+\b")
_BLANKS = re.compile(r"\s\s+")
_SHORTEST, _LONGEST = 3, 5

StopWords = Literal["english"] | None


def words(text: str, stop_words: StopWords) -> list[str]:
    """Words in lower case, without those that a language says most often."""
    found = _WORD.findall(text.lower())
    common = _commonest() if stop_words else frozenset[str]()
    return [word for word in found if word not in common]


def words_and_pairs(text: str, stop_words: StopWords) -> list[str]:
    """Words, and each word with the one that follows it."""
    said = words(text, stop_words)
    return [*said, *map(" ".join, pairwise(said))]


def characters(text: str) -> list[str]:
    """Runs of 3 to 5 characters within words, which begin and end with a blank; a short word counts once."""
    found = []
    for word in _BLANKS.sub(" ", text.lower()).split():
        padded = f" {word} "
        for length in range(_SHORTEST, _LONGEST + 1):
            starts = range(max(len(padded) - length, 0) + 1)
            found += [padded[start : start + length] for start in starts]
            if len(starts) == 1:
                break
    return found


@dataclass(frozen=True)
class Weigher:
    """Weighs terms: logarithm of how often the text says them, times ``idf`` (n_terms,); each text at length 1.

    ``columns`` gives the place of each term that is known, ``split`` the terms of a text.
    """

    split: Callable[[str], Iterable[str]]
    columns: Mapping[str, int]
    idf: NDArray[np.float32]

    def weights(self, texts: Sequence[str]) -> csr_array:
        """Return float32 of shape (len(texts), n_terms)."""
        counts = [
            sorted(Counter(self.columns[term] for term in self.split(text) if term in self.columns).items())
            for text in texts
        ]
        lengths = np.array([len(line) for line in counts], dtype=np.int64)
        starts = np.concatenate((np.zeros(1, dtype=np.int64), np.cumsum(lengths)))
        places = np.array([column for line in counts for column, _ in line], dtype=np.int32)
        data = np.array([times for line in counts for _, times in line], dtype=np.float32)
        data = (np.log(data) + np.float32(1)) * self.idf[places]
        for start, end in pairwise(starts.tolist()):
            some = data[start:end]
            if len(some):
                some[:] = some / np.sqrt(np.cumsum(np.square(some), dtype=np.float64)[-1])
        return csr_array((data, places, starts), shape=(len(texts), len(self.idf)))


@cache
def _commonest() -> frozenset[str]:
    """Words that scikit-learn leaves out of English."""
    return frozenset((Path(__file__).parent / "english.txt").read_text("utf-8").split())
