"""Trainings as MLflow runs, read back with MLflow's own client."""

import http.server
import json
import time
from datetime import date
from pathlib import Path

import pytest
from mlflow.entities import Run
from mlflow.tracking import MlflowClient

from recommender.errors import TrackingError
from tests.loopback import Quiet, answering
from tests.tiny import content
from training.experiment import TrainConfig, Trained
from training.settings import TrainingSettings, few_retries
from training.tracking import Tracking

LOCAL = TrainingSettings(tracking_uri="", experiment="kumppani")
NOBODY = "http://me:secret@127.0.0.1:9"  # the port of nothing


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("MLFLOW_HTTP_REQUEST_MAX_RETRIES", "MLFLOW_HTTP_REQUEST_TIMEOUT"):
        monkeypatch.setenv(name, "")  # so that it is put back
        monkeypatch.delenv(name)
    few_retries()


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
    first, second = (Tracking.opened(folder, LOCAL).keep(trained) for _ in range(2))
    assert first != second
    client = MlflowClient(tracking_uri=f"sqlite:///{folder / 'mlflow.db'}")
    run, files = read(client, first, tmp_path / "read")
    assert (run.info.run_name, run.info.status) == ("2024-01-01-abc", "FINISHED")
    assert run.data.metrics == trained.measures
    assert json.loads(run.data.params.pop("config")) == TrainConfig().model_dump(mode="json")
    assert run.data.params == {
        "until": "2024-01-01", "seed": "3", "ranker": "learned", "data_projects": "7", "data_sha256": "f" * 64
    }  # fmt: skip
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
    run = Tracking.opened(tmp_path / "tracking", settings).keep(made(tmp_path))
    client = MlflowClient(tracking_uri=elsewhere)
    found = client.get_experiment_by_name("trial")
    assert found is not None
    assert client.get_run(run).info.experiment_id == found.experiment_id
    assert not (tmp_path / "tracking" / "mlflow.db").exists()


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        (NOBODY, "Max retries exceeded"),
        ("nonsense://here", "unsupported URI"),
        ("postgresql://me:secret@here.invalid/x", "gaierror"),
        ("mysql+pymysql://me:secret@127.0.0.1:1/x", "refused"),
    ],
)
def test_a_place_that_cannot_be_reached_is_named_at_once(address: str, reason: str, tmp_path: Path) -> None:
    began = time.monotonic()
    with pytest.raises(TrackingError, match=r"Nothing was trained, .*Mend KUMPPANI_TRACKING_URI") as caught:
        Tracking.opened(tmp_path, LOCAL.model_copy(update={"tracking_uri": address}))
    assert address.rpartition("@")[2] in str(caught.value)
    assert reason in str(caught.value)
    assert "secret" not in str(caught.value)
    assert time.monotonic() - began < 20
    assert list(tmp_path.iterdir()) == []


def test_a_server_that_fails_is_not_asked_for_minutes(tmp_path: Path) -> None:
    class Failing(Quiet, http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(503)

    asked: list[str] = []
    with answering(Failing) as address, pytest.raises(TrackingError, match="503"):
        Tracking.opened(tmp_path, LOCAL.model_copy(update={"tracking_uri": address}))
    assert len(asked) == 2


@pytest.mark.parametrize("reason", ["file is not a database", "unable to open database file"])
def test_a_database_that_is_none_is_refused_at_once(reason: str, tmp_path: Path) -> None:
    if reason.startswith("file"):
        (tmp_path / "mlflow.db").write_text("no database at all", "utf-8")
    else:
        (tmp_path / "mlflow.db").mkdir()
    began = time.monotonic()
    with pytest.raises(TrackingError, match=rf"{reason}.* Mend {tmp_path}, or move it away"):
        Tracking.opened(tmp_path, LOCAL)
    assert time.monotonic() - began < 20


def test_a_deleted_experiment_takes_no_run(tmp_path: Path) -> None:
    tracking = Tracking.opened(tmp_path, LOCAL)
    tracking.client.delete_experiment(tracking.experiment)
    with pytest.raises(TrackingError, match="the experiment kumppani was deleted"):
        Tracking.opened(tmp_path, LOCAL)


def test_a_run_that_cannot_be_kept_says_that_the_bundle_is_published(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError("The disk is full.")

    tracking = Tracking.opened(tmp_path, LOCAL)
    monkeypatch.setattr(MlflowClient, "log_artifacts", full)
    told = r"Bundle 2024-01-01-abc is published and serves, but its run .*disk is full.* train again to track it"
    with pytest.raises(TrackingError, match=told):
        tracking.keep(made(tmp_path))
    (run,) = tracking.client.search_runs([tracking.experiment])
    assert run.info.status == "FAILED"


def test_a_server_that_went_away_is_told_like_that(tmp_path: Path) -> None:
    tracking = Tracking(MlflowClient(tracking_uri=NOBODY), "0", NOBODY)
    with pytest.raises(TrackingError, match=r"is published and serves, but .*Max retries exceeded"):
        tracking.keep(made(tmp_path))
