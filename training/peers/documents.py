"""Words shared with an ecosystem's document: BM25 and the cosine of TF-IDF."""

import bm25s
import numpy as np
from scipy.sparse import csc_array
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer

from recommender.encoding.base import has_words
from recommender.entities import Ecosystem, Origin
from recommender.retrieval.base import QueryBatch
from recommender.retrieval.knowledge import project_text
from recommender.retrieval.world import World
from training.peers.base import Given, Scores, Scoring, Values
from training.peers.interactions import seats


def documents(given: Given) -> list[str]:
    """One text an ecosystem: what people wrote of it, and what its past projects say."""
    history = given.world.history
    told = [_own(ecosystem) for ecosystem in given.world.catalogue]
    stands = (history.incidence @ seats(given)).tocoo()
    for project, ecosystem in sorted(zip(*(line.tolist() for line in stands.coords), strict=True)):
        told[ecosystem].append(project_text(history.projects[project]))
    return [" ".join(texts) for texts in told]


def asked(world: World, batch: QueryBatch) -> list[str]:
    """What each query says; without a text, what the SME's profile and its past projects say."""
    stood = batch.seated(len(world.history.participants)) @ world.history.incidence.T
    past = [
        [project_text(world.history.projects[row]) for row in mine]
        for mine in np.split(stood.indices, stood.indptr[1:-1])
    ]
    return [
        query.text if has_words(query.text) else " ".join([world.profile_text(query.sme_id), *texts])
        for query, texts in zip(batch.queries, past, strict=True)
    ]


def bm25(given: Given, values: Values) -> Scoring:
    """BM25 of each ecosystem's document (Robertson et al. 1994, by bm25s), with the usual ``k1`` and ``b``."""
    corpus, world = documents(given), given.world
    if not any(map(has_words, corpus)):
        return _silent(len(corpus))
    counter = CountVectorizer(token_pattern=_WORD).fit(corpus)
    terms, tokenised = counter.vocabulary_, counter.build_analyzer()
    index = bm25s.BM25(method="lucene", k1=values["k1"], b=values["b"])
    index.index(([[terms[word] for word in tokenised(text)] for text in corpus], dict(terms)), show_progress=False)
    parts = (index.scores[part] for part in ("data", "indices", "indptr"))
    weights = csc_array(tuple(parts), shape=(len(corpus), len(terms)))

    def scores(batch: QueryBatch) -> Scores:
        return np.asarray((counter.transform(asked(world, batch)) @ weights.T).toarray(), dtype=np.float32)

    return scores


def tfidf(given: Given, values: Values) -> Scoring:
    """Cosine of TF-IDF vectors of words, or of words and pairs of words with ``ngrams`` 2."""
    corpus, world = documents(given), given.world
    if not any(map(has_words, corpus)):
        return _silent(len(corpus))
    analyser = TfidfVectorizer(
        token_pattern=_WORD, ngram_range=(1, int(values["ngrams"])), sublinear_tf=True, min_df=int(values["min_df"])
    )
    rows = analyser.fit_transform(corpus)

    def scores(batch: QueryBatch) -> Scores:
        return np.asarray((analyser.transform(asked(world, batch)) @ rows.T).toarray(), dtype=np.float32)

    return scores


_WORD = r"(?u)\b\w\w+\b"


def _own(ecosystem: Ecosystem) -> list[str]:
    """Names, passages and members where people wrote them; of what projects show, the flagship's name."""
    if ecosystem.origin is Origin.PROJECTS:
        return [ecosystem.flagship_name]
    return [*ecosystem.names.values(), *ecosystem.passages, *ecosystem.members]


def _silent(n_ecosystems: int) -> Scoring:
    """Know nothing: there is not one word to go by."""

    def scores(batch: QueryBatch) -> Scores:
        return np.zeros((len(batch), n_ecosystems), dtype=np.float32)

    return scores
