"""Judge: a small classifier that names an object from points on its surface, independent of the tokens.

In     surface points [object, point, 3] m, labels for its training.
Out    category indices [object]; a safetensors file.
Raises JudgeError when its file is missing or made for another vocabulary.
Knows nothing of the denoiser.

PointNet (Qi et al. 2017), small: shared layers, the maximum and the mean over the points, a head; a point is its
coordinates and their waves (Tancik et al. 2020). Trained on the grammar alone, before anything is judged:
`chronoform train --judge FILE`.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import torch
from safetensors import safe_open
from safetensors.torch import save as pack
from torch import nn

from engine.form.parts import Parts, expand, gauge, warp
from engine.training.data import drawn, gathered
from engine.vocabulary.categories import CATEGORIES

POINTS, SEEN = 512, 160
"""Points on an object, and how many of them a training step looks at."""
FILE = "judge/judge.safetensors"
JUDGED = 700_000
"""Seed of the stream of its training samples."""


class JudgeError(RuntimeError):
    """The judge cannot be used; the message says why."""


class Judge(nn.Module):
    def __init__(self, categories: int) -> None:
        super().__init__()
        self.points = nn.Sequential(nn.Linear(21, 64), nn.ReLU(), nn.Linear(64, 128), nn.ReLU(), nn.Linear(128, 320))
        self.head = nn.Sequential(nn.Linear(640, 256), nn.ReLU(), nn.Linear(256, categories))

    def forward(self, points: torch.Tensor) -> torch.Tensor:
        waves = [wave(points * rate) for rate in (2.0, 4.0, 8.0) for wave in (torch.sin, torch.cos)]
        seen = self.points(torch.cat([points, *waves], dim=-1))
        return self.head(torch.cat([seen.amax(1), seen.mean(1)], dim=-1))

    @torch.no_grad()
    def shares(self, clouds: np.ndarray) -> np.ndarray:
        """How sure it is of each category [object, category], 0..1, of clouds [object, point, 3]."""
        return self(torch.from_numpy(clouds)).softmax(1).numpy()

    @torch.no_grad()
    def names(self, clouds: np.ndarray) -> np.ndarray:
        """Category indices [object] of clouds [object, point, 3]."""
        return np.concatenate([self(torch.from_numpy(clouds[k:k + 64])).argmax(1).numpy()
                               for k in range(0, len(clouds), 64)])


def cloud(parts: Parts, dice: np.random.Generator, count: int = POINTS) -> np.ndarray:
    """Points on the parts' surfaces [point, 3], float32, each part by its area; centred and of unit mean radius."""
    size = parts.size
    area = size[:, 0] * size[:, 1] + size[:, 1] * size[:, 2] + size[:, 0] * size[:, 2]
    which = dice.choice(len(parts), count, p=area / area.sum())
    points = shell(parts, dice.normal(size=(count, 3)), which)
    points -= points.mean(0)
    return (points / np.linalg.norm(points, axis=1).mean()).astype(np.float32)


def shell(parts: Parts, directions: np.ndarray, which: np.ndarray) -> np.ndarray:
    """Where `directions` [point, 3] leave the surface of part `which` [point]: object frame, m, [point, 3]."""
    unit = directions / gauge(directions, parts.exponents[which])[:, None]
    own = warp(unit, parts.size[which], parts.taper[which], parts.bend[which])
    return np.einsum("nij,nj->ni", parts.rotation[which], own) + parts.centre[which]


def trained(*, samples: int = 12_000, steps: int = 2500, seed: int = 0,
            on_progress: Callable[[float, str], None] | None = None) -> Judge:
    """A judge trained on grammar samples: about eight minutes of one core. `on_progress(share, note)` may raise."""
    dice = np.random.default_rng(seed)
    clouds, labels = np.empty((samples, POINTS, 3), np.float32), np.empty(samples, np.int64)
    for index in range(samples):
        labels[index], _, _, tokens = drawn(JUDGED + seed, index)
        clouds[index] = cloud(expand(tokens), dice)
        if on_progress and index % 100 == 0:
            on_progress(0.3 * index / samples, f"{index} of {samples} surfaces")
    torch.manual_seed(seed)
    judge = Judge(len(CATEGORIES))
    optimiser = torch.optim.AdamW(judge.parameters(), 2e-3)
    for step in range(steps):
        for group in optimiser.param_groups:
            group["lr"] = 2.5e-3 * (1.0 - step / steps)
        rows = dice.integers(samples, size=64)
        looked = clouds[rows[:, None], dice.integers(POINTS, size=(64, SEEN))]
        looked = looked + dice.normal(0.0, 0.01, looked.shape).astype(np.float32)
        value = nn.functional.cross_entropy(judge(torch.from_numpy(looked)), torch.from_numpy(labels[rows]))
        optimiser.zero_grad()
        value.backward()
        optimiser.step()
        if on_progress and step % 20 == 0:
            on_progress(0.3 + 0.7 * step / steps, f"step {step} of {steps}, loss {value.item():.3f}")
    return judge.eval()


def accuracy(judge: Judge, count: int = 1000, seed: int = 123) -> float:
    """Share of fresh grammar samples that it names rightly."""
    batch, dice = gathered(seed, count), np.random.default_rng(seed)
    clouds = np.stack([cloud(expand(tokens), dice) for tokens in batch.tokens])
    return float((judge.names(clouds) == batch.category).mean())


def save(judge: Judge, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(pack(judge.state_dict(), {"categories": json.dumps(list(CATEGORIES))}))


def load(path: Path) -> Judge:
    if not path.is_file():
        raise JudgeError(f"the judge's weights are missing ({path}): install the program again.")
    with safe_open(str(path), "pt") as file:
        if json.loads((file.metadata() or {}).get("categories", "[]")) != list(CATEGORIES):
            raise JudgeError(f"{path} was trained for other categories: train it anew with `chronoform train "
                             f"--judge {path}`.")
        judge = Judge(len(CATEGORIES))
        judge.load_state_dict({name: file.get_tensor(name) for name in file.keys()})  # noqa: SIM118 - not a dict
    return judge.eval()
