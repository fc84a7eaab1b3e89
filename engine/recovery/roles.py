"""Roles: what each part of an unknown object is, what it hangs on and where it turns, read by a small network.

In     Seen of one object (engine.recovery.features); weights beside the generator's.
Out    Reading: role, parent, mirror partner and joint of each part, the object's category, how sure each is.
Raises RolesError when the weights are missing or made for another vocabulary.
Knows nothing of meshes, documents or Qt.

A transformer without places in a row (Vaswani et al. 2017), so that the order of the parts does not matter; what two
parts are to each other biases each layer's attention (Ying et al. 2021), and points are pooled as in PointNet (Qi et
al. 2017). Parents and partners are pointers (Vinyals et al. 2015); the tree is the likeliest of all (Edmonds 1967).
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
from engine.recovery.features import OWN, PAIR, Seen
from engine.vocabulary.categories import CATEGORIES
from engine.vocabulary.slots import ROLES

FILE = "roles/roles.safetensors"
WIDTH, DEPTH, HEADS = 128, 5, 4
REACH = 0.1
"""Share of the diagonal in which joints are told, from the part's middle."""


class RolesError(RuntimeError):
    """The network cannot be used; the message says why."""


@dataclass(frozen=True)
class Reading:
    role: np.ndarray        # [part] int, index into ROLES
    parent: np.ndarray      # [part] int, index of a part; -1 of the root
    mirror: np.ndarray      # [part] int, the part's mirror image; itself where it has none
    joint: np.ndarray       # [part, 3] m
    category: str
    sure: np.ndarray        # [part] 0..1, of the role
    score: float            # mean log likelihood of what was read, to compare ways to see one object


class Block(nn.Module):
    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        self.before, self.after = nn.LayerNorm(width), nn.LayerNorm(width)
        self.mixed, self.out = nn.Linear(width, 3 * width), nn.Linear(width, width)
        self.bias = nn.Linear(32, heads)
        self.wide = nn.Sequential(nn.Linear(width, 3 * width), nn.GELU(), nn.Linear(3 * width, width))

    def forward(self, x: torch.Tensor, pair: torch.Tensor, absent: torch.Tensor) -> torch.Tensor:
        batch, count, width = x.shape
        q, k, v = self.mixed(self.before(x)).view(batch, count, 3, self.heads, -1).permute(2, 0, 3, 1, 4)
        bias = self.bias(pair).permute(0, 3, 1, 2).masked_fill(absent[:, None, None, :], -1e4)
        seen = nn.functional.scaled_dot_product_attention(q, k, v, attn_mask=bias)
        x = x + self.out(seen.transpose(1, 2).reshape(batch, count, width))
        return x + self.wide(self.after(x))


class RolesNetwork(nn.Module):
    """Batches of objects, padded: own [batch, part, OWN], pair [batch, part, part, PAIR], points [batch, part, point,
    9] and which parts are there, bool [batch, part].
    """

    def __init__(self, width: int = WIDTH, depth: int = DEPTH, heads: int = HEADS, *,
                 categories: int = len(CATEGORIES)) -> None:
        super().__init__()
        self.points = nn.Sequential(nn.Linear(9, 64), nn.GELU(), nn.Linear(64, width))
        self.own = nn.Sequential(nn.Linear(OWN, width), nn.GELU(), nn.Linear(width, width))
        self.pair = nn.Sequential(nn.Linear(PAIR, 32), nn.GELU(), nn.Linear(32, 32), nn.GELU())
        self.blocks = nn.ModuleList(Block(width, heads) for _ in range(depth))
        self.last = nn.LayerNorm(width)
        self.role, self.category = nn.Linear(width, len(ROLES)), nn.Linear(2 * width, categories)
        self.pointers = nn.Linear(width, 4 * 64)
        self.links = nn.Linear(32, 2)
        self.root, self.joint = nn.Linear(width, 1), nn.Linear(2 * width, 3)

    def forward(self, own: torch.Tensor, pair: torch.Tensor, points: torch.Tensor,
                there: torch.Tensor) -> dict[str, torch.Tensor]:
        """Logits: role [batch, part, role], parent [batch, part, part + 1] (the last: none), mirror [batch, part,
        part], category [batch, category]; joint [batch, part, 3] in REACH from the part's middle.
        """
        x = self.own(own) + self.points(points).amax(2)
        between = self.pair(pair)
        for block in self.blocks:
            x = block(x, between, ~there)
        x = self.last(x)
        away, to, like, liked = self.pointers(x).chunk(4, -1)
        link = self.links(between)
        hidden = ~there[:, None, :]
        parent = (away @ to.transpose(1, 2) / 8.0 + link[..., 0]).masked_fill(hidden, -1e4)
        same = torch.eye(own.shape[1], dtype=torch.bool)[None]
        parent = torch.cat([parent.masked_fill(same, -1e4), self.root(x)], -1)
        mirror = (like @ liked.transpose(1, 2) / 8.0 + link[..., 1]).masked_fill(hidden, -1e4)
        above = torch.cat([x, torch.zeros_like(x[:, :1])], 1)
        held = parent.softmax(-1) @ above
        weight = there[..., None].float()
        pooled = torch.cat([(x * weight).sum(1) / weight.sum(1), x.masked_fill(~there[..., None], -1e4).amax(1)], -1)
        return {"role": self.role(x), "parent": parent, "mirror": mirror, "category": self.category(pooled),
                "joint": self.joint(torch.cat([x, held], -1))}


@torch.no_grad()
def read(network: RolesNetwork, seen: Seen, centre: np.ndarray) -> Reading:
    """What the parts with the middles `centre` [part, 3] m are."""
    count = len(seen.own)
    told = network(*(torch.from_numpy(x)[None] for x in (seen.own, seen.pair, seen.points)),
                   torch.ones(1, count, dtype=torch.bool))
    role, parent, mirror, category = (told[name][0].log_softmax(-1).double().numpy()
                                      for name in ("role", "parent", "mirror", "category"))
    chosen = role.argmax(1)
    score = float(role.max(1).mean() + parent.max(1).mean() + category.max())
    joint = centre + told["joint"][0].double().numpy() * (REACH * seen.size)
    return Reading(chosen, tree(parent), partners(mirror), joint, list(CATEGORIES)[int(category.argmax())],
                   np.exp(role.max(1)), score)


def tree(likely: np.ndarray) -> np.ndarray:
    """The likeliest tree [part] of log likelihoods [part, part + 1], the last that a part is the root: parent -1.

    One root: the part whose tree is the likeliest of the three that are most likely one.
    """
    count = len(likely)
    best, most = np.full(count, -1), -np.inf
    for root in np.argsort(-likely[:, count], kind="stable")[:3].tolist():
        parent = _arborescence(likely[:, :count], root)
        others = np.flatnonzero(np.arange(count) != root)
        total = float(likely[root, count] + likely[others, parent[others]].sum())
        if total > most:
            best, most = parent, total
    return best


def _arborescence(likely: np.ndarray, root: int) -> np.ndarray:
    """The parents [part] of most likelihood [part, part] with which everything hangs on `root` (Edmonds 1967)."""
    count = len(likely)
    weight = likely.copy()
    np.fill_diagonal(weight, -np.inf)
    parent = weight.argmax(1)
    parent[root] = -1
    ring = _ring(parent)
    if len(ring) == 0:
        return parent
    # the ring becomes one part; to hang it elsewhere costs what its own link there gives up
    rest = np.setdiff1d(np.arange(count), ring)
    small = np.full((len(rest) + 1, len(rest) + 1), -np.inf)
    small[:-1, :-1] = weight[np.ix_(rest, rest)]
    leaving = weight[np.ix_(rest, ring)]
    small[:-1, -1] = leaving.max(1)
    entering = weight[np.ix_(ring, rest)] - weight[ring, parent[ring]][:, None]
    small[-1, :-1] = entering.max(0)
    above = _arborescence(small, int(np.searchsorted(rest, root)))
    out = parent.copy()
    for place, part in enumerate(rest.tolist()):
        if part == root:
            continue
        out[part] = ring[int(leaving[place].argmax())] if above[place] == len(rest) else rest[above[place]]
    host = int(above[-1])
    out[ring[int(entering[:, host].argmax())]] = rest[host]
    return out


def _ring(parent: np.ndarray) -> np.ndarray:
    """The parts of one ring of links, sorted; none where there is none."""
    for start in range(len(parent)):
        path, at = [], start
        while at >= 0 and at not in path:
            path.append(at)
            at = int(parent[at])
        if at >= 0:
            return np.sort(np.array(path[path.index(at):]))
    return np.zeros(0, int)


def partners(likely: np.ndarray) -> np.ndarray:
    """Each part's partner [part]: two that choose each other; itself else."""
    chosen = likely.argmax(1)
    own = np.arange(len(likely))
    return np.where(chosen[chosen] == own, chosen, own)


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
    except SafetensorError as error:
        raise RolesError(f"{path} is not a weights file of this program ({error}): install the program again."
                         ) from error
    network = RolesNetwork(categories=len(known))
    network.load_state_dict(tensors)
    return network.eval().requires_grad_(False)


def _words() -> dict[str, str]:
    return {"categories": json.dumps(list(CATEGORIES)), "roles": json.dumps(list(ROLES))}
