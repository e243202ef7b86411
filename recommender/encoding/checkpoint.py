"""Reads the 4-bit data file of multilingual-e5-small into the names and shapes of a BERT encoder.

Layout, little-endian: magic and version; sizes; the tokenizer's pieces and scores; a normalisation table; a directory
of tensors with their places in the file. Matrices are blocks of 32 values that share one scale, the rest is float32.
"""

import struct
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

_BLOCK = 32  # values that share one scale in a 4-bit matrix

_EMBEDDINGS = {
    "emb.word": "embeddings.word_embeddings.weight",
    "emb.pos": "embeddings.position_embeddings.weight",
    "emb.type": "embeddings.token_type_embeddings.weight",
    "emb.ln.w": "embeddings.LayerNorm.weight",
    "emb.ln.b": "embeddings.LayerNorm.bias",
}
_LAYER = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}
_ENDING = {"w": "weight", "b": "bias"}


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """What the data file holds, in the names and shapes of a BERT encoder."""

    config: dict[str, Any]
    pieces: list[tuple[str, float]]
    tensors: dict[str, NDArray[np.float32]]


class _Cursor:
    """Reads little-endian values one after the other."""

    def __init__(self, data: bytes, position: int) -> None:
        self.data = data
        self.position = position

    def values(self, layout: str) -> tuple[Any, ...]:
        found = struct.unpack_from("<" + layout, self.data, self.position)
        self.position += struct.calcsize("<" + layout)
        return found

    def take(self, size: int) -> bytes:
        self.position += size
        return self.data[self.position - size : self.position]


def decoded(data: bytes) -> Checkpoint:
    """Return what the data file holds; its bytes must have been verified."""
    cursor = _Cursor(data, position=8)  # magic "E5S1" and its version
    hidden, layers, heads, ffn, vocabulary, positions, types = cursor.values("7i")
    eps, _block = cursor.values("fi")
    n_pieces, bos, eos, pad, _unk = cursor.values("5i")
    (n_bytes,) = cursor.values("Q")
    offsets = cursor.values(f"{n_pieces + 1}I")
    scores = cursor.values(f"{n_pieces}f")
    blob = cursor.take(n_bytes)
    pieces = [blob[start:end].decode() for start, end in pairwise(offsets)]
    _n_mappings, n_bytes = cursor.values("iI")
    cursor.take(n_bytes)  # a table for Unicode normalisation, which `tokenizers` does itself
    shapes = {
        "emb.word": (vocabulary, hidden),
        "emb.pos": (positions, hidden),
        "fi.w": (ffn, hidden),
        "fo.w": (hidden, ffn),
        **{f"{name}.w": (hidden, hidden) for name in ("q", "k", "v", "ao")},
    }
    tensors = {}
    (n_tensors,) = cursor.values("i")
    for _ in range(n_tensors):
        (length,) = cursor.values("H")
        name = cursor.take(length).decode()
        kind, size, start, n_bytes = cursor.values("BIQQ")
        stored = data[start : start + n_bytes]
        flat = _four_bit(stored) if kind == 1 else np.frombuffer(stored, dtype="<f4").astype(np.float32)
        key = name if name.startswith("emb") else name.partition(".")[2]
        tensors[_bert_name(name)] = flat[:size].reshape(shapes.get(key, (size,)))
    kinds = tensors[_EMBEDDINGS["emb.type"]].reshape(-1, hidden)
    tensors[_EMBEDDINGS["emb.type"]] = kinds if len(kinds) == types else np.repeat(kinds[:1], types, axis=0)
    tensors["pooler.dense.weight"] = np.zeros((hidden, hidden), dtype=np.float32)  # part of the architecture, unused
    tensors["pooler.dense.bias"] = np.zeros(hidden, dtype=np.float32)
    config = {
        "architectures": ["BertModel"],
        "model_type": "bert",
        "hidden_size": hidden,
        "num_hidden_layers": layers,
        "num_attention_heads": heads,
        "intermediate_size": ffn,
        "vocab_size": vocabulary,
        "max_position_embeddings": positions,
        "type_vocab_size": types,
        "layer_norm_eps": float(f"{eps:.6g}"),
        "hidden_act": "gelu",
        "bos_token_id": bos,
        "eos_token_id": eos,
        "pad_token_id": pad,
        "dtype": "float32",
    }
    return Checkpoint(config, list(zip(pieces, scores, strict=True)), tensors)


def _four_bit(stored: bytes) -> NDArray[np.float32]:
    """Return the values of 18-byte blocks: a float16 scale, then 16 low and 16 high nibbles, each minus 8."""
    blocks = np.frombuffer(stored, dtype=[("scale", "<f2"), ("nibbles", "u1", _BLOCK // 2)])
    values = np.empty((len(blocks), _BLOCK), dtype=np.float32)
    values[:, : _BLOCK // 2] = blocks["nibbles"] & 15
    values[:, _BLOCK // 2 :] = blocks["nibbles"] >> 4
    values -= 8
    values *= blocks["scale"].astype(np.float32)[:, None]
    return values.ravel()


def _bert_name(name: str) -> str:
    """Return the name that transformers gives to a tensor of the data file, e.g. ``l3.q.w``."""
    if name in _EMBEDDINGS:
        return _EMBEDDINGS[name]
    layer, part, ending = name.split(".")
    return f"encoder.layer.{layer[1:]}.{_LAYER[part]}.{_ENDING[ending]}"
