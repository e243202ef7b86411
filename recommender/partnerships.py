"""Who worked with whom, since when: SMEs and the ecosystems in whose projects they stood."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date

from recommender.catalogue import Catalogue
from recommender.entities import EcosystemId, OrganisationId, Partnership
from recommender.history import History


class Partnerships:
    """Partnerships sorted by day, SME, ecosystem and source."""

    def __init__(self, partnerships: Iterable[Partnership]) -> None:
        self._all = tuple(sorted(partnerships, key=lambda p: (p.since, p.sme_id, p.ecosystem_id, p.source)))
        known: dict[OrganisationId, set[EcosystemId]] = defaultdict(set)
        for partnership in self._all:
            known[partnership.sme_id].add(partnership.ecosystem_id)
        self._known = {sme: frozenset(ecosystems) for sme, ecosystems in known.items()}

    @classmethod
    def of(cls, history: History, catalogue: Catalogue) -> "Partnerships":
        """Everyone who stood in a project with an ecosystem's participant, whatever their size."""
        hosts: dict[OrganisationId, list[EcosystemId]] = defaultdict(list)
        for ecosystem in catalogue:
            hosts[ecosystem.participant_id].append(ecosystem.id)
        members: dict[int, list[OrganisationId]] = defaultdict(list)
        for project, participant in zip(history.project_rows.tolist(), history.participant_rows.tolist(), strict=True):
            members[project].append(history.participants[participant])
        return cls(
            Partnership(member, ecosystem_id, history.started[row].item(), history.projects[row].id)
            for row, participants in members.items()
            for host in participants
            for ecosystem_id in hosts.get(host, ())
            for member in participants
            if member != host
        )

    def __len__(self) -> int:
        return len(self._all)

    def __iter__(self) -> Iterator[Partnership]:
        return iter(self._all)

    def before(self, day: date) -> "Partnerships":
        """Those that had started before `day`."""
        return Partnerships(p for p in self._all if p.since < day)

    def known_to(self, sme_id: OrganisationId | None) -> frozenset[EcosystemId]:
        """Ecosystems that an SME has worked with; empty for a newcomer."""
        return self._known.get(sme_id, frozenset()) if sme_id else frozenset()
