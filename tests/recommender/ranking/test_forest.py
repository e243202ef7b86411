"""Trees read without LightGBM's Python package, against the package."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import lightgbm
import numpy as np
import pytest
from numpy.typing import NDArray

from recommender.ranking.forest import Forest

N_FEATURES = 6


@pytest.fixture(scope="module")
def booster() -> lightgbm.Booster:
    rng = np.random.default_rng(0)
    rows = rng.random((600, N_FEATURES))
    hits = (rows[:, 0] + 0.3 * rng.random(600) > 0.6).astype(np.int8)
    parameters = {"objective": "lambdarank", "verbosity": -1, "num_threads": 1}
    return lightgbm.train(parameters, lightgbm.Dataset(rows, hits, group=[20] * 30), num_boost_round=15)


def drawn(seed: int, n: int) -> NDArray[np.float32]:
    return np.random.default_rng(seed).random((n, N_FEATURES), dtype=np.float32)


@pytest.mark.parametrize("n", [0, 1, 57])
def test_it_predicts_what_the_package_predicts(booster: lightgbm.Booster, n: int) -> None:
    forest, rows = Forest(booster.model_to_string()), drawn(1, n)
    assert forest.scores(rows).shape == (n,)
    assert forest.contributions(rows).shape == (n, N_FEATURES + 1)
    if n:
        assert forest.scores(rows).tolist() == np.asarray(booster.predict(rows)).tolist()
        assert forest.contributions(rows).tolist() == np.asarray(booster.predict(rows, pred_contrib=True)).tolist()


def test_rows_may_lie_in_any_order_in_memory(booster: lightgbm.Booster) -> None:
    forest, rows = Forest(booster.model_to_string()), drawn(2, 30)
    assert forest.scores(np.asfortranarray(rows)).tolist() == forest.scores(rows).tolist()
    assert forest.scores(rows[::2]).tolist() == forest.scores(rows)[::2].tolist()


def test_threads_share_it(booster: lightgbm.Booster) -> None:
    forest, parts = Forest(booster.model_to_string()), [drawn(seed, 200) for seed in range(40)]
    expected = [forest.scores(part).tolist() for part in parts]
    with ThreadPoolExecutor(8) as threads:
        assert [found.tolist() for found in threads.map(forest.scores, parts)] == expected


@pytest.mark.parametrize("text", ["", "no model", "tree\nversion=v4\nnum_class=1\nnum_tree_per_iteration=1\n"])
def test_what_is_no_model_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="Model file doesn't"):
        Forest(text)


@pytest.mark.parametrize("told", ["num_class=3", "num_class=1"], ids=["as it is", "as if it were one"])
def test_trees_of_several_classes_are_refused(told: str) -> None:
    parameters = {"objective": "multiclass", "num_class": 3, "verbosity": -1, "num_threads": 1}
    model = lightgbm.train(parameters, lightgbm.Dataset(drawn(4, 90), np.arange(90) % 3), num_boost_round=2)
    text = model.model_to_string()
    assert "\nnum_class=3\n" in text
    with pytest.raises(ValueError, match="give a row 3 scores; 1 is expected"):
        Forest(text.replace("\nnum_class=3\n", f"\n{told}\n"))


def test_rows_of_another_width_are_refused(booster: lightgbm.Booster) -> None:
    forest = Forest(booster.model_to_string())
    with pytest.raises(ValueError, match="number of features"):
        forest.scores(drawn(3, 4)[:, :3].copy())


def test_a_bundle_is_read_without_what_only_training_needs() -> None:
    code = "import sys, recommender.bundle; print(*{'lightgbm', 'sklearn', 'torch', 'alembic'} & set(sys.modules))"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == ""
