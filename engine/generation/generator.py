"""Generator: one object's part tokens from a condition and a seed.

In     Condition; a seed; slots to keep.
Out    tokens [slot, channel], natural units, float32.
Raises WeightsError (weights), DeviceError (the device failed), ValueError (a request that makes no sense).
Knows nothing of documents, meshes or Qt.

One object at a time and, on the CPU, one thread, so that the bits depend on neither batch nor load. Noise is always
drawn on the CPU: another device gives the same object up to rounding.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import torch

from engine.conditioning.condition import Condition, to_tensors, whole
from engine.device import resolve, stage
from engine.generation.holding import Held
from engine.generation.mending import FORM, eased
from engine.generation.pipeline import Pull, TokenPipeline
from engine.generation.scheduler import flow_scheduler
from engine.generation.weights import load
from engine.vocabulary.categories import CATEGORIES
from engine.vocabulary.slots import SLOT_COUNT, TOKEN_WIDTH

WIDEST = 3.0
"""Standard deviations within which a form may lie for sampling to begin near it: it knows no way back from beyond."""


class Generator:
    """`weights`: a model's id, a folder with a registry, or None for the default model."""

    def __init__(self, weights: str | Path | None = None, *, device: str = "auto",
                 dtype: torch.dtype | None = None) -> None:
        self.device, usual = resolve(device)
        self.dtype = dtype or usual
        folder = weights if isinstance(weights, Path) else None
        network, self.revision = load(None if folder else weights and str(weights), root=folder)
        with stage("loading the weights", self.device):
            torch.nn.Module.to(network, self.device, self.dtype)
            self.pipeline = TokenPipeline(network, flow_scheduler())

    def sample(self, condition: Condition | Sequence[tuple[Condition, float]], *, seed: float, steps: int = 6,
               guidance: float = 1.5, locked: tuple[np.ndarray, np.ndarray] | None = None,
               near: tuple[np.ndarray, float] | None = None, avoid: Condition | None = None,
               correct: Callable[[np.ndarray, bool], np.ndarray] | None = None,
               on_step: Callable[[int, int], None] | None = None) -> np.ndarray:
        """Tokens [slot, channel].

        Attributes that are left open are chosen by the seed, but for what is drawn near an object; where all of them
        are said of it, its form is held to what they let expect.
        Several (condition, weight) make a hybrid. Between two whole seeds lies a noise on the arc between theirs.
        `locked` is (which [slot] bool, tokens [slot, channel]): those come back untouched. `near` is (tokens, strength
        0..1): a variation of that object, or, with its own condition and little strength, a plausible one near it.
        `avoid`: guidance leads away from this. `correct(tokens, last)` gives tokens [slot, channel] back that are
        nearer to what is asked of the object as a whole: of those that are expected at every noise level, and in the
        end, where `last` is true, of those that come out. `on_step(done, steps)` may raise to stop.
        """
        blend = [(condition, 1.0)] if isinstance(condition, Condition) else list(condition)
        self._check([c for c, _ in blend] + ([avoid] if avoid else []), seed, steps, guidance)
        if not blend or min(weight for _, weight in blend) < 0.0 or sum(weight for _, weight in blend) <= 0.0:
            raise ValueError(f"a hybrid's weights must not be negative, nor all 0: {[w for _, w in blend]}")
        blend = [(asked, weight) for asked, weight in blend if weight > 0.0]
        near = None if near is None or near[1] == 1.0 else near
        full = [(asked if near else whole(asked, seed), weight) for asked, weight in blend]
        leading = max(blend if locked else full, key=lambda pair: pair[1])[0]
        noise = self._noise([seed])
        known = None if locked is None else self._known(locked)
        held = Held(self.pipeline.denoiser, leading, alone=len(blend) == 1, fixed=known and known[0])
        with stage("generation", self.device), one_thread(self.device):
            tensors = to_tensors([c for c, _ in full], self.device)
            if near is not None and held.whole:
                held.begin(self.pipeline.first(tensors, noise))
            tokens = self.pipeline(
                tensors, noise, steps=steps, guidance=guidance, known=known,
                weights=torch.tensor([weight for _, weight in blend], device=self.device, dtype=self.dtype)
                if len(blend) > 1 else None,
                avoid=to_tensors([avoid], self.device) if avoid else None,
                start=None if near is None else self._near(*near),
                pull=self._corrected(held, correct), on_step=on_step)
            drawn = tokens[0].float().cpu().numpy()
        if near is not None:
            drawn = eased(np.asarray(near[0], np.float32), drawn, near[1])
        if locked is not None:
            which, kept = np.asarray(locked[0], bool), np.asarray(locked[1], np.float32)
            drawn[which] = kept[which]
        return drawn if correct is None else correct(drawn, True)

    def batch(self, conditions: Sequence[Condition], seeds: Sequence[float], *, steps: int = 6,
              guidance: float = 1.5) -> list[np.ndarray]:
        """Tokens of many objects at once, in half the time: each is what `sample` gives up to rounding."""
        for condition, seed in zip(conditions, seeds, strict=True):
            self._check([condition], seed, steps, guidance)
        conditions = [whole(condition, seed) for condition, seed in zip(conditions, seeds)]
        held = [Held(self.pipeline.denoiser, condition) for condition in conditions]

        def pull(clean: torch.Tensor, sigma: float, plain: torch.Tensor) -> torch.Tensor:
            each = zip(held, clean.split(1), plain.split(1))
            return torch.cat([hold(one, sigma, unguided) for hold, one, unguided in each])

        with stage("generation", self.device), one_thread(self.device):
            tokens = self.pipeline(to_tensors(conditions, self.device), self._noise(seeds), steps=steps,
                                   guidance=guidance, pull=pull)
            return list(tokens.float().cpu().numpy())

    def _noise(self, seeds: Sequence[float]) -> torch.Tensor:
        return torch.stack([draw(seed) for seed in seeds]).to(self.device, self.dtype)

    def _known(self, locked: tuple[np.ndarray, np.ndarray]) -> tuple[torch.Tensor, torch.Tensor]:
        which, kept = np.asarray(locked[0], bool), np.asarray(locked[1], np.float32)
        if which.shape != (SLOT_COUNT,) or kept.shape != (SLOT_COUNT, TOKEN_WIDTH) or not np.isfinite(kept).all():
            raise ValueError(f"locked parts must be [{SLOT_COUNT}] flags and [{SLOT_COUNT}, {TOKEN_WIDTH}] finite "
                             f"tokens, not {list(which.shape)} and {list(kept.shape)}")
        return torch.from_numpy(which).to(self.device), torch.from_numpy(kept).to(self.device, self.dtype)

    def _corrected(self, held: Held, correct: Callable[[np.ndarray, bool], np.ndarray] | None) -> Pull:
        """`held`, and then `correct` on what the tokens mean; channels that it leaves alone keep their bits."""
        if correct is None:
            return held
        network = self.pipeline.denoiser

        def pull(clean: torch.Tensor, sigma: float, plain: torch.Tensor) -> torch.Tensor:
            clean = held(clean, sigma, plain)
            before = network.natural(clean)[0].float().cpu().numpy()
            change = torch.from_numpy(correct(before, False) - before).to(clean.device, clean.dtype)
            return clean + change / network.std

        return pull

    def _near(self, tokens: np.ndarray, strength: float) -> tuple[torch.Tensor, float]:
        if not 0.0 < strength <= 1.0:
            raise ValueError(f"the strength of a variation must be above 0 and at most 1, not {strength}")
        known = self._known((np.ones(SLOT_COUNT, bool), np.asarray(tokens)))[1].clone()
        mean, std = (row[:, FORM].to(known.dtype) for row in (self.pipeline.denoiser.mean, self.pipeline.denoiser.std))
        known[:, FORM] = known[:, FORM].clamp(mean - WIDEST * std, mean + WIDEST * std)
        return known, strength

    def _check(self, conditions: list[Condition], seed: float, steps: int, guidance: float) -> None:
        trained = len(self.pipeline.denoiser.config["categories"])
        for condition in conditions:
            if condition.category >= trained:
                raise ValueError(f"the weights {self.revision} have not learned "
                                 f"{list(CATEGORIES)[condition.category]!r}: choose another category or train the "
                                 "network anew.")
        if not 0 <= seed < 2**63:
            raise ValueError(f"the seed must be a number from 0 to 2^63 - 1, not {seed}")
        if not 1 <= steps <= 1000:
            raise ValueError(f"the number of sampling steps must be from 1 to 1000, not {steps}")
        if not 0.0 <= guidance <= 20.0:
            raise ValueError(f"guidance must be from 0 to 20, not {guidance}")


def draw(seed: float) -> torch.Tensor:
    """Noise [slot, channel] of a seed, drawn on the CPU; between two whole seeds, on the arc between their noises."""
    first = int(seed)
    noise = torch.randn(SLOT_COUNT, TOKEN_WIDTH, generator=torch.Generator("cpu").manual_seed(first))
    if seed == first:
        return noise
    angle = 0.5 * math.pi * (seed - first)
    return math.cos(angle) * noise + math.sin(angle) * draw(first + 1)


@contextmanager
def one_thread(device: torch.device) -> Iterator[None]:
    """On the CPU, one thread: two on busy cores wait for each other, and sums depend on how work is split."""
    before = torch.get_num_threads()
    if device.type == "cpu":
        torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(before)
