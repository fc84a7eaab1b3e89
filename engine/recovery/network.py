"""The network that reads roles: of each point of a surface, what part it is of, what that hangs on and where it turns.

In     surface points [point, 3] m with outward normals, Y up, facing +Z; weights beside the generator's.
Out    Votes: of each point its part's role and middle, those of the part that this hangs on, the joint between them;
       the object's category.
Raises RolesError when the weights are missing or made for another vocabulary.
Knows nothing of meshes, parts or documents.

Points, for what a fit finds differs from object to object and what a surface looks like does not. Each point sees its
nearest; patches around far-apart points pool theirs (as in PointNet++, Qi et al. 2017, and Point-BERT, Yu et al.
2022), a transformer relates the patches (Vaswani et al. 2017), and each point asks the three nearest patches what it
is. Places are voted for, as VoteNet's centres are (Qi et al. 2019): points of one part point to one place, so that
the leaves of a palm, which all hang on one joint, are told by their middles.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save as pack
from torch import nn

from engine.paths import assets
from engine.recovery.hosts_network import HostsNetwork
from engine.vocabulary.categories import CATEGORIES
from engine.vocabulary.slots import ROLES

FILE = "roles/roles.safetensors"
POINTS = 768
"""Of the surface, looked at together."""
PATCHES, MEMBERS, NEAREST = 96, 24, 8
"""Of the surface; points of each; neighbours that each point sees, itself included."""
WIDTH, DEPTH, HEADS = 144, 6, 4
LOCAL, WIDE = 64, 160
REACH = 0.1
"""Share of the diagonal in which places are told, from the point."""
PLACES = ("joint", "middle", "host")
"""What is voted for as a place: where the part turns, its middle, the middle of the part that it hangs on."""
NOTHING = len(ROLES)
"""The role that the root hangs on."""


class RolesError(RuntimeError):
    """The network cannot be used; the message says why."""


@dataclass(frozen=True)
class Votes:
    role: np.ndarray        # [point, ROLES] 0..1
    above: np.ndarray       # [point, ROLES + 1] 0..1, the last: its part is the root
    joint: np.ndarray       # [point, 3] m
    middle: np.ndarray      # [point, 3] m, of the part's surface
    host: np.ndarray        # [point, 3] m, of the surface of what it hangs on; its own of the root
    category: np.ndarray    # [category] log likelihood
    hangs: np.ndarray       # [ROLES, ROLES + 1] 0..1: what a part of each role hangs on in objects of such categories

    @property
    def sure(self) -> float:
        """Mean log likelihood of what is likeliest, to compare ways to see one object."""
        return float(np.log(self.role.max(1)).mean() + self.category.max())


class Block(nn.Module):
    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        self.before, self.after = nn.LayerNorm(width), nn.LayerNorm(width)
        self.mixed, self.out = nn.Linear(width, 3 * width), nn.Linear(width, width)
        self.wide = nn.Sequential(nn.Linear(width, 3 * width), nn.GELU(), nn.Linear(3 * width, width))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        batch, count, width = x.shape
        q, k, v = self.mixed(self.before(x)).view(batch, count, 3, self.heads, -1).permute(2, 0, 3, 1, 4)
        # so few tokens go faster without a fused kernel, backwards above all
        share = (q @ k.transpose(-1, -2) * q.shape[-1]**-0.5).softmax(-1).to(v)
        x = x + self.out((share @ v).transpose(1, 2).reshape(batch, count, width))
        return x + self.wide(self.after(x))


class RolesNetwork(nn.Module):
    """Batches of objects: points [batch, point, 3] in shares of the diagonal and their normals.

    `hangs` [category, role, role + 1] is counted, not trained: of the parts of a role how many hang on what. `hosts`
    does not look at points: it learns later, from what the fit makes of their votes.
    """

    def __init__(self, width: int = WIDTH, depth: int = DEPTH, heads: int = HEADS, *,
                 categories: int = len(CATEGORIES)) -> None:
        super().__init__()
        self.beside = nn.Sequential(nn.Linear(15, 32), nn.GELU(), nn.Linear(32, LOCAL))
        self.patch = nn.Sequential(nn.Linear(LOCAL + 3, 96), nn.GELU(), nn.Linear(96, width))
        self.place = nn.Sequential(nn.Linear(3, 96), nn.GELU(), nn.Linear(96, width))
        self.blocks = nn.ModuleList(Block(width, heads) for _ in range(depth))
        self.last = nn.LayerNorm(width)
        self.category, self.whole = nn.Linear(2 * width, categories), nn.Linear(2 * width, 64)
        self.point = nn.Sequential(nn.Linear(width + LOCAL + 6 + 64, 192), nn.GELU(), nn.Linear(192, WIDE), nn.GELU())
        self.role, self.above = nn.Linear(WIDE, len(ROLES)), nn.Linear(WIDE, NOTHING + 1)
        self.places = nn.ModuleDict({name: nn.Linear(WIDE, 3) for name in PLACES})
        self.hosts = HostsNetwork()
        self.hangs: torch.Tensor
        self.register_buffer("hangs", torch.zeros(categories, len(ROLES), NOTHING + 1))

    def forward(self, points: torch.Tensor, normals: torch.Tensor) -> dict[str, torch.Tensor]:
        """Logits: role [batch, point, role], above [batch, point, role + 1], category [batch, category]; PLACES
        [batch, point, 3] in REACH from the point.
        """
        near, middles, members, asked, share = _looked(points)
        own = torch.cat([2.0 * points, normals], -1)
        beside = self.beside(_neighbourhood(points, normals, own, near)).max(2).values
        middle = torch.gather(points, 1, middles[..., None].expand(-1, -1, 3))
        around = _of(points, members) - middle[:, :, None]
        x = self.patch(torch.cat([_of(beside, members), 6.0 * around.to(beside)], -1)).max(2).values
        x = x + self.place(2.0 * middle)
        for block in self.blocks:
            x = block(x)
        x = self.last(x)
        pooled = torch.cat([x.mean(1), x.max(1).values], -1)
        whole = self.whole(pooled)[:, None].expand(-1, points.shape[1], -1)
        told = (_of(x, asked) * share[..., None].to(x)).sum(2)
        point = self.point(torch.cat([told, beside, own.to(told), whole], -1))
        return {"role": self.role(point), "above": self.above(point), "category": self.category(pooled),
                **{name: place(point) for name, place in self.places.items()}}


def _neighbourhood(points: torch.Tensor, normals: torch.Tensor, own: torch.Tensor,
                   near: torch.Tensor) -> torch.Tensor:
    """What a point sees of each of its neighbours [batch, point, NEAREST, 15]."""
    away, facing = 10.0 * (_of(points, near) - points[:, :, None]), _of(normals, near)
    normal = normals[:, :, None]
    return torch.cat([away, facing, away.norm(dim=-1, keepdim=True), (facing * normal).sum(-1, keepdim=True),
                      (away * normal).sum(-1, keepdim=True), own[:, :, None].expand(-1, -1, near.shape[2], -1)], -1)


@torch.no_grad()
def _looked(points: torch.Tensor) -> tuple[torch.Tensor, ...]:
    """Of points [batch, point, 3]: each one's neighbours, the patches' middles and members, and of each point the
    nearest patches and how much each counts.
    """
    near = torch.cdist(points, points).topk(NEAREST, largest=False).indices
    rows, count = torch.arange(len(points)), points.shape[1]
    middles, far = torch.zeros(len(points), PATCHES, dtype=torch.long), torch.full((len(points), count), 1e9)
    for turn in range(1, PATCHES):      # each patch's middle is as far as can be from those before it
        at = points[rows, middles[:, turn - 1]]
        far = torch.minimum(far, ((points - at[:, None])**2).sum(-1))
        middles[:, turn] = far.argmax(1)
    middle = torch.gather(points, 1, middles[..., None].expand(-1, -1, 3))
    apart = torch.cdist(middle, points)
    members = apart.topk(MEMBERS, largest=False).indices
    away, asked = apart.transpose(1, 2).topk(3, largest=False)
    share = 1.0 / (away + 1e-3)
    return near, middles, members, asked, share / share.sum(-1, keepdim=True)


def _of(values: torch.Tensor, index: torch.Tensor) -> torch.Tensor:
    """values [batch, n, ...] at index [batch, i, j]."""
    return values[torch.arange(len(values))[:, None, None], index]


@torch.no_grad()
def votes(network: RolesNetwork, points: np.ndarray, normals: np.ndarray) -> Votes:
    """Of every point [point, 3] m, looked at in clouds of POINTS that are each spread evenly over the surface."""
    place, origin, size = normalised(points)
    order = evenly(len(points))
    rounds = -(-len(points) // POINTS)
    clouds = order[np.arange(rounds * POINTS) % len(points)].reshape(rounds, POINTS)
    told = network(torch.from_numpy(place[clouds]), torch.from_numpy(normals[clouds].astype(np.float32)))
    out = {name: np.empty((len(points), told[name].shape[2])) for name in ("role", "above", *PLACES)}
    for name in ("role", "above"):
        out[name][clouds] = told[name].softmax(-1).double().numpy()
    for name in PLACES:
        out[name][clouds] = told[name].double().numpy() * (REACH * size) + points[clouds]
    category = told["category"].double().log_softmax(-1).mean(0)
    hangs = torch.einsum("c,cra->ra", category.softmax(-1), network.hangs.double())
    return Votes(**out, category=category.numpy(), hangs=hangs.numpy())


def normalised(points: np.ndarray) -> tuple[np.ndarray, np.ndarray, float]:
    """(float32 points in shares of their box's diagonal, heights from the lowest, the rest from the box's middle; what
    was taken off [m]; the diagonal [m]).
    """
    low, high = points.min(0), points.max(0)
    size = float(np.linalg.norm(high - low))
    origin = np.array([(low[0] + high[0]) / 2.0, low[1], (low[2] + high[2]) / 2.0])
    return ((points - origin) / size).astype(np.float32), origin, size


def evenly(count: int) -> np.ndarray:
    """The numbers below `count` in an order of which every stretch is spread evenly over them: by the multiples of the
    golden section (Weyl 1916).
    """
    return np.argsort(np.argsort((np.arange(count) * 0.6180339887498949) % 1.0, kind="stable"), kind="stable")


def save(network: RolesNetwork, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    tensors = {name: value.detach().half().contiguous() for name, value in network.state_dict().items()}
    path.write_bytes(pack(tensors, _words()))


@cache
def load(path: Path | None = None) -> RolesNetwork:
    """The network of the file (the shipped one if None), float32."""
    path = path or assets() / "models" / FILE
    if not path.is_file():
        raise RolesError(f"the weights that read roles are missing ({path}): install the program again.")
    try:
        with safe_open(str(path), "pt") as file:
            words = {key: json.loads(value) for key, value in (file.metadata() or {}).items()}
            known = words.get("categories", [])
            if words.get("roles") != list(ROLES) or known != list(CATEGORIES)[:len(known)]:
                raise RolesError(f"{path} was trained for other words: train it anew with `chronoform train --roles "
                                 f"{path}`.")
            tensors = {name: file.get_tensor(name).float() for name in file.keys()}  # noqa: SIM118 - not a dict
        network = RolesNetwork(categories=len(known))
        network.load_state_dict(tensors)
    except (SafetensorError, RuntimeError) as error:
        if isinstance(error, RolesError):
            raise
        raise RolesError(f"{path} is not a weights file of this program ({error}): install the program again."
                         ) from error
    return network.eval().requires_grad_(False)


def _words() -> dict[str, str]:
    return {"categories": json.dumps(list(CATEGORIES)), "roles": json.dumps(list(ROLES))}
