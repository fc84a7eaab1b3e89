"""Training the network that says what hangs on what (engine.recovery.hosts_network), on objects of the grammar.

In     objects whose parts were found, beside the truth (engine.training.roles_data.Found).
Out    the network.
Raises what `on_progress` raises.
Knows nothing of files, nor of how points vote.

Of each part the network is asked for a piece of the true part that it ought to hang on; which piece is its own choice,
and that one tree comes of all is not its concern.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import torch

from engine.recovery.hosts import features, rule
from engine.recovery.hosts_network import FEATURES, HostsNetwork
from engine.training.roles_data import Found

STEPS, BATCH = 4000, 192
RATE, WARM, DECAY = 3e-3, 50, 0.05
LEAST = 1e-3
"""The least deviation of a feature."""


def trained(asked: Sequence[Found], *, steps: int = STEPS, seed: int = 0,
            on_progress: Callable[[float, str], None] | None = None) -> HostsNetwork:
    """The network after `steps` steps on what the objects' parts hang on."""
    torch.manual_seed(seed)
    seen, there, right = (torch.from_numpy(values) for values in _examples(asked))
    network, dice = HostsNetwork(), torch.Generator().manual_seed(seed)
    pairs = seen[there]
    network.mean.copy_(pairs.mean(0))
    network.deviation.copy_(pairs.std(0) + LEAST)
    optimiser = torch.optim.AdamW(network.parameters(), RATE, betas=(0.9, 0.98), weight_decay=DECAY)
    for step in range(steps):
        for group in optimiser.param_groups:
            group["lr"] = RATE * min(1.0, (step + 1) / WARM) * (1.0 - step / steps)
        some = torch.randint(len(seen), (BATCH,), generator=dice)
        told = network(seen[some]).masked_fill(~there[some], -torch.inf)
        value = (told.logsumexp(1) - told.masked_fill(~right[some], -torch.inf).logsumexp(1)).mean()
        optimiser.zero_grad()
        value.backward()
        optimiser.step()
        if on_progress and step % 100 == 0:
            on_progress(step / steps, f"hosts: step {step} of {steps}, loss {value.item():.3f}")
    return network.eval()


def _examples(asked: Sequence[Found]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """FEATURES [part, host, FEATURES] of all objects' parts and their possible hosts, padded; which hosts are there
    [part, host]; which are right.
    """
    widest = max(len(each.truth) for each in asked) + 1
    seen, there, right = [], [], []
    for each in asked:
        count, wide = len(each.truth), ((0, 0), (0, widest - len(each.truth) - 1))
        others = ~np.eye(count, count + 1, dtype=bool)
        good = (np.append(each.truth, -1) == each.above[:, None]) & others
        asks = good.any(1)
        told = features(each.evidence, rule(each.evidence))
        seen.append(np.pad(told, (*wide, (0, 0)))[asks])
        there.append(np.pad(others, wide)[asks])
        right.append(np.pad(good, wide)[asks])
    return np.concatenate(seen).reshape(-1, widest, len(FEATURES)), np.concatenate(there), np.concatenate(right)
