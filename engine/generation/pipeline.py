"""Pipeline: condition and noise to part tokens.

In     a Denoiser and a flow scheduler; condition tensors; noise [batch, slot, channel]; known slots to keep.
Out    tokens [batch, slot, channel] in natural units, float32, on the noise's device.
Raises ValueError for a step count below 1; whatever `on_step` raises (this is how a job is cancelled).
Knows nothing of documents, files or Qt.

Classifier-free guidance: Ho and Salimans 2022, eq. 6. Known slots: at every step they are what the noise and their own
clean tokens make them, and the prediction for them is exact (Lugmayr et al. 2022, eq. 8, on straight paths).
"""

from __future__ import annotations

from collections.abc import Callable

import torch
from diffusers.pipelines.pipeline_utils import DiffusionPipeline
from diffusers.schedulers.scheduling_unipc_multistep import UniPCMultistepScheduler

from engine.generation.denoiser import Denoiser


class TokenPipeline(DiffusionPipeline):
    denoiser: Denoiser
    scheduler: UniPCMultistepScheduler

    def __init__(self, denoiser: Denoiser, scheduler: UniPCMultistepScheduler) -> None:
        super().__init__()
        self.register_modules(denoiser=denoiser, scheduler=scheduler)

    @torch.no_grad()
    def __call__(self, condition: dict[str, torch.Tensor], noise: torch.Tensor, *, steps: int = 6,
                 guidance: float = 1.5, known: tuple[torch.Tensor, torch.Tensor] | None = None,
                 on_step: Callable[[int, int], None] | None = None) -> torch.Tensor:
        """`known` is (which [slot] bool, tokens [slot, channel] in natural units); `on_step(done, steps)`."""
        if steps < 1:
            raise ValueError(f"sampling needs at least 1 step, not {steps}")
        which, tokens = known or (torch.zeros_like(noise[0, :, 0], dtype=torch.bool), torch.zeros_like(noise[0]))
        keep, clean = which[:, None], self.denoiser.normalise(tokens)
        self.scheduler.set_timesteps(steps, device=noise.device)
        self.scheduler.set_begin_index(0)
        sigmas = self.scheduler.sigmas.tolist()
        x = noise
        for index, moment in enumerate(self.scheduler.timesteps):
            expected = torch.where(keep, clean, self._expect(x, sigmas[index], condition, guidance))
            x = self.scheduler.step(expected, moment, x, return_dict=False)[0]
            after = sigmas[index + 1]
            x = torch.where(keep, (1.0 - after) * clean + after * noise, x)
            if on_step is not None:
                on_step(index + 1, steps)
        return torch.where(keep, tokens, self.denoiser.natural(x))

    def _expect(self, x: torch.Tensor, sigma: float, condition: dict[str, torch.Tensor],
                guidance: float) -> torch.Tensor:
        """The clean tokens expected at noise level `sigma`, guided away from the unconditional ones."""
        time = torch.full((len(x),), sigma, dtype=torch.float32, device=x.device)
        if guidance == 1.0:
            return self.denoiser(x, time, **condition)
        free = {
            "category": torch.full_like(condition["category"], -1), "verb": torch.full_like(condition["verb"], -1),
            "values": torch.zeros_like(condition["values"]), "mask": torch.zeros_like(condition["mask"]),
        }
        both = {name: torch.cat([condition[name], free[name]]) for name in condition}
        with_it, without = self.denoiser(torch.cat([x, x]), torch.cat([time, time]), **both).chunk(2)
        return without + guidance * (with_it - without)
