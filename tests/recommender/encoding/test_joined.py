"""Several encoders as one."""

import numpy as np
import pytest

from recommender.encoding.joined import JoinedEncoder
from recommender.encoding.tfidf import TfidfConfig, TfidfEncoder

FOREST = TfidfEncoder.fit(["saws for forests", "forests of pine"], TfidfConfig(dim=2, characters=0))
WATER = TfidfEncoder.fit(["pumps for water", "water and forests", "clean sea"], TfidfConfig(dim=3, characters=0))


def test_vectors_stand_side_by_side_with_unit_length() -> None:
    joined = JoinedEncoder([FOREST, WATER])
    vectors = joined.encode(["forests", "pumps", "nothing known", ""])
    assert joined.widths == (2, 3)
    assert vectors.shape == (4, joined.dim)
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1) == pytest.approx([1, 1, 0, 0], abs=1e-6)
    assert np.abs(vectors[1, :2]).sum() == 0  # what one does not know is left to the other


def test_the_name_is_that_of_all_members() -> None:
    assert JoinedEncoder([FOREST]).name == FOREST.name
    names = {JoinedEncoder(members).name for members in ([FOREST, WATER], [WATER, FOREST], [WATER])}
    assert len(names) == 3


def test_there_must_be_one() -> None:
    with pytest.raises(ValueError, match="no encoder"):
        JoinedEncoder([])
