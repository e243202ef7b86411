"""Vectors that are computed once: an encoder with its results kept on disk."""

import hashlib
import io
import os
import uuid
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from recommender.encoding.base import Encoder, Role, Vectors
from recommender.errors import EncoderError

_CHUNK = 256  # texts between two writes: what a crash can cost
_MERGE_ABOVE = 32  # segments; opening few large files is faster than opening many small ones


class CachedEncoder:
    """Encoder protocol around another encoder, whose vectors are kept in `folder` and never computed twice.

    Each file of the folder is a segment: an npy array of pairs (sha256 of name, role and text; vector), named after the
    sha256 of its own bytes. Segments are only added, so that several processes may share a folder; one that is torn or
    edited does not match its name, is passed over, and its texts are encoded again. Vectors come back bit by bit.

    Parameters
    ----------
    folder : created if needed; encoders of different names keep apart in it
    progress : called with (done, total) distinct texts of a call, once at its start and after each chunk
    """

    def __init__(self, encoder: Encoder, folder: Path, progress: Callable[[int, int], None] | None = None) -> None:
        self.encoder = encoder
        self._folder = folder / hashlib.sha256(encoder.name.encode()).hexdigest()[:16]
        self._progress = progress or (lambda _done, _total: None)
        self._known: dict[bytes, NDArray[np.float32]] = {}
        self._read: set[str] = set()

    @property
    def name(self) -> str:
        """The name of the encoder inside: a cache changes no vector."""
        return self.encoder.name

    @property
    def dim(self) -> int:
        """Length of a vector, known without loading the encoder if anything is in the cache."""
        self._refresh()
        return len(next(iter(self._known.values()))) if self._known else self.encoder.dim

    @property
    def widths(self) -> tuple[int, ...]:
        """One part, as a cache is put around one encoder."""
        return (self.dim,)

    def encode(self, texts: Sequence[str], *, role: Role = "passage") -> Vectors:
        """Return what the encoder returns, from the cache where it is there.

        Raises
        ------
        EncoderError
            If the folder cannot be read or written.
        """
        keys = [self._key(text, role) for text in texts]
        if not self._known or not self._known.keys() >= set(keys):
            self._refresh()
        wanted = dict(zip(keys, texts, strict=True))
        missing = [key for key in wanted if key not in self._known]
        self._progress(len(wanted) - len(missing), len(wanted))
        for start in range(0, len(missing), _CHUNK):
            chunk = missing[start : start + _CHUNK]
            self._add(chunk, self.encoder.encode([wanted[key] for key in chunk], role=role))
            self._progress(len(wanted) - len(missing) + start + len(chunk), len(wanted))
        if not keys:
            return np.zeros((0, self.dim), dtype=np.float32)
        return np.stack([self._known[key] for key in keys])

    def _key(self, text: str, role: Role) -> bytes:
        content = f"{self.encoder.name}\0{role}\0{text}"
        return hashlib.sha256(content.encode("utf-8", errors="surrogatepass")).digest()

    def _add(self, keys: list[bytes], vectors: Vectors) -> None:
        segment = np.empty(len(keys), dtype=[("key", "u1", 32), ("vector", "<f4", vectors.shape[1])])
        segment["key"] = np.frombuffer(b"".join(keys), dtype=np.uint8).reshape(-1, 32)
        segment["vector"] = vectors
        self._read.add(self._write(segment))
        self._known.update(zip(keys, segment["vector"], strict=True))

    def _write(self, segment: NDArray[np.void]) -> str:
        """Write a segment so that it is there whole or not at all, and return its name."""
        content = io.BytesIO()
        np.save(content, segment, allow_pickle=False)
        name = hashlib.sha256(content.getbuffer()).hexdigest()
        temporary = self._folder / f"{uuid.uuid4().hex}.part"
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            with temporary.open("wb") as stream:
                stream.write(content.getbuffer())
                stream.flush()
                os.fsync(stream.fileno())
            temporary.replace(self._folder / f"{name}.npy")
        except OSError as problem:
            with suppress(OSError):
                temporary.unlink()
            raise EncoderError(
                f"Cannot write to the vector cache {self._folder}: {problem}. Free some space or name another folder."
            ) from problem
        return name

    def _refresh(self) -> None:
        """Read the segments that are new, also those that another process has written or merged meanwhile."""
        segments = {}
        while unseen := {path.stem for path in self._folder.glob("*.npy")} - self._read:
            self._read |= unseen
            found = {name: _segment(self._folder / f"{name}.npy") for name in sorted(unseen)}
            segments.update({name: segment for name, segment in found.items() if segment is not None})
        for segment in segments.values():
            joined = segment["key"].tobytes()
            keys = [joined[start : start + 32] for start in range(0, len(joined), 32)]
            self._known.update(zip(keys, segment["vector"], strict=True))
        if len(segments) > _MERGE_ABOVE:
            with suppress(EncoderError):  # a folder that cannot be written can still be read
                self._merge(segments)

    def _merge(self, segments: dict[str, NDArray[np.void]]) -> None:
        """Put many segments into one; the old ones go after the new one is safe on disk."""
        whole = np.concatenate(list(segments.values()))
        _, first = np.unique(whole["key"], axis=0, return_index=True)
        merged = self._write(whole[np.sort(first)])
        self._read.add(merged)
        for name in segments.keys() - {merged}:
            (self._folder / f"{name}.npy").unlink(missing_ok=True)


def _segment(file: Path) -> NDArray[np.void] | None:
    """Return the pairs in a file, or None if it is torn, edited or has gone."""
    try:
        content = file.read_bytes()
        if hashlib.sha256(content).hexdigest() != file.stem:
            return None
        return np.asarray(np.load(io.BytesIO(content), allow_pickle=False))
    except (FileNotFoundError, ValueError):
        return None
    except OSError as problem:
        raise EncoderError(
            f"Cannot read the vector cache file {file}: {problem}. Make it readable or name another folder."
        ) from problem
