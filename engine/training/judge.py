"""Judge: a small classifier that names an object from points on its surface, independent of the tokens.

In     surface points [object, point, 3] m, labels for its training.
Out    category indices [object]; a safetensors file.
Raises JudgeError when its file is missing or made for another vocabulary.
Knows nothing of the denoiser.

PointNet (Qi et al. 2017), tiny: shared layers, a maximum over the points, a head. Trained on the grammar alone.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import torch
from safetensors import safe_open
from safetensors.torch import save as pack
from torch import nn

from engine.form.parts import Parts, expand, gauge, warp
from engine.training.data import gathered
from engine.vocabulary.categories import CATEGORIES

POINTS = 256
FILE = "judge/judge.safetensors"


class JudgeError(RuntimeError):
    """The judge cannot be used; the message says why."""


class Judge(nn.Module):
    def __init__(self, categories: int) -> None:
        super().__init__()
        self.points = nn.Sequential(nn.Linear(3, 64), nn.GELU(), nn.Linear(64, 128), nn.GELU(), nn.Linear(128, 256))
        self.head = nn.Sequential(nn.Linear(256, 128), nn.GELU(), nn.Linear(128, categories))

    def forward(self, points: torch.Tensor) -> torch.Tensor:
        return self.head(self.points(points).amax(1))

    @torch.no_grad()
    def names(self, clouds: np.ndarray) -> np.ndarray:
        """Category indices [object] of clouds [object, point, 3]."""
        return self(torch.from_numpy(clouds)).argmax(1).numpy()


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


def trained(*, samples: int = 4000, steps: int = 600, seed: int = 77) -> Judge:
    """A judge trained on grammar samples: under a minute on one core."""
    batch = gathered(seed, samples)
    dice = np.random.default_rng(seed)
    clouds = torch.from_numpy(np.stack([cloud(expand(tokens), dice) for tokens in batch.tokens]))
    labels = torch.from_numpy(batch.category)
    torch.manual_seed(seed)
    judge = Judge(len(CATEGORIES))
    optimiser = torch.optim.AdamW(judge.parameters(), 2e-3)
    for step in range(steps):
        for group in optimiser.param_groups:
            group["lr"] = 2e-3 * (1.0 - step / steps)
        rows = torch.from_numpy(dice.integers(samples, size=64))
        jitter = torch.from_numpy(dice.normal(0.0, 0.01, (64, POINTS, 3)).astype(np.float32))
        value = nn.functional.cross_entropy(judge(clouds[rows] + jitter), labels[rows])
        optimiser.zero_grad()
        value.backward()
        optimiser.step()
    return judge.eval()


def save(judge: Judge, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(pack(judge.state_dict(), {"categories": json.dumps(list(CATEGORIES))}))


def load(path: Path) -> Judge:
    if not path.is_file():
        raise JudgeError(f"the judge's weights are missing ({path}): install the program again.")
    with safe_open(str(path), "pt") as file:
        if json.loads((file.metadata() or {}).get("categories", "[]")) != list(CATEGORIES):
            raise JudgeError(f"{path} was trained for other categories: train it anew with engine.training.judge.")
        judge = Judge(len(CATEGORIES))
        judge.load_state_dict({name: file.get_tensor(name) for name in file.keys()})  # noqa: SIM118 - not a dict
    return judge.eval()
