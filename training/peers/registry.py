"""All peers by name, each with the values worth trying."""

from collections.abc import Mapping

from training.peers.base import PeerKind, grid
from training.peers.documents import bm25, tfidf
from training.peers.factors import als
from training.peers.fused import Parts, fusion
from training.peers.items import cosine_neighbours, ease
from training.peers.learned import lambdamart, regression
from training.peers.links import adamic_adar, resource_allocation
from training.peers.meaning import dense_best, dense_mean
from training.peers.popularity import at_home, everywhere, fallback
from training.peers.walks import from_sme, near_text

_RESTARTS = (0.15, 0.3, 0.5)
_WALK = {"restart": 0.3, "half_life": 3.0}
_TEXTS: Parts = {bm25: {"k1": 1.2, "b": 0.75}, tfidf: {"ngrams": 1, "min_df": 1}, dense_best: {}}
_SMOOTHING = grid(smoothing=(10, 60))
_BOOSTED = (
    {"rate": 0.05, "leaves": 15, "least": 50, "trees": 150},
    {"rate": 0.05, "leaves": 7, "least": 200, "trees": 100},
    {"rate": 0.05, "leaves": 31, "least": 100, "trees": 150},
    {"rate": 0.1, "leaves": 7, "least": 100, "trees": 150},
)

_KINDS = (
    PeerKind("popularity", everywhere, fallback),
    PeerKind("popularity-lately", everywhere, fallback, grid(half_life=(1, 2, 4))),
    PeerKind("popularity-country", at_home, fallback, grid(half_life=(1, 2, 4), pull=(100, 300, 1000))),
    PeerKind("bm25", bm25, fallback, grid(k1=(0.9, 1.2, 2.0), b=(0.4, 0.75, 1.0)), reads_text=True),
    PeerKind("tfidf", tfidf, fallback, grid(ngrams=(1, 2), min_df=(1, 2)), reads_text=True),
    PeerKind("dense-mean", dense_mean, fallback, reads_text=True),
    PeerKind("dense-best", dense_best, fallback, reads_text=True),
    PeerKind(
        "item-neighbours", cosine_neighbours, fallback,
        (*grid(shrinkage=(0, 20), neighbours=(50, 500), own=(0, 1)),
         *grid(shrinkage=(0, 20), neighbours=(50, 500), own=(0, 1), half_life=(4,))),
    ),
    PeerKind(
        "als", als, fallback,
        (*grid(factors=(16, 48), alpha=(5, 40), ridge=(10,)),
         *grid(factors=(16, 48), alpha=(5, 40), ridge=(10,), half_life=(4,))),
    ),
    PeerKind(
        "ease", ease, fallback,
        (*grid(ridge=(50, 500, 3000), own=(0, 0.3)), *grid(ridge=(50, 500, 3000), own=(0, 0.3), half_life=(2,))),
    ),
    PeerKind("adamic-adar", adamic_adar, fallback),
    PeerKind("resource-allocation", resource_allocation, fallback),
    PeerKind("pagerank", from_sme, fallback, (*grid(restart=_RESTARTS), *grid(restart=_RESTARTS, half_life=(2, 4)))),
    PeerKind(
        "pagerank-near-text", near_text, fallback,
        (*grid(restart=_RESTARTS), *grid(restart=_RESTARTS, half_life=(2, 4))), reads_text=True,
    ),
    PeerKind("fusion", fusion({dense_best: {}, from_sme: _WALK}), fallback, _SMOOTHING, reads_text=True),
    PeerKind("fusion-near-text", fusion({**_TEXTS, near_text: _WALK}), fallback, _SMOOTHING, reads_text=True),
    PeerKind("regression", regression, fallback, grid(C=(0.001, 0.01, 1)), reads_text=True, learns=True),
    PeerKind("lambdamart", lambdamart, fallback, _BOOSTED, reads_text=True, learns=True),
)  # fmt: skip

PEERS: Mapping[str, PeerKind] = {kind.name: kind for kind in _KINDS}
"""From what is popular to a LambdaMART on the product's own features."""
