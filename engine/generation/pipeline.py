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
        layers = self._layers(sigmas[:steps], condition, guided=guidance != 1.0)
        x = noise
        for index, moment in enumerate(self.scheduler.timesteps):
            expected = torch.where(keep, clean, self._expect(x, [layer[index] for layer in layers], guidance))
            x = self.scheduler.step(expected, moment, x, return_dict=False)[0]
            after = sigmas[index + 1]
            x = torch.where(keep, (1.0 - after) * clean + after * noise, x)
            if on_step is not None:
                on_step(index + 1, steps)
        return torch.where(keep, tokens, self.denoiser.natural(x))

    def _layers(self, sigmas: list[float], condition: dict[str, torch.Tensor], *,
                guided: bool) -> list[torch.Tensor]:
        """The denoiser's modulations at every noise level, all at once: [step, row, channel] a layer.

        A row for each object, and where guided another for it without its condition.
        """
        if guided:
            free = {"category": -1, "verb": -1, "values": 0, "mask": 0}
            condition = {name: torch.cat([said, torch.full_like(said, free[name])]) for name, said in condition.items()}
        rows, device = len(condition["category"]), condition["category"].device
        times = torch.tensor(sigmas, dtype=torch.float32, device=device).repeat_interleave(rows)
        tiled = {name: said.repeat(len(sigmas), *(1,) * (said.dim() - 1)) for name, said in condition.items()}
        return [layer.unflatten(0, (len(sigmas), rows)) for layer in self.denoiser.modulations(times, **tiled)]

    def _expect(self, x: torch.Tensor, layers: list[torch.Tensor], guidance: float) -> torch.Tensor:
        """The clean tokens expected, guided away from those without the condition."""
        if guidance == 1.0:
            return self.denoiser.denoise(x, layers)
        with_it, without = self.denoiser.denoise(torch.cat([x, x]), layers).chunk(2)
        return without + guidance * (with_it - without)
