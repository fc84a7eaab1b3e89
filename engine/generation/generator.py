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

from engine.conditioning.condition import Condition, to_tensors
from engine.device import resolve, stage
from engine.generation.mending import FORM, eased
from engine.generation.pipeline import TokenPipeline
from engine.generation.scheduler import flow_scheduler
from engine.generation.weights import load
from engine.vocabulary.attributes import CONDITION_INDEX
from engine.vocabulary.categories import CATEGORIES, Category
from engine.vocabulary.slots import CHANNEL, SLOT, SLOT_COUNT, SYMMETRIES, TOKEN_WIDTH

COLOUR = CHANNEL["colour"]
ALIKE = 0.3
"""How far apart two colours may be, -1..1, that go along with each other."""
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
        noise = self._noise([seed])
        known = None if locked is None else self._known(locked)
        with stage("generation", self.device), one_thread(self.device):
            tokens = self.pipeline(
                to_tensors([c for c, _ in blend], self.device), noise, steps=steps, guidance=guidance, known=known,
                weights=torch.tensor([weight for _, weight in blend], device=self.device, dtype=self.dtype)
                if len(blend) > 1 else None,
                avoid=to_tensors([avoid], self.device) if avoid else None,
                start=None if near is None else self._near(*near),
                pull=self._corrected(self._held(max(blend, key=lambda pair: pair[1])[0]), correct), on_step=on_step)
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
        held = [self._held(condition) for condition in conditions]

        def pull(clean: torch.Tensor, sigma: float) -> torch.Tensor:
            return torch.cat([hold(one, sigma) if hold else one for hold, one in zip(held, clean.split(1))])

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

    def _held(self, condition: Condition) -> Callable[[torch.Tensor, float], torch.Tensor] | None:
        """Holds the colours and the count that are said on the parts that show them, at every noise level.

        The replacement of Lugmayr et al. 2022, eq. 8, channel by channel. Parts that would be of nearly the same
        colour go along by the same difference, so that a green elephant is green all over. An accent that one of
        several parts may wear is left to the network.
        """
        if condition.category < 0:
            return None
        row, held, network = list(CATEGORIES.values())[condition.category], [], self.pipeline.denoiser
        mean, std = network.mean[:, COLOUR], network.std[:, COLOUR]
        for colour, roles in (("main", (row.wears,)), ("accent", row.accents)):
            where = [CONDITION_INDEX[f"{colour} {name}"] for name in "rgb"]
            if len(roles) == 1 and condition.mask[where].all():
                held.append((SLOT[roles[0]], torch.from_numpy(condition.values[where]).to(self.device, self.dtype)))
        number = _count(row, condition)
        bits = torch.tensor(number[1] if number else [], device=self.device, dtype=self.dtype)
        if not held and number is None:
            return None

        def pull(clean: torch.Tensor, _: float) -> torch.Tensor:
            clean = clean.clone()
            colours = clean[:, :, COLOUR] * std + mean
            found = colours.clone()
            for slot, said in held:
                near = torch.exp(-((found - found[:, slot:slot + 1]) / ALIKE).square().sum(-1, keepdim=True))
                colours = colours + near * (said - found[:, slot:slot + 1])
            for slot, said in held:
                colours[:, slot] = said
            if held:
                clean[:, :, COLOUR] = (colours.clamp(-1.0, 1.0) - mean) / std
            if number is not None:
                slot, _bits, others = number
                clean[:, slot, CHANNEL["exists"]] = 1.0
                clean[:, slot, CHANNEL["count"]] = bits
                clean[:, slot, others] = -1.0
            return clean

        return pull

    def _corrected(self, held: Callable[[torch.Tensor, float], torch.Tensor] | None,
                   correct: Callable[[np.ndarray, bool], np.ndarray] | None,
                   ) -> Callable[[torch.Tensor, float], torch.Tensor] | None:
        """`held`, and then `correct` on what the tokens mean; channels that it leaves alone keep their bits."""
        if correct is None:
            return held
        network = self.pipeline.denoiser

        def pull(clean: torch.Tensor, sigma: float) -> torch.Tensor:
            clean = clean if held is None else held(clean, sigma)
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


def _count(row: Category, condition: Condition) -> tuple[int, list[float], list[int]] | None:
    """Of a count that is said: its slot, its bits, and the channels of the symmetries that have another count."""
    place = CONDITION_INDEX["count"]
    asked = next((a for a in row.attributes if a.key == "count"), None)
    if not row.counts or asked is None or not condition.mask[place]:
        return None
    number = round(asked.low + (asked.high - asked.low) * (float(condition.values[place]) + 1.0) / 2.0)
    number = min(max(number, int(asked.low)), int(asked.high))
    fixed = {"one": 1, "mirror": 2, "quad": 4}
    others = [CHANNEL["symmetry"].start + k for k, name in enumerate(SYMMETRIES) if fixed.get(name, number) != number]
    return SLOT[row.counts], [1.0 if number - 1 >> k & 1 else -1.0 for k in range(3)], others


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
