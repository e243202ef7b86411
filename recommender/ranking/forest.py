"""A LightGBM model that only predicts, through LightGBM's own C interface.

The Python package of LightGBM imports pandas and scikit-learn, which takes as long as half of what else a process needs
before it answers. A model that is trained needs neither: the library that the package brings reads the model's text and
predicts (https://lightgbm.readthedocs.io/en/stable/C-API.html). Training uses the package.
"""

import ctypes
import weakref
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from recommender.ranking.base import Matrix

Floats = NDArray[np.float64]

_FLOAT32, _ROW_MAJOR, _FROM_FIRST, _TO_LAST = 0, 1, 0, -1
_SCORES, _CONTRIBUTIONS = 0, 3
_ONE_THREAD = b"num_threads=1"


class Forest:
    """Trees in LightGBM's text format; may be shared by threads.

    Raises
    ------
    ValueError
        If the text is no such model, or one that gives a row more than one score.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self._handle = ctypes.c_void_p()
        _checked(_library().LGBM_BoosterLoadModelFromString(
            text.encode(), ctypes.byref(ctypes.c_int()), ctypes.byref(self._handle)
        ))  # fmt: skip
        weakref.finalize(self, _library().LGBM_BoosterFree, self._handle)
        for count in (_library().LGBM_BoosterGetNumClasses, _library().LGBM_BoosterNumModelPerIteration):
            found = ctypes.c_int()
            _checked(count(self._handle, ctypes.byref(found)))
            if found.value != 1:  # the library would write that many numbers a row, past the end of what it is given
                raise ValueError(f"The trees give a row {found.value} scores; 1 is expected.")

    def scores(self, features: Matrix) -> Floats:
        """Raw score of each row, shape (n,)."""
        return self._predicted(features, _SCORES, 1)[:, 0]

    def contributions(self, features: Matrix) -> Floats:
        """Shapley values of each row, shape (n, n_features + 1), the last one the base value."""
        return self._predicted(features, _CONTRIBUTIONS, features.shape[1] + 1)

    def _predicted(self, features: Matrix, kind: int, width: int) -> Floats:
        rows = np.ascontiguousarray(features, dtype=np.float32)
        found, length = np.empty((len(rows), width), dtype=np.float64), ctypes.c_int64()
        if len(rows):
            _checked(_library().LGBM_BoosterPredictForMat(
                self._handle, rows.ctypes.data_as(ctypes.c_void_p), _FLOAT32, *map(ctypes.c_int32, rows.shape),
                _ROW_MAJOR, kind, _FROM_FIRST, _TO_LAST, _ONE_THREAD,
                ctypes.byref(length), found.ctypes.data_as(ctypes.c_void_p),
            ))  # fmt: skip
        if length.value != found.size:
            raise ValueError(f"The trees gave {length.value} numbers; {found.size} were expected.")
        return found


_SILENT = ctypes.CFUNCTYPE(None, ctypes.c_char_p)(lambda _line: None)
"""Takes what the library would print; it says it in its errors too. Kept for as long as the library may call it."""


@cache
def _library() -> ctypes.CDLL:
    spec = find_spec("lightgbm")
    folders = [Path(folder) / "lib" for folder in (spec.submodule_search_locations or ())] if spec else []
    file = next((file for folder in folders for file in sorted(folder.glob("lib_lightgbm.*"))), None)
    if file is None:
        raise ImportError("LightGBM's library is not in its package; install lightgbm anew.")
    library = ctypes.CDLL(str(file))
    library.LGBM_GetLastError.restype = ctypes.c_char_p
    library.LGBM_RegisterLogCallback(_SILENT)
    return library


def _checked(status: int) -> None:
    if status:
        raise ValueError(_library().LGBM_GetLastError().decode("utf-8", "replace"))
