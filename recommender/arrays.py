"""Frozen dataclasses of arrays as folders of plain files: npy, JSON for words, no pickle.

A field may be an array, a `scipy.sparse.csr_array`, a tuple of texts, a dict of numbers by text, or an int.
"""

import json
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from scipy.sparse import csr_array

T = TypeVar("T")


def write(part: object, folder: Path) -> None:
    """Write each field of a dataclass into a new `folder`."""
    folder.mkdir(parents=True)
    plain: dict[str, object] = {}
    for field in fields(part):  # type: ignore[arg-type]
        value = getattr(part, field.name)
        if isinstance(value, csr_array):
            for piece in ("data", "indices", "indptr"):
                np.save(folder / f"{field.name}.{piece}.npy", getattr(value, piece), allow_pickle=False)
            plain[field.name] = list(value.shape)
        elif isinstance(value, np.ndarray):
            np.save(folder / f"{field.name}.npy", np.ascontiguousarray(value), allow_pickle=False)
        else:
            plain[field.name] = value
    (folder / "plain.json").write_text(json.dumps(plain, ensure_ascii=False, sort_keys=True), "utf-8")


def read(kind: type[T], folder: Path) -> T:
    """Inverse of `write`.

    Raises
    ------
    OSError, ValueError, KeyError
        If a file is missing or is not what `write` made.
    """
    plain: Mapping[str, Any] = json.loads((folder / "plain.json").read_text("utf-8"))
    values: dict[str, object] = {}
    for field in fields(kind):  # type: ignore[arg-type]
        name = field.name
        if (folder / f"{name}.npy").exists():
            values[name] = np.load(folder / f"{name}.npy", allow_pickle=False)
        elif (folder / f"{name}.data.npy").exists():
            pieces = [
                np.load(folder / f"{name}.{piece}.npy", allow_pickle=False) for piece in ("data", "indices", "indptr")
            ]
            values[name] = csr_array(tuple(pieces), shape=tuple(plain[name]))
        else:
            values[name] = tuple(plain[name]) if isinstance(plain[name], list) else plain[name]
    return kind(**values)
