"""Hosts: how likely each part hangs on each other, by a rule and by a network that has seen how parts are found.

In     Evidence of the parts that were found.
Out    log likelihoods [piece, piece + 1], the last that it is the root.
Raises nothing.  Knows nothing of meshes, documents or where weights lie.

The rule: a part hangs the likelier on another the more of its points name that one's role, the more often such parts
hang on it in objects of the category, the nearer they point to its middle, and the nearer the two meet. What it hangs
on may not have been found: then it hangs on what that does. The head of a part hangs where the part does, its other
pieces on one before them.

What a fit makes of an object - pieces, shapes that swallow others, hosts inside of others - no rule foresees: the
network sees, of each pair, the rule's likelihood and FEATURES, and says by how much the rule is off. One that has not
learned says that it is right.
"""

from __future__ import annotations

import numpy as np
import torch

from engine.recovery.evidence import Evidence
from engine.recovery.hosts_network import FEATURES, OF_EACH, HostsNetwork
from engine.recovery.network import NOTHING
from engine.vocabulary.slots import ROLES

LOST = 2.0
"""How much less likely, in nats, a part's own host was not found, and it hangs on what that hangs on."""
APART, ASIDE = 8.0, 8.0
"""How much less likely a part hangs on another, in nats, whose surface is a diagonal away from its joint; whose middle
is so far from where it is looked for.
"""
LEAST, NEVER = 1e-4, -60.0
"""The least likelihood that a part hangs on any other; the log of what cannot be."""
STEPS = 4
"""At most so many hosts that were not found are stepped over."""
FLOOR = -12.0
"""The rule's least log likelihood, where the network speaks too."""


def likely(evidence: Evidence, network: HostsNetwork | None = None) -> np.ndarray:
    """Log likelihood [piece, piece + 1] that a piece hangs on another; the last that it is the root."""
    by_rule = rule(evidence)
    if network is None:
        return by_rule
    seen = features(evidence, by_rule)
    with torch.no_grad():
        said = network(torch.from_numpy(seen)).double().numpy()
    return _shared(said)


def rule(evidence: Evidence) -> np.ndarray:
    """The same by the rule alone."""
    told, count = evidence.part, len(evidence.parts)
    named, lost = _named(evidence)
    hangs = np.maximum(named - ASIDE * _away(told.host, told.middle, evidence.size), lost - LOST)
    hangs -= APART * evidence.joint_gap
    apart = _away(evidence.parts.centre, evidence.parts.centre, evidence.size)
    out = np.full((count, count + 1), NEVER)
    for piece in range(count):
        pieces = np.flatnonzero(evidence.part_of == evidence.part_of[piece])
        if evidence.head[piece]:
            out[piece, :count], out[piece, count] = hangs[piece], np.log(told.above[piece, NOTHING] + 1e-6)
            out[piece, pieces] = NEVER
        else:
            before = pieces[(evidence.far[pieces] < evidence.far[piece]) | evidence.head[pieces]]
            out[piece, before] = -apart[piece, before]
    return out


def _named(evidence: Evidence) -> tuple[np.ndarray, np.ndarray]:
    """Logs [piece, other] of how likely the other is of the role that the piece hangs on; of one above that which
    nobody found.
    """
    told = evidence.part
    above = told.above[:, :NOTHING]
    beyond = _beyond(evidence.hangs[:, :NOTHING], np.isin(np.arange(len(ROLES)), evidence.own.role.argmax(1)))
    return np.log(above @ told.role.T + LEAST), np.log(above @ beyond @ told.role.T + LEAST)


def _beyond(hangs: np.ndarray, found: np.ndarray) -> np.ndarray:
    """Which role that was `found` [role] comes next above a part of each role [ROLES, ROLES]."""
    out, at = np.zeros_like(hangs), hangs
    for _ in range(STEPS):
        out, at = out + at * found, (at * ~found) @ hangs
    return out


def features(evidence: Evidence, by_rule: np.ndarray) -> np.ndarray:
    """FEATURES [piece, piece + 1, FEATURES] float32 of each pair, and last of each piece as the root."""
    count = len(evidence.parts)
    size, sure = np.log(evidence.parts.size.prod(1)) / 3.0 - np.log(evidence.size), evidence.own.role.max(1)
    root = np.log(evidence.part.above[:, NOTHING] + LEAST)
    each = dict(zip(OF_EACH, (size, np.log(evidence.number / evidence.number.sum()), sure, root)))
    seen = {name: np.pad(values, ((0, 0), (0, 1))) for name, values in _of_both(evidence).items()}
    seen["rule"] = _shared(by_rule).clip(FLOOR)
    wide = np.ones((count, count + 1))
    seen |= {f"its {name}": wide * values[:, None] for name, values in each.items()}
    seen |= {f"other's {name}": wide * np.append(values, 0.0) for name, values in each.items()}
    scatter = evidence.scatter / evidence.size
    seen |= {"head": wide * evidence.head[:, None], "joint scatters": wide * scatter[:, :1],
             "host scatters": wide * scatter[:, 1:]}
    at_root = np.append(np.zeros(count), 1.0)
    seen |= {"none": wide * at_root, "told root": root[:, None] * at_root,
             "smaller": (size - size.max())[:, None] * at_root}
    return np.stack([seen[name] for name in FEATURES], -1).astype(np.float32)


def _of_both(evidence: Evidence) -> dict[str, np.ndarray]:
    """What is seen of each pair [piece, other] beside the rule."""
    own, told, size, centre = evidence.own, evidence.part, evidence.size, evidence.parts.centre
    named, lost = _named(evidence)
    gap, aside = evidence.joint_gap, _away(told.host, told.middle, size)
    one, role = evidence.part_of[:, None] == evidence.part_of, own.role.argmax(1)
    before = evidence.far[None] < evidence.far[:, None]
    return {
        "named": named, "lost": lost, "gap": gap, "aside": aside,
        "named alone": np.log(own.above[:, :NOTHING] @ own.role.T + LEAST),
        "usual": np.log(told.role @ evidence.hangs[:, :NOTHING] @ told.role.T + 10.0 * LEAST),
        "short of named": -_short(-named), "short of aside": _short(aside), "short of gap": _short(gap),
        "short of touch": _short(evidence.touch),
        "own gap": evidence.gap(own.joint), "own aside": _away(own.host, own.middle, size),
        "off": _away(own.host, evidence.centre, size), "apart": _away(centre, centre, size),
        "aims apart": 0.5 * (_away(own.middle, own.middle, size) + _away(own.joint, own.joint, size)),
        "touch": evidence.touch, "beside": evidence.beside,
        "of one": one, "of one role": role[:, None] == role, "alike": own.role @ own.role.T,
        "before": before, "of one and before": one & before & ~evidence.head[:, None],
        "higher": (evidence.centre[None, :, 1] - evidence.centre[:, None, 1]) / size,
    }


def _away(places: np.ndarray, others: np.ndarray, size: float) -> np.ndarray:
    """Distances [place, other] as shares of the size."""
    return np.linalg.norm(places[:, None] - others, axis=2) / size


def _short(values: np.ndarray) -> np.ndarray:
    """By how much each other's value [piece, other] is above the least of all but the piece's own."""
    if len(values) < 2:
        return np.zeros_like(values)
    return values - np.where(np.eye(len(values), dtype=bool), np.inf, values).min(1, keepdims=True)


def _shared(likely: np.ndarray) -> np.ndarray:
    """The same, the likelihoods of each piece's hosts adding up to 1; its own can never be."""
    out = np.where(np.eye(*likely.shape, dtype=bool), NEVER, likely)
    return out - np.logaddexp.reduce(out, axis=1, keepdims=True)
