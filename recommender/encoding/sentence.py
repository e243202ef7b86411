"""Vectors of meaning from a sentence-transformers model, on one CPU thread."""

import hashlib
import re
import threading
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from pydantic import BaseModel, ConfigDict, Field

from recommender.encoding.base import Role, Vectors, has_words
from recommender.encoding.pieces import MOST, averaged, pieces
from recommender.encoding.weights import fingerprint
from recommender.errors import EncoderError
from recommender.taxonomy.languages import language_of

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

_HUB_NAME = re.compile(r"\w[\w.-]*/\w[\w.-]*")
_DOWNLOADED = ["*.json", "*.txt", "*.model", "*.safetensors"]
_E5 = re.compile(r"(?<![a-z0-9])e5(?![a-z0-9])")


class SentenceConfig(BaseModel):
    """What shapes the vectors, apart from the weights.

    ``model`` is a folder, or the name of a model on a hub, which is then downloaded. A long text is read in pieces of
    about ``piece`` characters (0: whole), six at most, each cut after ``max_tokens``, and lies at their mean. The
    prefixes default to ``query: `` and ``passage: `` where the model is called e5, and to none elsewhere.
    ``languages`` (ISO 639-1) are those the model understands, all where there are none: a text that is clearly in
    another gets no vector. The batch changes only the speed and the seventh digit; 8 was the fastest for texts of 60
    to 250 words.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    model: str
    max_tokens: int = Field(default=192, ge=8)
    piece: int = Field(default=700, ge=0)
    batch_size: int = Field(default=8, ge=1)
    query_prefix: str | None = None
    passage_prefix: str | None = None
    languages: tuple[str, ...] = ()

    def prefix(self, role: Role) -> str:
        """Return what is put before a text of `role`."""
        stated = self.query_prefix if role == "query" else self.passage_prefix
        if stated is not None:
            return stated
        return f"{role}: " if _E5.search(Path(self.model).name.lower()) else ""


class SentenceEncoder:
    """Encoder protocol over any sentence-transformers model with safetensors weights.

    Nothing is read before the name, the dimension or a vector is asked for, and torch is imported only for the latter
    two. Raises EncoderError if the model is not there or cannot be loaded.
    """

    def __init__(self, config: SentenceConfig) -> None:
        self.config = config
        self._lock = threading.Lock()
        self._loaded: SentenceTransformer | None = None

    @cached_property
    def name(self) -> str:
        """Model, tokens, and a hash of weights, tokenizer, pooling, prefixes, languages and pieces."""
        prefixes = (self.config.prefix("query"), self.config.prefix("passage"))
        rest = (prefixes, self.config.languages, self.config.piece, MOST)
        digest = hashlib.sha256(f"{fingerprint(self._folder)} {rest}".encode()).hexdigest()
        return f"{Path(self.config.model).name}-{self.config.max_tokens}-{digest[:16]}"

    @cached_property
    def dim(self) -> int:
        """Length of a vector."""
        return self._model().get_embedding_dimension() or 0

    @property
    def widths(self) -> tuple[int, ...]:
        """One part."""
        return (self.dim,)

    def encode(self, texts: Sequence[str], *, role: Role = "passage") -> Vectors:
        """Return unit rows of shape (len(texts), dim), zero for a text without words or in another language.

        A text that comes several times is encoded once.
        """
        vectors = np.zeros((len(texts), self.dim), dtype=np.float32)
        spoken = [text for text in dict.fromkeys(texts) if has_words(text) and self._understands(text)]
        if spoken:
            prefix = self.config.prefix(role)
            cut = [pieces(_encodable(text), self.config.piece) for text in spoken]
            read = self._model().encode(
                [prefix + piece for part in cut for piece in part],  # sorted by length and put back in order inside
                batch_size=self.config.batch_size,
                normalize_embeddings=True,
                convert_to_numpy=True,
                show_progress_bar=False,
            )
            found = averaged(read, [len(part) for part in cut])
            row_of = {text: row for row, text in enumerate(spoken)}
            told = [place for place, text in enumerate(texts) if text in row_of]
            vectors[told] = found[[row_of[texts[place]] for place in told]]
        return vectors

    def _understands(self, text: str) -> bool:
        languages = self.config.languages
        return not languages or language_of(text) in {*languages, ""}

    @cached_property
    def _folder(self) -> Path:
        """The folder named, or the one into which the model named was downloaded."""
        named = Path(self.config.model)
        if named.is_dir():
            return named
        if not _HUB_NAME.fullmatch(self.config.model):
            raise EncoderError(
                f"There is no model folder {named}. Name a folder that sentence-transformers has saved, "
                "or leave the model out to use the one that comes with Kumppani."
            )
        from huggingface_hub import snapshot_download  # noqa: PLC0415 (needed by hub names only)

        try:
            return Path(snapshot_download(self.config.model, allow_patterns=_DOWNLOADED))
        except Exception as problem:  # the hub's client has no common error
            raise EncoderError(
                f"There is no folder {named} here, and no model of that name could be fetched from the hub: "
                f"{_first_line(problem)}. Name a folder that sentence-transformers has saved."
            ) from problem

    def _model(self) -> "SentenceTransformer":
        """Load the model once, whichever thread asks first."""
        with self._lock:
            if self._loaded is None:
                self._loaded = _load(self._folder, self.config.max_tokens)
            return self._loaded


def _load(folder: Path, max_tokens: int) -> "SentenceTransformer":
    import torch  # noqa: PLC0415 (seconds, which commands that encode nothing should not pay)
    from sentence_transformers import SentenceTransformer  # noqa: PLC0415 (as torch)
    from transformers.utils import logging  # noqa: PLC0415 (as torch)

    torch.set_num_threads(1)
    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    try:
        model = SentenceTransformer(
            str(folder),
            device="cpu",
            local_files_only=True,
            model_kwargs={"use_safetensors": True, "dtype": torch.float32},
        )
    except Exception as problem:  # a broken folder shows itself in many ways: OSError, ValueError, SafetensorError …
        raise EncoderError(
            f"Cannot load the model in {folder}: {_first_line(problem)}. "
            "Delete the folder to have it built again, or name another one."
        ) from problem
    model.max_seq_length = min(max_tokens, model.max_seq_length or max_tokens)
    return model.eval()


def _encodable(text: str) -> str:
    """Return the text with half a surrogate pair, which no tokenizer takes, replaced."""
    return text.encode("utf-8", errors="replace").decode("utf-8")


def _first_line(problem: Exception) -> str:
    return f"{type(problem).__name__}: {str(problem).strip().partition(chr(10))[0]}"
