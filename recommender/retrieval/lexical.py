"""Candidates from words: BM25 over what an ecosystem and its past projects say (Robertson et al. 1994, by bm25s)."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import bm25s
import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from recommender.entities import Ecosystem, Origin
from recommender.retrieval.base import Candidates, QueryBatch, Signals, best
from recommender.retrieval.knowledge import Knowledge, project_text
from recommender.retrieval.laid import Laid

_WORD = re.compile(r"\w{2,}")
_AT_ONCE = 16
"""Queries whose words are laid out together: a long text takes some 2 MB for each 3,000 words."""


@dataclass(frozen=True)
class LexicalRetriever:
    """Signal ``text_words``: BM25 of each ecosystem's document for the words of the query.

    ``terms`` gives each word's column; ``data``, ``rows`` and ``starts`` the scores of the documents that hold it, one
    slice a word (a sparse column matrix).
    """

    terms: dict[str, int]
    data: NDArray[np.float32]
    rows: NDArray[np.int64]
    starts: NDArray[np.int64]
    n_ecosystems: int

    names = ("text_words",)

    @classmethod
    def fit(cls, knowledge: Knowledge) -> "LexicalRetriever":
        """Index one document an ecosystem: its names, passages, members and the texts of its projects."""
        documents = [_own_words(ecosystem) for ecosystem in knowledge.catalogue]
        stands = knowledge.stands.tocoo()
        for project, ecosystem in zip(*stands.coords, strict=True):
            documents[ecosystem].append(project_text(knowledge.history.projects[project]))
        index = bm25s.BM25(method="lucene", k1=1.2, b=0.75)
        corpus = [words(" ".join(document)) for document in documents]
        terms = {term: place for place, term in enumerate(sorted({term for document in corpus for term in document}))}
        index.index(([[terms[term] for term in document] for document in corpus], terms), show_progress=False)
        return cls(
            terms,
            np.asarray(index.scores["data"], dtype=np.float32),
            np.asarray(index.scores["indices"], dtype=np.int64),
            np.asarray(index.scores["indptr"], dtype=np.int64),
            len(documents),
        )

    def signals(self, batch: QueryBatch) -> Signals:
        """Score every ecosystem for every query; 0 where no word is shared."""
        scores = np.zeros((len(batch), self.n_ecosystems), dtype=np.float32)
        for start in range(0, len(batch), _AT_ONCE):
            part = batch.queries[start : start + _AT_ONCE]
            said = [(place, *known) for place, query in enumerate(part) for known in self._known(query.text)]
            if said:
                queries, terms, times = np.array(said, dtype=np.int64).T
                laid = Laid(len(part), queries, terms, times.astype(np.float32))
                scores[start : start + len(part)] = laid.through(self._documents).summed(self.n_ecosystems)
        return {"text_words": scores}

    def retrieve(self, batch: QueryBatch, k: int) -> Candidates:
        """Best rows by BM25."""
        return best(self.preference(batch, self.signals(batch)), k)

    def preference(self, batch: QueryBatch, signals: Signals) -> NDArray[np.float32]:  # noqa: ARG002 (as the seam says)
        """BM25 itself."""
        return signals["text_words"]

    @cached_property
    def _documents(self) -> csr_array:
        """Terms × ecosystems."""
        return csr_array((self.data, self.rows, self.starts), shape=(len(self.starts) - 1, self.n_ecosystems))

    def _known(self, text: str) -> Iterable[tuple[int, int]]:
        """Columns of the words that some document holds, and how often the text says them."""
        return sorted(Counter(self.terms[word] for word in words(text) if word in self.terms).items())


def _own_words(ecosystem: Ecosystem) -> list[str]:
    """Names, passages and members where people wrote them; of what projects show, the flagship's name."""
    if ecosystem.origin is Origin.PROJECTS:
        return [ecosystem.flagship_name]
    return [*ecosystem.names.values(), *ecosystem.passages, *ecosystem.members]


def words(text: str) -> list[str]:
    """Lower-case words of two letters or more."""
    return _WORD.findall(text.lower())
