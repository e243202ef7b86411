"""Implicit alternating least squares (Hu, Koren & Volinsky 2008)."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from training.peers.base import Given, Scoring, Values
from training.peers.interactions import from_past, interactions

Floats = NDArray[np.float64]


def als(given: Given, values: Values) -> Scoring:
    """Score by the products of factors of participants and of ecosystems."""
    past = interactions(given, values.get("half_life"))
    model = ImplicitFactors(past, values["alpha"], values["ridge"])
    rows, columns = model.fitted(int(values["factors"]), int(values.get("rounds", 12)))
    return from_past(csr_array(rows.astype(np.float32)), columns.T.astype(np.float32))


@dataclass(frozen=True)
class ImplicitFactors:
    """A partnership is preferred, r times seen with confidence 1 + alpha·r; all other pairs are not, with 1.

    ``counts`` (n_rows, n_columns) holds r.
    """

    counts: csr_array
    alpha: float
    ridge: float

    def fitted(self, factors: int, rounds: int) -> tuple[Floats, Floats]:
        """Solve for the rows and for the columns in turn, from a fixed start: (n_rows, k) and (n_columns, k)."""
        start = np.random.default_rng(0).normal(scale=0.1, size=(self.counts.shape[1], factors))
        columns: Floats = start * (np.asarray(self.counts.sum(axis=0)) > 0)[:, None]
        turned = csr_array(self.counts.T)
        rows = self.solved(self.counts, columns)
        for _ in range(rounds):
            columns = self.solved(turned, rows)
            rows = self.solved(self.counts, columns)
        return rows, columns

    def solved(self, counts: csr_array, other: Floats) -> Floats:
        """Best factors of the rows of `counts` while those of its columns, `other`, stay; zeros for an empty row."""
        own = np.zeros((counts.shape[0], other.shape[1]))
        shared = other.T @ other + self.ridge * np.eye(other.shape[1])
        for row in np.flatnonzero(np.diff(counts.indptr)):
            span = slice(counts.indptr[row], counts.indptr[row + 1])
            seen, more = other[counts.indices[span]], self.alpha * counts.data[span]
            own[row] = np.linalg.solve(shared + (seen.T * more) @ seen, seen.T @ (1 + more))
        return own

    def loss(self, rows: Floats, columns: Floats) -> float:
        """What is minimised: confidence-weighted squared error over all pairs, and the ridge."""
        seen = self.counts.tocoo()
        guess = np.einsum("nk,nk->n", rows[seen.coords[0]], columns[seen.coords[1]])
        everything = float(np.sum((rows.T @ rows) * (columns.T @ columns)))
        error = float(np.sum((1 + self.alpha * seen.data) * (1 - guess) ** 2 - guess**2))
        return everything + error + self.ridge * float(np.sum(rows**2) + np.sum(columns**2))
