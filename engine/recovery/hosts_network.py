"""The network that says what hangs on what: by how much a rule is off, from what is seen of two parts.

In     FEATURES of pairs of parts (engine.recovery.hosts).
Out    log likelihoods, up to what is the same for all hosts of a part.
Raises nothing.  Knows nothing of parts or meshes; its weights lie with those of engine.recovery.network.

One that has not learned adds nothing to the rule.
"""

from __future__ import annotations

import torch
from torch import nn

OF_BOTH = (
    "rule",                 # the rule's log likelihood
    "named", "named alone",  # ln: the other is of the role that is told to be above; by the piece's own points
    "lost",                 # ln: it is of a role above one that nobody found
    "usual",                # ln: such roles hang on such in the category
    "short of named", "short of aside", "short of gap", "short of touch",     # what it is behind the best other
    "gap", "own gap",       # how far the joint lies outside of the other; the piece's own
    "aside", "own aside",   # how far from the other's middle the host is looked for; by the piece's own points
    "off",                  # how far from the other's points that is
    "apart", "aims apart",  # how far their middles are; the places that both point to
    "touch", "beside",      # how far their surfaces are; which share of the neighbours is the other's
    "of one", "of one role", "alike",   # pieces of one part; of one role; how alike the roles are
    "before", "of one and before",      # it lies nearer to the joint
    "higher",               # by how much
)
OF_EACH = ("size", "points", "sure", "root")    # ln of extent, of its share of the points; of its role; ln as a root
OF_PIECE = ("head", "joint scatters", "host scatters")
OF_ROOT = ("none", "told root", "smaller")      # of being the root: that it is asked, ln as told, ln of the largest
FEATURES = (*OF_BOTH, *(f"its {name}" for name in OF_EACH), *(f"other's {name}" for name in OF_EACH), *OF_PIECE,
            *OF_ROOT)
WIDTH, DROPPED = 48, 0.1
"""Of the network; the share of it that is left out at each step while it learns."""


class HostsNetwork(nn.Module):
    """Features [..., FEATURES] to log likelihoods [...]."""

    def __init__(self, width: int = WIDTH) -> None:
        super().__init__()
        self.mean: torch.Tensor
        self.deviation: torch.Tensor
        self.register_buffer("mean", torch.zeros(len(FEATURES)))
        self.register_buffer("deviation", torch.ones(len(FEATURES)))
        self.inner = nn.Sequential(nn.Linear(len(FEATURES), width), nn.GELU(), nn.Dropout(DROPPED),
                                   nn.Linear(width, width), nn.GELU(), nn.Dropout(DROPPED))
        self.last = nn.Linear(width, 1)
        nn.init.zeros_(self.last.weight)
        nn.init.zeros_(self.last.bias)

    def forward(self, features: torch.Tensor) -> torch.Tensor:
        off = self.last(self.inner((features - self.mean) / self.deviation))
        return features[..., FEATURES.index("rule")] + off[..., 0]
