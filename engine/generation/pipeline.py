"""Pipeline: conditions and noise to the part tokens of objects.

In     a Denoiser and a flow scheduler; condition tensors; noise [object, slot, channel]; what else steers (__call__).
Out    tokens [object, slot, channel] in natural units, float32, on the noise's device.
Raises ValueError for a step count below 1; whatever `on_step` raises (this is how a job is cancelled).
Knows nothing of documents, files or Qt.

Classifier-free guidance: Ho and Salimans 2022, eq. 6, at the high noise levels only, where it decides something, and
at half the cost (Kynkäänniemi et al. 2024); away from another condition where `avoid` names one. Several conditions
are one by the weighted mean of what each expects (Liu et al. 2022, eq. 11). Known slots: at every step they are what
the noise and their own clean tokens make them, and the prediction for them is exact (Lugmayr et al. 2022, eq. 8, on
straight paths). Variation begins part of the way from noise (Meng et al. 2022, alg. 1).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import torch
from diffusers.pipelines.pipeline_utils import DiffusionPipeline
from diffusers.schedulers.scheduling_unipc_multistep import UniPCMultistepScheduler

from engine.generation.denoiser import PURE, Denoiser

Tensors = dict[str, torch.Tensor]
Pull = Callable[[torch.Tensor, float, torch.Tensor], torch.Tensor]
LAST = 0.001
"""The noise level that the steps are spaced towards; the last step goes to 0."""
GUIDED = 0.9
"""The noise level down to which guidance leads."""
NOTHING = {"category": -1, "verb": -1, "values": 0, "mask": 0}


class TokenPipeline(DiffusionPipeline):
    denoiser: Denoiser
    scheduler: UniPCMultistepScheduler

    def __init__(self, denoiser: Denoiser, scheduler: UniPCMultistepScheduler) -> None:
        super().__init__()
        self.register_modules(denoiser=denoiser, scheduler=scheduler)

    @torch.no_grad()
    def __call__(self, condition: Tensors, noise: torch.Tensor, *, steps: int = 6, guidance: float = 1.5,
                 weights: torch.Tensor | None = None, avoid: Tensors | None = None,
                 known: tuple[torch.Tensor, torch.Tensor] | None = None,
                 start: tuple[torch.Tensor, float] | None = None,
                 pull: Pull | None = None,
                 on_step: Callable[[int, int], None] | None = None) -> torch.Tensor:
        """`condition` has a row for each object; or, for one object, a row for each that `weights` [row] blends.

        `known` is (which [slot] bool, tokens [slot, channel] in natural units); `start` is (tokens, strength 0..1) of
        the object to vary: strength 1 keeps nothing of it. `pull(clean, sigma, plain)` may correct the clean tokens
        that are expected, every part as if it were there, normalised [object, slot, channel], at every noise level;
        `plain` are those without guidance. `on_step(done, steps)`.
        """
        if steps < 1:
            raise ValueError(f"sampling needs at least 1 step, not {steps}")
        which, tokens = known or (torch.zeros_like(noise[0, :, 0], dtype=torch.bool), torch.zeros_like(noise[0]))
        keep, clean = which[:, None], self.denoiser.normalise(tokens)
        first = 1.0 if start is None else start[1]
        sigmas: Any = first * np.linspace(1.0, LAST, steps + 1)[:-1]      # diffusers says list, and wants an array
        self.scheduler.set_timesteps(sigmas=sigmas, device=noise.device)
        self.scheduler.set_begin_index(0)
        sigmas = self.scheduler.sigmas.tolist()
        said = self._layers(sigmas[:steps], condition)
        led = sum(sigma > GUIDED for sigma in sigmas[:steps])
        away = avoid or {name: torch.full_like(rows[:1], NOTHING[name]) for name, rows in condition.items()}
        free = self._layers(sigmas[:led], away) if guidance != 1.0 and led else []
        share = None if weights is None else weights / weights.sum()
        x = noise if start is None else (1.0 - first) * self.denoiser.normalise(start[0]) + first * noise
        for index, moment in enumerate(self.scheduler.timesteps):
            seen = x if sigmas[index] < PURE else torch.zeros_like(x)
            expected, plain = self._expect(seen, [layer[index] for layer in said],
                                           [layer[index] for layer in free] if index < led else [], share, guidance)
            if pull is not None:
                expected = pull(expected, sigmas[index], plain)
            if index < steps - 1:
                expected = self.denoiser.weighed(expected)
            x = self.scheduler.step(torch.where(keep, clean, expected), moment, x, return_dict=False)[0]
            after = sigmas[index + 1]
            x = torch.where(keep, (1.0 - after) * clean + after * noise, x)
            if on_step is not None:
                on_step(index + 1, steps)
        return torch.where(keep, tokens, self.denoiser.natural(x))

    @torch.no_grad()
    def first(self, condition: Tensors, noise: torch.Tensor) -> torch.Tensor:
        """What the condition alone lets expect, every part as if it were there."""
        layers = [layer[0] for layer in self._layers([1.0], condition)]
        return self.denoiser.supposed(self.denoiser.denoise(torch.zeros_like(noise), layers))

    def _layers(self, sigmas: list[float], condition: Tensors) -> list[torch.Tensor]:
        """The denoiser's modulations at every noise level, all at once: [step, row, channel] a layer."""
        rows, device = len(condition["category"]), condition["category"].device
        times = torch.tensor(sigmas, dtype=torch.float32, device=device).repeat_interleave(rows)
        tiled = {name: said.repeat(len(sigmas), *(1,) * (said.dim() - 1)) for name, said in condition.items()}
        return [layer.unflatten(0, (len(sigmas), rows)) for layer in self.denoiser.modulations(times, **tiled)]

    def _expect(self, x: torch.Tensor, said: list[torch.Tensor], free: list[torch.Tensor], share: torch.Tensor | None,
                guidance: float) -> tuple[torch.Tensor, torch.Tensor]:
        """The clean tokens expected of x [object, ...], every part as if it were there, guided away from what is
        expected without the condition; and those without guidance.

        `said` [row, ...] and `free` [1, ...] a layer: what modulates the denoiser with the condition and without.
        """
        rows, objects = len(said[0]), len(x)
        stacked = x.expand(rows, -1, -1)
        if free:
            stacked = torch.cat([stacked, x])
            said = [torch.cat([layer, other.expand(objects, -1)]) for layer, other in zip(said, free)]
        every = self.denoiser.supposed(self.denoiser.denoise(stacked, said))
        with_it, without = every[:rows], every[rows:]
        if share is not None:
            with_it = torch.einsum("k,ksc->sc", share.to(every.dtype), with_it)[None]
        return without + guidance * (with_it - without) if free else with_it, with_it
