"""The order of values, largest first, found by sorting whole numbers: several times quicker than a stable sort."""

import numpy as np
from numpy.typing import NDArray

_SIGN = np.uint32(0x80000000)
_HALF = np.uint64(32)
_LOW = np.uint64(0xFFFFFFFF)


def descending(values: NDArray[np.float32]) -> NDArray[np.int64]:
    """Columns of each row by value, largest first, ties by the lower column; shape as `values`, which hold no NaN.

    The bits of a float32, with those of a negative number turned round, order as the numbers do; with the column below
    them no two keys are equal, so that any sort is a stable one.
    """
    bits = (values + np.float32(0)).view(np.uint32)  # 0 added, so that −0 ties with 0
    keys = np.where(bits & _SIGN, bits, ~(bits | _SIGN)).astype(np.uint64) << _HALF
    keys |= np.arange(values.shape[1], dtype=np.uint64)
    keys.sort(axis=1)
    keys &= _LOW
    return keys.view(np.int64)
