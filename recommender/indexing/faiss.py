"""Search with FAISS: exact while the rows are few, approximate (HNSW) when they are many."""

import hashlib
import json
import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import faiss
import numpy as np
from numpy.typing import NDArray

from recommender.encoding.base import Vectors
from recommender.errors import BundleCorruptError
from recommender.indexing.base import Neighbours, require_finite
from recommender.indexing.settling import Extent, Proposed, settled

HNSW_ABOVE = 200_000  # rows; below, comparing with each row takes milliseconds and misses nothing

_FORMAT = 1
_DATA, _MANIFEST = "index.faiss", "index.json"
_LINKS, _EF_CONSTRUCTION, _EF_SEARCH = 32, 200, 128

faiss.omp_set_num_threads(1)


class FaissIndex:
    """Index protocol over FAISS, on one thread.

    A flat index is multiplied out, HNSW searched by FAISS. Inner products of the rows that come are then summed anew in
    float64 and rounded to float32, so that a flat index gives the rows and scores of the exact index, ties included.
    HNSW may miss a near row, but never gives a wrong score nor fewer than min(k, len(self)) rows.
    """

    def __init__(self, index: Any) -> None:  # noqa: ANN401 (FAISS has no types)
        self._index = index
        self._approximate = isinstance(index, faiss.IndexHNSW)
        self._flat = faiss.downcast_index(index.storage) if self._approximate else index
        numbers = faiss.rev_swig_ptr(self._flat.get_xb(), len(self) * index.d)  # type: ignore[union-attr]
        self._rows = numbers.reshape(len(self), index.d)  # FAISS's own memory
        self._longest = float(np.sqrt(np.einsum("nd,nd->n", self._rows, self._rows).max(initial=0.0)))

    @classmethod
    def build(cls, vectors: Vectors, *, hnsw_above: int = HNSW_ABOVE) -> Self:
        """Return an index of `vectors`, float32 of shape (rows, dim): flat up to `hnsw_above` rows, HNSW beyond.

        The same vectors give the same index, byte by byte.

        Raises
        ------
        ValueError
            If the vectors are no matrix of finite numbers, or have no columns.
        """
        require_finite(vectors)
        dim = vectors.shape[1]
        if dim == 0:
            raise ValueError("The vectors have no columns; there is nothing to search by.")
        index: Any = faiss.IndexFlatIP(dim)
        if len(vectors) > hnsw_above:
            index = faiss.IndexHNSWFlat(dim, _LINKS, faiss.METRIC_INNER_PRODUCT)
            index.hnsw.efConstruction = _EF_CONSTRUCTION
        index.add(np.ascontiguousarray(vectors, dtype=np.float32))
        return cls(index)

    @property
    def kind(self) -> str:
        """``faiss:Flat`` or ``faiss:HNSW32``."""
        return f"faiss:HNSW{_LINKS}" if self._approximate else "faiss:Flat"

    def __len__(self) -> int:
        return int(self._index.ntotal)

    @property
    def vectors(self) -> Vectors:
        """All vectors in the order of the rows, float32 (rows, dim)."""
        return np.asarray(self._flat.reconstruct_n(0, len(self))).reshape(len(self), -1)

    def search(self, vectors: Vectors, k: int) -> Neighbours:
        """Return the min(k, len(self)) nearest rows, as the protocol says."""
        return settled(vectors, k, Extent(len(self), self._index.d, self._longest), self._propose)

    def save(self, folder: Path) -> None:
        """Write the index and its manifest; each file is there whole or not at all."""
        folder.mkdir(parents=True, exist_ok=True)
        data = faiss.serialize_index(self._index).tobytes()
        manifest = {
            "format": _FORMAT,
            "kind": self.kind,
            "rows": len(self),
            "dim": self._index.d,
            "sha256": hashlib.sha256(data).hexdigest(),
        }
        _write(folder / _DATA, data)
        _write(folder / _MANIFEST, (json.dumps(manifest, indent=2) + "\n").encode())

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Read what `save` wrote, after comparing its sha256.

        Raises
        ------
        BundleCorruptError
            If a file is missing, truncated or edited.
        """
        with _refusing(folder):
            return cls(faiss.deserialize_index(np.frombuffer(_verified(folder), dtype=np.uint8)))

    def _propose(self, queries: Vectors, fetch: int) -> Proposed:
        """Return `fetch` rows per query, with no −1 among them: of HNSW as FAISS finds them, else by all products."""
        rows, lowest = self._found(queries, fetch) if self._approximate else _nearest(queries @ self._rows.T, fetch)
        return Proposed(rows, self._rows[rows], lowest)

    def _found(self, queries: Vectors, fetch: int) -> tuple[NDArray[np.int64], Vectors]:
        breadth = faiss.SearchParametersHNSW(efSearch=max(_EF_SEARCH, 2 * fetch))  # type: ignore[attr-defined]
        scores, rows = self._index.search(queries, fetch, params=breadth)
        short = (rows < 0).any(axis=1)
        if short.any():
            scores[short], rows[short] = self._flat.search(queries[short], fetch)
        return rows, scores[:, -1]


def _nearest(products: Vectors, fetch: int) -> tuple[NDArray[np.int64], Vectors]:
    """Columns of the `fetch` largest products of each row, the least of them first, and that one.

    Of several queries at once, a flat index is so searched in a quarter of FAISS's own time.
    """
    rows = np.argpartition(products, -fetch, axis=1)[:, -fetch:]
    return rows, np.take_along_axis(products, rows[:, :1], axis=1)[:, 0]


def build(vectors: Vectors) -> FaissIndex:
    """Return the index for `vectors`, chosen by their number."""
    return FaissIndex.build(vectors)


@dataclass(frozen=True, slots=True)
class Description:
    """What the manifest of a saved index tells: its size, and the SHA-256 of its file."""

    rows: int
    dim: int
    sha256: str


def described(folder: Path) -> Description:
    """Read the manifest of a saved index, and leave the index itself unread.

    Raises
    ------
    BundleCorruptError
        If it is missing or edited.
    """
    with _refusing(folder):
        return _described(folder)


def _described(folder: Path) -> Description:
    manifest = json.loads((folder / _MANIFEST).read_text(encoding="utf-8"))
    if manifest["format"] != _FORMAT:
        raise ValueError(f"{_MANIFEST} has format {manifest['format']!r}, this version reads {_FORMAT}")
    return Description(int(manifest["rows"]), int(manifest["dim"]), str(manifest["sha256"]))


@contextmanager
def _refusing(folder: Path) -> Iterator[None]:
    """Say in our words that an index cannot be used."""
    try:
        yield
    except (OSError, ValueError, KeyError, TypeError, RuntimeError) as problem:
        raise BundleCorruptError(
            f"The index in {folder} cannot be used: {problem}. Publish the bundle anew."
        ) from problem


def _verified(folder: Path) -> bytes:
    """Return the bytes of a saved index, or raise ValueError if they are not those of its manifest."""
    data = (folder / _DATA).read_bytes()
    if _described(folder).sha256 != hashlib.sha256(data).hexdigest():
        raise ValueError(f"{_DATA} ({len(data):,} bytes) is not the file that {_MANIFEST} describes")
    return data


def _write(file: Path, content: bytes) -> None:
    temporary = file.with_name(f".{file.name}-{uuid.uuid4().hex}")
    try:
        with temporary.open("wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        temporary.replace(file)
    finally:
        temporary.unlink(missing_ok=True)
