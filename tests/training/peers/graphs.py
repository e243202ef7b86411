"""A history small enough to reckon by hand, in a world that holds nothing else."""

from dataclasses import replace
from datetime import date

import numpy as np

from recommender.catalogue import Catalogue
from recommender.entities import Organisation, OrganisationId, Participation, Project, ProjectId
from recommender.history import History
from recommender.retrieval.world import World
from tests.recommender.nouns import ecosystem
from training.peers.base import Given

DAY = date(2024, 1, 1)
PROJECTS = {
    "p1": (date(2023, 1, 1), ["x", "z", "F"]),
    "p2": (date(2023, 1, 1), ["z", "G"]),
    "p3": (date(2021, 1, 1), ["y", "F", "G"]),
    "p4": (date(2023, 1, 1), ["lonely"]),
}
"""x, y, z are companies; F and G stand for the two ecosystems f and g; h stands in no project."""

COUNTRIES = {"x": "FI", "y": "SE", "z": "FI", "F": "DE", "G": "DE"}
ROWS = ["F", "G", "lonely", "x", "y", "z"]
"""Participants in row order; g's and f's columns are 1 and 0."""


def given(world: World) -> Given:
    """Put the history in place of a world's own."""
    history = History.of(
        [Project(ProjectId(name), started=day) for name, (day, _) in PROJECTS.items()],
        [Participation(ProjectId(name), OrganisationId(who)) for name, (_, all_) in PROJECTS.items() for who in all_],
    )
    catalogue = Catalogue([ecosystem(name, participant=name.upper()) for name in "fgh"])
    organisations = {OrganisationId(i): Organisation(OrganisationId(i), i, country=c) for i, c in COUNTRIES.items()}
    nothing_said = np.zeros((len(history.participants), len(world.space.centre)), dtype=np.float32)
    space = replace(world.space, participants=nothing_said)
    return Given(replace(world, history=history, catalogue=catalogue, organisations=organisations, space=space), DAY)
