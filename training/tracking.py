"""Every training as an MLflow run; the only module that knows MLflow."""

import json
import tempfile
from pathlib import Path

from mlflow.tracking import MlflowClient

from training.evaluation.plots import importance, reliability
from training.experiment import Trained
from training.settings import TrainingSettings


def track(trained: Trained, folder: Path, settings: TrainingSettings) -> str:
    """Write config, seed, data fingerprints, measures, plots and the bundle into a run; return the run's id.

    Parameters
    ----------
    folder : holds the SQLite file and the artefacts unless settings name a tracking URI
    """
    folder.mkdir(parents=True, exist_ok=True)
    client = MlflowClient(tracking_uri=settings.tracking_uri or f"sqlite:///{folder / 'mlflow.db'}")
    found = client.get_experiment_by_name(settings.experiment)
    artefacts = None if settings.tracking_uri else (folder / "artefacts").resolve().as_uri()
    experiment = found.experiment_id if found else client.create_experiment(settings.experiment, artefacts)
    run = client.create_run(experiment, run_name=trained.bundle).info.run_id
    for name, value in _parameters(trained).items():
        client.log_param(run, name, value)
    for measure, mean in trained.measures.items():
        client.log_metric(run, measure, mean)
    with tempfile.TemporaryDirectory() as drawn:
        reliability(trained.odds, trained.hits, Path(drawn) / "reliability.png")
        importance(trained.importance, Path(drawn) / "importance.png")
        client.log_artifacts(run, drawn, "plots")
    client.log_artifacts(run, str(trained.folder), "bundle")
    client.set_terminated(run)
    return str(run)


def _parameters(trained: Trained) -> dict[str, str]:
    config = json.dumps(trained.config.model_dump(), sort_keys=True)
    data = {f"data_{name}": value for name, value in trained.data.items()}
    return {"until": trained.until.isoformat(), "seed": str(trained.seed), "config": config, **data}
