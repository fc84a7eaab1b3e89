"""Optimiser: Muon for the matrices of the blocks, AdamW for everything else.

In     a Denoiser; rates.   Out   steps; the state of every parameter by name, and back.
Raises KeyError for the state of another network.   Knows nothing of data or losses.

Muon (Jordan et al. 2024) orthogonalises the momentum of each matrix by five Newton-Schulz iterations; its rate is
scaled to AdamW's (Liu et al. 2025, eq. 4), so that one rate serves both.
"""

from __future__ import annotations

import torch

from engine.generation.denoiser import Denoiser

BETAS = (0.9, 0.98)


class Optimiser:
    def __init__(self, network: Denoiser, *, rate: float, matrix_rate: float, decay: float) -> None:
        named = dict(network.named_parameters())
        matrices = [name for name, value in named.items()
                    if name.startswith("blocks.") and value.dim() == 2 and "modulation" not in name]
        others = [name for name in named if name not in set(matrices)]
        self._order = (matrices, others)
        self._both: tuple[torch.optim.Optimizer, ...] = (
            torch.optim.Muon([named[n] for n in matrices], lr=matrix_rate, weight_decay=decay,
                             adjust_lr_fn="match_rms_adamw"),
            torch.optim.AdamW([named[n] for n in others], lr=rate, betas=BETAS, weight_decay=decay, fused=True))
        self._rates = (matrix_rate, rate)

    def step(self, share: float) -> None:
        """One step at `share` of the full rates."""
        for optimiser, rate in zip(self._both, self._rates):
            for group in optimiser.param_groups:
                group["lr"] = rate * share
            optimiser.step()

    def states(self) -> dict[str, dict[str, torch.Tensor]]:
        """What each parameter's next step depends on, by its name."""
        found = {}
        for optimiser, names in zip(self._both, self._order):
            kept = optimiser.state_dict()["state"]
            found |= {names[index]: {key: torch.as_tensor(value) for key, value in state.items()}
                      for index, state in kept.items()}
        return found

    def restore(self, states: dict[str, dict[str, torch.Tensor]]) -> None:
        for optimiser, names in zip(self._both, self._order):
            plain = optimiser.state_dict()
            kept = {index: states[name] for index, name in enumerate(names)}
            optimiser.load_state_dict({"state": kept, "param_groups": plain["param_groups"]})
