"""One training: facts before a day in, a judged and published bundle out."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Literal

import numpy as np
from pydantic import BaseModel, ConfigDict, Field

from recommender.bundle import Training, save, sentence_encoder
from recommender.encoding.base import Encoder
from recommender.encoding.cached import CachedEncoder
from recommender.encoding.joined import JoinedEncoder
from recommender.encoding.packaged import MODEL as ENGLISH
from recommender.encoding.sentence import SentenceConfig
from recommender.encoding.tfidf import TfidfEncoder
from recommender.encoding.weights import MODEL
from recommender.errors import TrainingError
from recommender.manifest import RankerKind
from recommender.pipeline import Recommender
from recommender.publishing import Shelf
from recommender.ranking.calibration import Calibration
from recommender.ranking.learned import BlendedRanker
from recommender.retrieval.knowledge import project_text
from recommender.tables import Tables, ecosystem_record
from recommender.workspace import Workspace
from training.evaluation.judging import Judged, judge
from training.evaluation.measures import calibration_error
from training.fitting.examples import Examples
from training.fitting.facts import Facts
from training.fitting.materials import Materials, Say
from training.fitting.prior import cautious_calibration, prior_ranker
from training.fitting.ranker import fit_calibration, fit_ranker, importance
from training.fitting.reciprocal import fit_reciprocal
from training.fitting.world import FitConfig
from training.splitting.windows import years_before

SENTENCES = (SentenceConfig(model=MODEL), SentenceConfig(model=ENGLISH, max_tokens=256, languages=("en",)))


class TrainConfig(BaseModel):
    """Everything that decides a model besides data and seed; the manifest and the tracking keep it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    encoder: Literal["sentence", "tfidf"] = "sentence"
    sentences: tuple[SentenceConfig, ...] = Field(default=SENTENCES, min_length=1)
    fit: FitConfig = FitConfig()


@dataclass(frozen=True)
class Trained:
    """What a training made: the published bundle's name, its config, seed, data fingerprints and measures.

    ``odds`` and ``hits`` are what was said of the last complete period before it began and what came, for the
    reliability diagram; both are empty where the periods are too few to tell.
    """

    bundle: str
    folder: Path
    until: date
    seed: int
    config: TrainConfig
    data: dict[str, str]
    measures: dict[str, float]
    importance: dict[str, float]
    odds: tuple[float, ...]
    hits: tuple[bool, ...]
    ranker: RankerKind = "learned"


@dataclass(frozen=True)
class Places:
    """Where a training reads and writes: workspace and folder of sentence encoders; ``progress`` hears of embedding."""

    workspace: Workspace
    models: Path
    progress: Callable[[int, int], None] | None = None


def train(places: Places, until: date | None, seed: int, config: TrainConfig, say: Say) -> Trained:
    """Fit on what the workspace knew before `until`, judge on the last complete period, publish.

    Parameters
    ----------
    until : the day after the last dated fact by default
    say : told in a line what is being done

    Raises
    ------
    WorkspaceError, EncoderError, BundleError
        If the parts cannot be read, built or written.
    TrainingError
        If nothing has a day, or no ecosystem was known.
    """
    tables = places.workspace.tables(until)
    day = until or day_after(tables)
    facts = Facts.of(tables, day)
    made = fitted(Materials(facts, encoders(places, facts, config), seed), day, config, say)
    for name, value in sorted(made.judged.measures.items()):
        say(f"last complete period, {name}: {value:.3f}")
    data = fingerprints(facts)
    described = {
        "kind": config.encoder,
        **({"configs": [c.model_dump(mode="json") for c in config.sentences]} if config.encoder == "sentence" else {}),
    }
    shelf = Shelf(places.workspace.bundles_folder)
    measures, ranker = made.judged.measures, made.ranker
    with shelf.draft() as draft:
        training = Training(day, seed, described, config.fit.model_dump(), data, measures, ranker)
        name = save(made.recommender, draft, training)
        shelf.publish(draft, name)
    say(f"published {name}")
    return Trained(
        name, shelf.current(), day, seed, config, data, measures, made.importance, made.odds, made.hits, ranker
    )


@dataclass(frozen=True)
class Fitted:
    """A recommender that was fitted, not published, and how it did on its last complete period; as in `Trained`.

    ``learned`` are the examples of each period that it was fitted on, earliest first; none where there was too little
    history and the prior ranks.
    """

    recommender: Recommender
    learned: tuple[Examples, ...]
    judged: Judged
    importance: dict[str, float]
    odds: tuple[float, ...]
    hits: tuple[bool, ...]

    @property
    def ranker(self) -> RankerKind:
        """Whether the ranker was learned, or borrowed as there was nothing to learn from."""
        return "learned" if self.learned else "prior"


def fitted(materials: Materials, day: date, config: TrainConfig, say: Say) -> Fitted:
    """Fit on what was known before `day`, and judge on the last complete period; nothing is written.

    Two periods are needed, one to learn from and one to judge on. With one there is no judgement and the odds are a
    guess; with none the prior ranks, too.

    Raises
    ------
    TrainingError
        If no ecosystem was known.
    """
    facts, seed = materials.facts, materials.seed
    catalogue = facts.catalogue(day)
    say(f"before {day}: {len(facts.history.projects):,} projects, {len(catalogue):,} ecosystems")
    if not len(catalogue):
        raise TrainingError(
            f"No ecosystem was known before {day}; ingest a catalogue or CORDIS, or choose a later day."
        )
    parts = [materials.examples(window, config.fit, say) for window in years_before(day, config.fit.windows)]
    learned = [part for part in parts if part is not None]
    if doubt := _DOUBTS.get(len(learned)):
        enough = (
            f"{len(learned)} of the last {config.fit.windows} years hold {config.fit.min_queries:,} queries or more"
        )
        say(f"{enough}: {doubt}")
    if config.fit.leave_out and not learned:
        raise TrainingError(f"Weights that are borrowed leave no signal out; learn from more years before {day}.")
    ranker = fit_ranker(learned, config.fit, seed) if learned else prior_ranker()
    if len(learned) > 1:
        calibration, judged, odds = _judged(learned, config.fit, seed)
    else:
        calibration, judged, odds = _unjudged(ranker, learned, len(catalogue))
    encoder = materials.encoder_at(day)
    asked = Recommender(materials.world(day, config.fit), encoder, ranker, calibration, config.fit.pipeline)
    reciprocal = fit_reciprocal(asked, learned, config.fit.reciprocal, seed)
    recommender = replace(asked, encoder=_plain(encoder), reciprocal=reciprocal)
    hits = tuple(bool(hit) for hit in learned[-1].hits) if len(odds) else ()
    return Fitted(recommender, tuple(learned), judged, importance(ranker), tuple(odds.tolist()), hits)


_DOUBTS = {  # by the number of periods
    0: "too little history to learn from: weights are borrowed, odds are rough",
    1: "too little history to judge on: nothing was measured, odds are rough",
}


def encoders(places: Places, facts: Facts, config: TrainConfig) -> Callable[[date], Encoder]:
    """Give the encoder of a day: one for all days where it was not fitted here, else fitted on what was said before."""
    if config.encoder == "sentence":
        vectors = places.workspace.vectors_folder
        plain = (sentence_encoder(one, places.models) for one in config.sentences)
        fixed = JoinedEncoder([CachedEncoder(encoder, vectors, places.progress) for encoder in plain])
        return lambda _: fixed
    return cache(lambda day: TfidfEncoder.fit(sorted(_texts_before(day, facts))))


def _texts_before(day: date, facts: Facts) -> set[str]:
    projects = {project_text(project) for project in facts.history.before(day).projects}
    passages = {passage for ecosystem in facts.described for passage in ecosystem.passages}
    return (projects | passages | {profile.text for profile in facts.profiles_at(day)}) - {""}


def _plain(encoder: Encoder) -> Encoder:
    if isinstance(encoder, JoinedEncoder):
        return JoinedEncoder([_plain(member) for member in encoder.members])
    return encoder.encoder if isinstance(encoder, CachedEncoder) else encoder


def _judged(
    parts: list[Examples], config: FitConfig, seed: int
) -> tuple[Calibration, Judged, "np.ndarray[tuple[int], np.dtype[np.float64]]"]:
    """Judge on the last period what was fitted on those before it; of the odds likewise, where there are three.

    The odds that serve are fitted on the scores of both periods, given by rankers that had not seen them.
    """
    last = parts[-1]
    unseen = [(last, fit_ranker(parts[:-1], config, seed).scores(last.features))]
    scores = unseen[0][1]
    judged, odds = judge(last, scores), np.zeros(0)
    if len(parts) > 2:  # noqa: PLR2004 - one to learn from, one for the odds, one to judge on
        unseen.insert(0, (parts[-2], fit_ranker(parts[:-2], config, seed).scores(parts[-2].features)))
        odds = fit_calibration(unseen[:1]).odds(scores, last.features)
        error = calibration_error(odds.tolist(), last.hits.tolist())
        judged = replace(judged, measures={**judged.measures, "odds/all/ece": error})
    return fit_calibration(unseen), judged, odds


def _unjudged(
    ranker: BlendedRanker, parts: list[Examples], n_ecosystems: int
) -> tuple[Calibration, Judged, "np.ndarray[tuple[int], np.dtype[np.float64]]"]:
    """Odds by the cautious curve around the mean score, and no measure: what was learned from judges nothing."""
    centre = float(np.mean([ranker.scores(part.features).mean() for part in parts])) if parts else 0.0
    return cautious_calibration(n_ecosystems, centre), Judged({}, 0), np.zeros(0)


def fingerprints(facts: Facts) -> dict[str, str]:
    """Counts, and a SHA-256 over every fact that was used; what came later does not touch it."""
    history = facts.history
    described = {profile.organisation_id for profile in facts.profiles}
    used = sorted({*history.participants, *described})
    record = json.dumps([
        history.projects, history.participants,
        history.project_rows.tolist(), history.participant_rows.tolist(), history.coordinates.tolist(),
        [statement for organisation in used for statement in facts.statements.get(organisation, ())],
        [ecosystem_record(ecosystem) for ecosystem in facts.catalogue(facts.until)],
        list(facts.profiles),
    ], default=_recorded)  # fmt: skip
    return {
        "projects": str(len(history.projects)),
        "participations": str(len(history.project_rows)),
        "profiles": str(len(described)),
        "sha256": hashlib.sha256(record.encode()).hexdigest(),
    }


def _recorded(noun: object) -> object:
    """Fields of a noun by name, and text of what else JSON has no form for."""
    return {one.name: getattr(noun, one.name) for one in fields(noun)} if is_dataclass(noun) else str(noun)


def day_after(tables: Tables) -> date:
    """Return the day after the last dated fact.

    Raises
    ------
    TrainingError
        If none is dated.
    """
    days = tables.projects["started"].max(), tables.ecosystems["known_on"].max(), tables.profiles["known_on"].max()
    known = [day for day in days if isinstance(day, str) and day]
    if not known:
        raise TrainingError("The workspace holds no dated project or ecosystem; ingest some first.")
    return date.fromisoformat(max(known)) + timedelta(days=1)
