"""Vectors of spelling: TF-IDF of words and character n-grams, projected by a truncated SVD."""

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import Any, Literal, Self

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from scipy.sparse import csr_array, hstack

from recommender.encoding.base import Role, Vectors, has_words
from recommender.encoding.terms import Weigher, characters, words, words_and_pairs
from recommender.errors import EncoderError

_FORMAT = 1
_STATE = "tfidf.json"
_COMMON = {"sublinear_tf": True, "dtype": np.float32}
_ANALYSERS: dict[str, dict[str, Any]] = {
    "words": {"analyzer": "word", "ngram_range": (1, 2), "token_pattern": r"(?u)\b\w+\b", **_COMMON},
    "characters": {"analyzer": "char_wb", "ngram_range": (3, 5), **_COMMON},
}


class TfidfConfig(BaseModel):
    """At most ``dim`` dimensions from the most frequent ``words`` (and pairs of words) and ``characters`` (3 to 5).

    With 0 characters only words count; ``stop_words`` names the language whose commonest words do not.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    dim: int = Field(default=256, ge=1)
    words: int = Field(default=20_000, ge=1)
    characters: int = Field(default=30_000, ge=0)
    seed: int = 0
    stop_words: Literal["english"] | None = None


@dataclass(frozen=True)
class TfidfEncoder:
    """Encoder protocol without a neural network: a baseline, and quick in tests. Both roles are treated alike.

    ``vocabulary`` holds the terms of each analyser in column order, ``idf`` one weight per term, and ``components``
    has shape (n_terms, dim). A text that shares no term with what was fitted gets a zero row.
    """

    config: TfidfConfig
    vocabulary: dict[str, list[str]]
    idf: NDArray[np.float32]
    components: NDArray[np.float32]

    @classmethod
    def fit(cls, texts: Sequence[str], config: TfidfConfig | None = None) -> Self:
        """Learn terms, weights and directions.

        Raises
        ------
        EncoderError
            If there is not one word in `texts`.
        """
        from sklearn.feature_extraction.text import TfidfVectorizer  # noqa: PLC0415 - answering does not need it
        from sklearn.utils.extmath import randomized_svd  # noqa: PLC0415 - as above

        config = config or TfidfConfig()
        spoken = [text for text in texts if has_words(text)]
        if not spoken:
            raise EncoderError(
                f"There is not one word in the {len(texts)} texts given; TF-IDF needs some to learn from."
            )
        sizes = {"words": config.words, "characters": config.characters}
        fitted = {
            kind: TfidfVectorizer(**how, max_features=sizes[kind]).fit(spoken)
            for kind, how in _analysers(config).items()
            if sizes[kind]
        }
        terms = hstack([analyser.transform(spoken) for analyser in fitted.values()], format="csr")
        _, _, directions = randomized_svd(terms, min(config.dim, *terms.shape), random_state=config.seed)
        return cls(
            config,
            {kind: fitted[kind].get_feature_names_out().tolist() if kind in fitted else [] for kind in _ANALYSERS},
            np.concatenate([analyser.idf_ for analyser in fitted.values()]).astype(np.float32),
            np.ascontiguousarray(directions.T, dtype=np.float32),
        )

    @cached_property
    def name(self) -> str:
        """Hash of everything that was fitted."""
        digest = hashlib.sha256(self._state().encode())
        digest.update(self.idf.astype("<f4").tobytes())
        digest.update(self.components.astype("<f4").tobytes())
        return f"tfidf-{digest.hexdigest()[:16]}"

    @property
    def dim(self) -> int:
        """Length of a vector."""
        return int(self.components.shape[1])

    @property
    def widths(self) -> tuple[int, ...]:
        """One part."""
        return (self.dim,)

    def encode(self, texts: Sequence[str], *, role: Role = "passage") -> Vectors:  # noqa: ARG002 (has no sides)
        """Return unit rows of shape (len(texts), dim), and a zero row for a text with no word it knows."""
        if not any(map(has_words, texts)):
            return np.zeros((len(texts), self.dim), dtype=np.float32)
        projected = np.asarray(self._terms(texts) @ self.components, dtype=np.float32)
        projected[[row for row, text in enumerate(texts) if not has_words(text)]] = 0.0
        lengths = np.linalg.norm(projected, axis=1, keepdims=True)
        return np.asarray(projected / np.where(lengths > 0, lengths, 1), dtype=np.float32)

    def known(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Share of each text's words, without stop words, that it has kept; 0 where there is none."""
        said = [words(text, self.config.stop_words) for text in texts]
        shares = [np.mean([word in self._kept for word in line]) if line else 0.0 for line in said]
        return np.array(shares, dtype=np.float32)

    def save(self, folder: Path) -> None:
        """Write JSON and npy files; `folder` is created if needed."""
        folder.mkdir(parents=True, exist_ok=True)
        (folder / _STATE).write_text(self._state() + "\n", encoding="utf-8")
        np.save(folder / "idf.npy", self.idf, allow_pickle=False)
        np.save(folder / "components.npy", self.components, allow_pickle=False)

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Read what `save` wrote.

        Raises
        ------
        EncoderError
            If a file is missing, of another format version, or does not fit the others.
        """
        try:
            state = json.loads((folder / _STATE).read_text(encoding="utf-8"))
            encoder = cls(
                TfidfConfig.model_validate(state["config"]),
                {kind: [str(term) for term in state["vocabulary"][kind]] for kind in _ANALYSERS},
                np.load(folder / "idf.npy", allow_pickle=False),
                np.load(folder / "components.npy", allow_pickle=False),
            )
            n_terms = sum(map(len, encoder.vocabulary.values()))
            if state["format"] != _FORMAT or encoder.idf.shape != (n_terms,) or len(encoder.components) != n_terms:
                raise EncoderError(
                    f"The TF-IDF encoder in {folder} is of another format, or its files do not match; fit it anew."
                )
        except (OSError, ValueError, KeyError, TypeError, EOFError, ValidationError) as problem:
            raise EncoderError(f"Cannot load the TF-IDF encoder in {folder}: {problem}. Fit it anew.") from problem
        return encoder

    def _state(self) -> str:
        return json.dumps({"format": _FORMAT, "config": self.config.model_dump(), "vocabulary": self.vocabulary})

    def _terms(self, texts: Sequence[str]) -> csr_array:
        blocks = [weigher.weights(texts) for weigher in self._weighers]
        return blocks[0] if len(blocks) == 1 else csr_array(hstack(blocks, format="csr"))

    @cached_property
    def _kept(self) -> frozenset[str]:
        return frozenset(self.vocabulary["words"])

    @cached_property
    def _weighers(self) -> list[Weigher]:
        """What weighs the terms of a text, one for each kind of terms."""
        splits: dict[str, Callable[[str], list[str]]] = {
            "words": partial(words_and_pairs, stop_words=self.config.stop_words),
            "characters": characters,
        }
        made, start = [], 0
        for kind, terms in self.vocabulary.items():
            if terms:
                columns = {term: place for place, term in enumerate(terms)}
                made.append(Weigher(splits[kind], columns, self.idf[start : start + len(terms)]))
                start += len(terms)
        return made


def _analysers(config: TfidfConfig) -> dict[str, dict[str, Any]]:
    return {**_ANALYSERS, "words": {**_ANALYSERS["words"], "stop_words": config.stop_words}}
