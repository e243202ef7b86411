"""Long texts in pieces, as an encoder reads so many tokens and cuts what follows."""

from itertools import islice, pairwise

import numpy as np

from recommender.encoding.base import Vectors, has_words

MOST = 6
"""Pieces of a text, at most: what stands behind them is not read, so that no text keeps an encoder busy for long."""


def pieces(text: str, size: int) -> list[str]:
    """Cut a text between words into pieces of about `size` characters and alike many words, at most `MOST`.

    A text below one and a half times the size, or a `size` of 0, leaves it whole. White space counts as one character,
    and what holds no word, such as a ruled line, is no piece.
    """
    words = text.split()
    length = sum(map(len, words)) + len(words) - 1
    count = min(round(length / size), len(words)) if size else 1
    if count <= 1:
        return [text]
    edges = np.linspace(0, len(words), count + 1).round().astype(int)
    cut = (" ".join(words[start:end]) for start, end in pairwise(edges))
    return list(islice(filter(has_words, cut), MOST))


def averaged(vectors: Vectors, counts: list[int]) -> Vectors:
    """Unit rows (len(counts), dim): the mean of so many rows each, one after the other; `counts` are 1 or more."""
    starts = np.cumsum([0, *counts[:-1]])
    sums = np.add.reduceat(vectors, starts, axis=0)
    return np.asarray(sums / np.linalg.norm(sums, axis=1, keepdims=True), dtype=np.float32)
