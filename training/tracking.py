"""Every training as an MLflow run; the only module that knows MLflow."""

import json
import re
import socket
import sqlite3
import tempfile
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

from mlflow.entities import LifecycleStage
from mlflow.tracking import MlflowClient

from recommender.errors import TrackingError
from training.evaluation.plots import importance, reliability
from training.experiment import Trained
from training.settings import TrainingSettings

DATABASE_PORTS = {"postgresql": 5432, "postgres": 5432, "mysql": 3306, "mssql": 1433}
"""Where servers of databases listen unless an address says otherwise."""
SECONDS_TO_REACH = 5
"""How long such a server may take to be there."""


@dataclass(frozen=True)
class Tracking:
    """An experiment that takes runs: MLflow's client, the experiment's id, and its address for messages."""

    client: MlflowClient
    experiment: str
    address: str

    @classmethod
    def opened(cls, folder: Path, settings: TrainingSettings) -> Self:
        """Reach the experiment before anything slow is done; it is made where there is none.

        Parameters
        ----------
        folder : holds the SQLite file and the artefacts unless settings name a tracking URI

        Raises
        ------
        TrackingError
            If it cannot be reached, read or made.
        """
        address = settings.tracking_uri or f"sqlite:///{folder / 'mlflow.db'}"
        artefacts = None if settings.tracking_uri else (folder / "artefacts").resolve().as_uri()
        try:
            if not settings.tracking_uri:
                _try_file(folder / "mlflow.db")
            _try_server(address)
            client = MlflowClient(tracking_uri=address)
            found = client.get_experiment_by_name(settings.experiment)
            if found and found.lifecycle_stage != LifecycleStage.ACTIVE:
                raise ValueError(f"the experiment {settings.experiment} was deleted")  # noqa: TRY301 - like any other
            experiment = found.experiment_id if found else client.create_experiment(settings.experiment, artefacts)
        except Exception as error:  # MLflow lets through what its stores raise, which has no common root
            advice = (
                "Mend KUMPPANI_TRACKING_URI or KUMPPANI_EXPERIMENT, or leave them empty to keep runs in the workspace."
                if settings.tracking_uri
                else f"Mend {folder}, or move it away to begin anew."
            )
            raise TrackingError(
                _said(f"Nothing was trained, since no run can be kept at {address}", error, advice)
            ) from error
        return cls(client, experiment, address)

    def keep(self, trained: Trained) -> str:
        """Write config, seed, data fingerprints, measures, plots and the bundle into a run; return the run's id.

        Raises
        ------
        TrackingError
            If the run cannot be written; what was published stays so.
        """
        with tempfile.TemporaryDirectory() as drawn:
            reliability(trained.odds, trained.hits, Path(drawn) / "reliability.png")
            importance(trained.importance, Path(drawn) / "importance.png")
            try:
                return self._write(trained, drawn)
            except Exception as error:  # as above
                what = f"Bundle {trained.bundle} is published and serves, but its run cannot be kept at {self.address}"
                advice = "Mend that, then train again to track it: equal data and seed give the same bundle."
                raise TrackingError(_said(what, error, advice)) from error

    def _write(self, trained: Trained, drawn: str) -> str:
        run = self.client.create_run(self.experiment, run_name=trained.bundle).info.run_id
        try:
            for name, value in _parameters(trained).items():
                self.client.log_param(run, name, value)
            for measure, mean in trained.measures.items():
                self.client.log_metric(run, measure, mean)
            self.client.log_artifacts(run, drawn, "plots")
            self.client.log_artifacts(run, str(trained.folder), "bundle")
        except Exception:
            with suppress(Exception):
                self.client.set_terminated(run, "FAILED")
            raise
        self.client.set_terminated(run)
        return str(run)


def _try_file(file: Path) -> None:
    """Write to a SQLite file, or fail at once: MLflow would try a broken one for minutes."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("BEGIN IMMEDIATE")


def _try_server(address: str) -> None:
    """Reach the server of a database, or fail at once: MLflow would try for minutes; an HTTP server it asks once."""
    parts = urlsplit(address)
    port = DATABASE_PORTS.get(parts.scheme.partition("+")[0])
    if port is not None and parts.hostname:
        socket.create_connection((parts.hostname, parts.port or port), timeout=SECONDS_TO_REACH).close()


def _said(what: str, error: Exception, advice: str) -> str:
    """Message of one line that holds no password."""
    reason = f"{type(error).__name__}: {str(error).strip().partition(chr(10))[0]}"
    return re.sub(r"//[^/@\s]*@", "//…@", f"{what} ({reason}). {advice}")


def _parameters(trained: Trained) -> dict[str, str]:
    config = json.dumps(trained.config.model_dump(), sort_keys=True)
    data = {"ranker": trained.ranker, **{f"data_{name}": value for name, value in trained.data.items()}}
    return {"until": trained.until.isoformat(), "seed": str(trained.seed), "config": config, **data}
