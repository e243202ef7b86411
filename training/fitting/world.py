"""From facts at a day to a world that can be asked."""

from collections.abc import Mapping, Sequence
from datetime import date

from pydantic import BaseModel, ConfigDict, Field, field_validator

from recommender.encoding.base import Encoder
from recommender.entities import Organisation, OrganisationId
from recommender.indexing.faiss import build
from recommender.pipeline import PipelineConfig
from recommender.ranking.reciprocal import ReciprocalConfig
from recommender.retrieval.dense import DenseConfig, DenseRetriever, Space
from recommender.retrieval.graph import GraphConfig, GraphRetriever
from recommender.retrieval.knowledge import gather
from recommender.retrieval.latent import LatentRetriever
from recommender.retrieval.lexical import LexicalRetriever
from recommender.retrieval.popular import PopularConfig, PopularRetriever
from recommender.retrieval.world import World
from training.fitting.ablation import features_of
from training.fitting.facts import Facts


class FitConfig(BaseModel):
    """Hyperparameters of a whole model, each part's with that part; written into the bundle's manifest.

    ``leave_out`` names signals that the ranker may not use, as `features_of` reads them; for experiments.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    dense: DenseConfig = DenseConfig()
    graph: GraphConfig = GraphConfig()
    popular: PopularConfig = PopularConfig()
    pipeline: PipelineConfig = PipelineConfig()
    reciprocal: ReciprocalConfig = ReciprocalConfig()
    windows: int = Field(default=7, ge=1)
    min_queries: int = Field(default=50, ge=1)
    max_queries: int = Field(default=1500, ge=50)
    trees: int = Field(default=150, ge=1)
    tree_share: float = Field(default=0.5, ge=0, le=1)
    ridge: float = Field(default=30.0, gt=0)
    leave_out: tuple[str, ...] = ()

    @field_validator("leave_out")
    @classmethod
    def _known(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        for name in names:
            features_of(name)
        return names

    @property
    def materials(self) -> str:
        """All that decides worlds and examples, as text: equal texts, equal worlds and examples."""
        return self.model_dump_json(exclude=_OF_THE_RANKER)

    @property
    def unused(self) -> frozenset[str]:
        """Features that are left out."""
        return frozenset(feature for name in self.leave_out for feature in features_of(name))


_OF_THE_RANKER: Mapping[str, bool | dict[str, bool]] = {
    "windows": True, "trees": True, "tree_share": True, "ridge": True, "leave_out": True, "pipeline": {"depth": True},
    "reciprocal": True,
}  # fmt: skip


def world_at(day: date, facts: Facts, encoder: Encoder, config: FitConfig) -> World:
    """Fit everything that a query is answered from on what was known before `day`."""
    history, catalogue, profiles = facts.history.before(day), facts.catalogue(day), facts.profiles_at(day)
    organisations = facts.organisations_at(day)
    knowledge = gather(day, catalogue, history, (organisations, profiles), encoder)
    space, own, spread = Space.fit(knowledge, config.dense)
    dense = DenseRetriever.fit(knowledge, (space, own, spread), config.dense)
    return World(
        catalogue=catalogue,
        history=history,
        organisations=organisations,
        profile_ids=knowledge.profile_ids,
        profile_vectors=space.placed(knowledge.profile_vectors),
        profile_texts=_texts(day, facts, knowledge.profile_ids),
        space=space,
        index=build(spread[history.joint]),
        dense=dense,
        lexical=LexicalRetriever.fit(knowledge),
        latent=LatentRetriever.fit(knowledge, space.first(own), dense.recent),
        graph=GraphRetriever.fit(knowledge, config.graph),
        popular=PopularRetriever.fit(knowledge, config.popular),
    )


def _texts(day: date, facts: Facts, owners: Sequence[OrganisationId]) -> tuple[str, ...]:
    """Texts of profiles, for evidence; none of sole traders, as these are personal data."""
    said = {p.organisation_id: "\n".join((*p.texts, *p.offers, *p.needs)) for p in facts.profiles_at(day)}
    return tuple("" if _is_sole_trader(facts.statements.get(owner, ()), day) else said[owner] for owner in owners)


def _is_sole_trader(statements: Sequence[Organisation], day: date) -> bool:
    """Whether the last statement before `day` that tells says so: most sources do not tell."""
    told = [known.sole_trader for known in statements if known.known_on < day and known.sole_trader is not None]
    return bool(told) and told[-1]
