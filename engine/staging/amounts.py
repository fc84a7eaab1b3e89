"""Amounts: the distance, clearance or ratio of a relation where the artist does not say.

In     a relation and its two bodies.   Out   metres, or a ratio.
Raises nothing.   Knows nothing of torch or Qt.
"""

from __future__ import annotations

from engine.document.scene import Relation
from engine.staging.bodies import Body, ratio
from engine.vocabulary.relations import RELATIONS

_SHARES = {
    # kind: share of the mean diagonal, least, most [m]
    "above": (0.15, 0.08, 0.8), "orbits": (0.14, 0.12, 0.6), "passes": (0.14, 0.15, 0.7),
    "follows": (0.20, 0.12, 0.8), "approaches": (0.12, 0.08, 0.5),
}
_BESIDE = (0.13, 0.05, 0.6)


def amount(relation: Relation, source: Body, target: Body) -> float:
    """The relation's own setting, else what looks right for two bodies of this size."""
    if RELATIONS[relation.kind].family == "compare":
        return ratio(relation)
    if "distance" in relation.settings:
        return relation.settings["distance"]
    share, least, most = _SHARES.get(relation.kind, _BESIDE)
    return min(most, max(least, share * (source.diagonal + target.diagonal) / 2.0))
