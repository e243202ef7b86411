"""Which features belong to a signal, so that a model can be fitted without it."""

from difflib import get_close_matches

from recommender.ranking.features import NAMES, OF_QUERY, SCALE


def features_of(name: str) -> frozenset[str]:
    """Give the features that a name stands for.

    A signal stands for itself and its rank; any other feature for itself; a word, such as ``latent``, ``profile`` or
    ``rank``, for every feature that has it in its name.

    Raises
    ------
    ValueError
        If it names none.
    """
    if name in SCALE:
        return frozenset({name, f"{name}_rank"} & set(NAMES))
    if name in NAMES:
        return frozenset({name})
    found = frozenset(feature for feature in NAMES if feature not in OF_QUERY and name in feature.split("_"))
    if not found:
        moving = [feature for feature in NAMES if feature not in OF_QUERY]
        words = {word for feature in moving for word in feature.split("_")}
        near = get_close_matches(name, [*moving, *sorted(words)], n=1)
        advice = f"did you mean {near[0]!r}?" if near else f"signals are {', '.join(SCALE)}"
        raise ValueError(f"{name!r} is no signal; {advice}")
    return found
