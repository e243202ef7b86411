"""What a bundle keeps of passages and projects: those with which something is compared."""

import numpy as np
from scipy.sparse import csr_array

from recommender.retrieval.dense import DenseRetriever

N_DESCRIBED, N_PROJECTS, N_ECOSYSTEMS, DIM = 3, 40, 5, 8


def drawn(seed: int) -> DenseRetriever:
    """Return one with a passage for each of three ecosystems; two more stand in some projects, as the others do."""
    rng = np.random.default_rng(seed)
    told = np.sort(rng.permutation(100)[:N_PROJECTS])
    stands = csr_array((rng.random((N_PROJECTS, N_ECOSYSTEMS)) < 0.1).astype(np.float32))
    own = np.eye(N_DESCRIBED, N_ECOSYSTEMS, dtype=np.float32)
    owners = csr_array(np.vstack((own, stands.toarray())).T)
    passages = rng.standard_normal((N_DESCRIBED + N_PROJECTS, DIM), dtype=np.float32)
    means = np.zeros((N_ECOSYSTEMS, DIM), dtype=np.float32)
    return DenseRetriever(passages, np.array([DIM]), told, owners, means, means, stands, stands)


def test_nothing_is_closer_or_farther_without_the_projects_of_no_ecosystem() -> None:
    whole = drawn(0)
    used, asked = whole.used(), np.random.default_rng(1).standard_normal((4, DIM), dtype=np.float32)
    assert N_DESCRIBED < len(used.passages) < len(whole.passages)
    np.testing.assert_allclose(used.closest(asked), whole.closest(asked), rtol=1e-5)
    for one, other in zip(used.told, used.passages[N_DESCRIBED:], strict=True):
        (place,) = np.flatnonzero(whole.told == one)
        assert other.tolist() == whole.passages[N_DESCRIBED + place].tolist()
    assert used.used().passages.tobytes() == used.passages.tobytes()
