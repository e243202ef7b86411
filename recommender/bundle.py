"""A recommender as a folder: written once by training, verified before use by the service.

::

    manifest.json                 versions, config, measures, hashes of all other files
    tables/*.parquet              ecosystems, organisations, projects, participations
    profiles/ space/ dense/ lexical/ latent/ graph/ popular/    arrays as npy, words as JSON
    index/                        the FAISS index of past projects
    ranker/ calibration.json      LightGBM's text format, weights and curves as JSON
    reciprocal/                   demand and capacity of each ecosystem, for two-sided rankings
    encoder/                      only where the encoder was fitted on the data (TF-IDF)
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Any

from recommender import arrays
from recommender.catalogue import Catalogue
from recommender.encoding.base import Encoder, Vectors
from recommender.encoding.joined import JoinedEncoder
from recommender.encoding.packaged import MODEL as ENGLISH
from recommender.encoding.packaged import packaged
from recommender.encoding.sentence import SentenceConfig, SentenceEncoder
from recommender.encoding.tfidf import TfidfEncoder
from recommender.encoding.weights import MODEL, built
from recommender.entities import OrganisationId, Participation
from recommender.errors import BundleCorruptError, BundleError, EncoderError
from recommender.history import History
from recommender.indexing.base import Index
from recommender.indexing.faiss import FaissIndex
from recommender.manifest import FORMAT, Manifest, RankerKind, sealed, verified
from recommender.pipeline import PipelineConfig, Recommender
from recommender.ranking.calibration import Calibration
from recommender.ranking.learned import BlendedRanker
from recommender.ranking.reciprocal import Reciprocal
from recommender.retrieval.dense import DenseRetriever, Space
from recommender.retrieval.graph import GraphRetriever
from recommender.retrieval.latent import LatentRetriever
from recommender.retrieval.lexical import LexicalRetriever
from recommender.retrieval.popular import PopularRetriever
from recommender.retrieval.world import World
from recommender.tables import (
    Tables,
    ecosystem_frame,
    organisation_frames,
    participation_frame,
    project_frame,
    read_tables,
    write_tables,
)

LIBRARIES = ("numpy", "scipy", "faiss-cpu", "lightgbm", "sentence-transformers", "torch")
INDEX = "index"
"""Folder of the index, in a bundle."""

ReadIndex = Callable[[Path], Index]
"""Read an index from the folder that `FaissIndex.save` wrote."""

_PARTS: dict[str, type] = {
    "space": Space,
    "dense": DenseRetriever,
    "lexical": LexicalRetriever,
    "graph": GraphRetriever,
    "popular": PopularRetriever,
}


@dataclass(frozen=True)
class Training:
    """What a manifest tells of a training: its day, seed, encoder, config, data fingerprints and measures.

    ``encoder`` holds its ``kind`` (``sentence`` or ``tfidf``) and, for the first, its ``configs``.
    """

    day: date
    seed: int
    encoder: Mapping[str, Any]
    config: Mapping[str, Any]
    data: Mapping[str, str]
    measures: Mapping[str, float]
    ranker: RankerKind = "learned"


@dataclass(frozen=True)
class _Profiles:
    ids: tuple[str, ...]
    vectors: Vectors
    texts: tuple[str, ...]


@dataclass(frozen=True)
class _Latent:
    projects: Vectors
    bridge: Vectors
    centre: Vectors


def save(recommender: Recommender, folder: Path, training: Training) -> str:
    """Write a bundle into an existing, empty `folder` and return its content-derived name.

    Raises
    ------
    BundleError
        If a file cannot be written.
    """
    try:
        _write(recommender, folder)
        return sealed(_manifest(recommender, training), folder)
    except OSError as error:
        raise BundleError(f"Cannot write the bundle to {folder}: {error}.") from error


def load(folder: Path, models: Path, read_index: ReadIndex = FaissIndex.load) -> Recommender:
    """Verify a bundle and load it; its folder's name is the recommender's version.

    Parameters
    ----------
    models : folder where sentence encoders are kept
    read_index : what searches the vectors of past projects; FAISS, unless told otherwise

    Raises
    ------
    BundleError
        If it is missing, corrupt or of another version; the message gives the reason.
    EncoderError
        If its encoder cannot be built or is not the one it was trained with.
    """
    checked = verified(folder)
    try:
        return replace(_read(folder, checked, models, read_index), version=folder.name)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BundleCorruptError(f"Bundle {folder.name} is refused: it cannot be read ({error}).") from error


def read_manifest(folder: Path) -> Manifest:
    """Verify a bundle and return its manifest."""
    return verified(folder)


def sentence_encoder(config: SentenceConfig, models: Path) -> SentenceEncoder:
    """Encoder of a config; the default model is built from its package into `models` on first use.

    Raises
    ------
    EncoderError
        If the model cannot be built or found.
    """
    known = {MODEL: lambda: built(models), ENGLISH: packaged}
    model = str(known[config.model]()) if config.model in known else config.model
    return SentenceEncoder(config.model_copy(update={"model": model}))


def _manifest(recommender: Recommender, training: Training) -> Manifest:
    return Manifest(
        format=FORMAT,
        kumppani=version("kumppani"),
        day=training.day.isoformat(),
        seed=training.seed,
        encoder={"name": recommender.encoder.name, **training.encoder},
        index=recommender.world.index.kind,
        config=dict(training.config),
        data=dict(training.data),
        measures=dict(training.measures),
        ranker=training.ranker,
        libraries={library: version(library) for library in LIBRARIES},
    )


def _write(recommender: Recommender, folder: Path) -> None:
    world = replace(recommender.world, dense=recommender.world.dense.used())
    if not (isinstance(world.index, FaissIndex) and isinstance(recommender.ranker, BlendedRanker)):
        raise BundleError("Only a recommender with a FAISS index and the learned ranker can be saved.")
    history = world.history
    parts = [
        Participation(history.projects[p].id, history.participants[o], "coordinator" if lead else "participant")
        for p, o, lead in zip(history.project_rows, history.participant_rows, history.coordinates, strict=True)
    ]
    write_tables(
        Tables.of(
            ecosystems=ecosystem_frame(world.catalogue),
            projects=project_frame(history.projects),
            participations=participation_frame(parts),
            **organisation_frames(world.organisations.values()),
        ),
        folder / "tables",
    )
    arrays.write(_Profiles(world.profile_ids, world.profile_vectors, world.profile_texts), folder / "profiles")
    for name in _PARTS:
        arrays.write(getattr(world, name), folder / name)
    arrays.write(_Latent(world.latent.projects, world.latent.bridge, world.latent.centre), folder / "latent")
    if world.latent.encoder is not None:
        world.latent.encoder.save(folder / "latent" / "encoder")
    (folder / INDEX).mkdir()
    world.index.save(folder / INDEX)
    recommender.ranker.save(folder / "ranker")
    recommender.calibration.save(folder)
    if recommender.reciprocal is not None:
        arrays.write(recommender.reciprocal, folder / "reciprocal")
    if isinstance(recommender.encoder, TfidfEncoder):
        recommender.encoder.save(folder / "encoder")


def _read(folder: Path, checked: Manifest, models: Path, read_index: ReadIndex) -> Recommender:
    tables = read_tables(folder / "tables")
    profiles = arrays.read(_Profiles, folder / "profiles")
    parts: dict[str, Any] = {name: arrays.read(kind, folder / name) for name, kind in _PARTS.items()}
    directions = folder / "latent" / "encoder"
    kept = arrays.read(_Latent, folder / "latent")
    words = TfidfEncoder.load(directions) if directions.exists() else None
    latent = LatentRetriever(words, kept.projects, kept.bridge, kept.centre, parts["dense"].recent)
    world = World(
        catalogue=Catalogue(tables.ecosystem_list()),
        history=History.of(tables.project_list(), tables.participation_list()),
        organisations={organisation.id: organisation for organisation in tables.organisation_list()},
        profile_ids=tuple(OrganisationId(owner) for owner in profiles.ids),
        profile_vectors=profiles.vectors,
        profile_texts=profiles.texts,
        index=read_index(folder / INDEX),
        latent=latent,
        **parts,
    )
    return Recommender(
        world=world,
        encoder=_encoder(folder, checked, models),
        ranker=BlendedRanker.load(folder / "ranker"),
        calibration=Calibration.load(folder),
        config=PipelineConfig.model_validate(checked.config["pipeline"]),
        reciprocal=arrays.read(Reciprocal, demanded) if (demanded := folder / "reciprocal").exists() else None,
    )


def _encoder(folder: Path, checked: Manifest, models: Path) -> Encoder:
    encoder: Encoder
    if checked.encoder["kind"] == "tfidf":
        encoder = TfidfEncoder.load(folder / "encoder")
    else:
        configs = [SentenceConfig.model_validate(config) for config in checked.encoder["configs"]]
        encoder = JoinedEncoder([sentence_encoder(config, models) for config in configs])
    if encoder.name != checked.encoder["name"]:
        raise EncoderError(
            f"The bundle was trained with the encoder {checked.encoder['name']}, but {encoder.name} is what is here; "
            "put the same model back or train again."
        )
    return encoder
