"""Trainings as MLflow runs, read back with MLflow's own client."""

import json
from datetime import date
from pathlib import Path

import pytest
from mlflow.entities import Run
from mlflow.tracking import MlflowClient

from tests.tiny import content
from training.experiment import TrainConfig, Trained
from training.settings import TrainingSettings
from training.tracking import track


def made(folder: Path) -> Trained:
    (folder / "bundle" / "ranker").mkdir(parents=True, exist_ok=True)
    (folder / "bundle" / "manifest.json").write_text("{}", "utf-8")
    (folder / "bundle" / "ranker" / "trees.txt").write_text("tree", "utf-8")
    return Trained(
        bundle="2024-01-01-abc", folder=folder / "bundle", until=date(2024, 1, 1), seed=3, config=TrainConfig(),
        data={"projects": "7", "sha256": "f" * 64}, measures={"idea/all/mrr": 0.25, "odds/all/ece": 0.01},
        importance={"walk": 2.0, "home": 1.0}, odds=(0.1, 0.2, 0.7), hits=(False, False, True),
    )  # fmt: skip


def read(client: MlflowClient, run: str, into: Path) -> tuple[Run, dict[str, bytes]]:
    into.mkdir()
    return client.get_run(run), content(Path(client.download_artifacts(run, "", str(into))))


def test_a_training_is_kept_in_sqlite_and_reads_back(tmp_path: Path) -> None:
    trained, folder = made(tmp_path), tmp_path / "tracking"
    first, second = (track(trained, folder, TrainingSettings(tracking_uri="")) for _ in range(2))
    assert first != second
    client = MlflowClient(tracking_uri=f"sqlite:///{folder / 'mlflow.db'}")
    run, files = read(client, first, tmp_path / "read")
    assert (run.info.run_name, run.info.status) == ("2024-01-01-abc", "FINISHED")
    assert run.data.metrics == trained.measures
    assert json.loads(run.data.params.pop("config")) == TrainConfig().model_dump()
    assert run.data.params == {"until": "2024-01-01", "seed": "3", "data_projects": "7", "data_sha256": "f" * 64}
    assert set(files) == {
        "bundle/manifest.json", "bundle/ranker/trees.txt", "plots/importance.png", "plots/reliability.png",
    }  # fmt: skip
    assert files["bundle/ranker/trees.txt"] == b"tree"
    assert files["plots/importance.png"].startswith(b"\x89PNG")
    (experiment,) = [found for found in client.search_experiments() if found.name == "kumppani"]
    assert len(client.search_runs([experiment.experiment_id])) == 2


def test_the_settings_name_another_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    elsewhere = f"sqlite:///{tmp_path / 'elsewhere.db'}"
    monkeypatch.setenv("KUMPPANI_TRACKING_URI", elsewhere)
    monkeypatch.setenv("KUMPPANI_EXPERIMENT", "trial")
    settings = TrainingSettings()
    run = track(made(tmp_path), tmp_path / "tracking", settings)
    client = MlflowClient(tracking_uri=elsewhere)
    found = client.get_experiment_by_name("trial")
    assert found is not None
    assert client.get_run(run).info.experiment_id == found.experiment_id
    assert not (tmp_path / "tracking" / "mlflow.db").exists()
