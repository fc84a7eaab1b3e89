"""The network that reads roles: points vote in any order, links make one tree, what lies together is one part."""

import itertools
from dataclasses import replace

import numpy as np
import pytest
import torch

from engine.form.parts import Parts, Slot, encode, expand
from engine.recovery import superquadric as sq
from engine.recovery.evidence import gathered
from engine.recovery.hosts_network import HostsNetwork
from engine.recovery.network import (
    NOTHING,
    PLACES,
    POINTS,
    RolesError,
    RolesNetwork,
    Votes,
    evenly,
    load,
    normalised,
    save,
    votes,
)
from engine.recovery.placing import bare
from engine.recovery.roles import grouped
from engine.recovery.roles import read as read_of
from engine.recovery.tree import tree
from engine.training.roles import loss, right, trained
from engine.training.roles_data import KEPT, batched, found, hangs_on, scanned
from engine.vocabulary.slots import ROLES, SLOT


def read(voted, points, owner, parts):
    """By the rule; and a network that has not learned says nothing else."""
    evidence = gathered(voted, points, owner, parts)
    seen = read_of(evidence)
    assert read_of(evidence, HostsNetwork().eval()).parent.tolist() == seen.parent.tolist()
    return seen


@pytest.fixture(scope="module")
def network() -> RolesNetwork:
    torch.manual_seed(0)
    return RolesNetwork(width=32, depth=2, heads=2).eval()


@pytest.fixture(scope="module")
def scans():
    return [scanned(3, index) for index in range(4)]


def cloud(count: int) -> tuple[np.ndarray, np.ndarray]:
    dice = np.random.default_rng(count)
    normals = dice.normal(size=(count, 3))
    normals /= np.linalg.norm(normals, axis=1, keepdims=True)
    return normals * (0.4, 1.0, 0.3), normals


def test_every_point_has_a_vote_wherever_the_object_stands_and_however_large_it_is(network) -> None:
    points, normals = cloud(POINTS + 300)
    told = votes(network, points, normals)
    assert told.role.shape == (len(points), len(ROLES))
    assert told.above.shape == (len(points), NOTHING + 1)
    assert np.allclose(told.role.sum(1), 1.0, atol=1e-5)
    moved = votes(network, 3.0 * points + (5.0, -2.0, 1.0), normals)
    assert np.allclose(moved.role, told.role, atol=1e-4)
    assert np.allclose(moved.joint, 3.0 * told.joint + (5.0, -2.0, 1.0), atol=1e-3)
    assert np.allclose(moved.category, told.category, atol=1e-4)


def test_the_order_of_points_does_not_matter(network) -> None:
    points, normals = (torch.from_numpy(x.astype(np.float32))[None] for x in cloud(POINTS))
    order = torch.cat([torch.zeros(1, dtype=torch.long), 1 + torch.randperm(
        POINTS - 1, generator=torch.Generator().manual_seed(1))])      # patches begin at the first
    with torch.no_grad():
        plain, mixed = network(points, normals), network(points[:, order], normals[:, order])
    for name in ("role", "above", *PLACES):
        assert torch.allclose(plain[name][:, order], mixed[name], atol=1e-4)
    assert torch.allclose(plain["category"], mixed["category"], atol=1e-4)


def test_clouds_are_spread_evenly_over_what_they_are_of() -> None:
    order = evenly(1000)
    assert sorted(order.tolist()) == list(range(1000))
    for start in (0, 250, 900):
        assert np.diff(np.sort(order[start:start + 100])).max() <= 30
    place, origin, size = normalised(np.array([[1.0, 2.0, 3.0], [4.0, 6.0, 3.0]]))
    assert (size, origin.tolist()) == (5.0, [2.5, 2.0, 3.0])
    assert place[:, 1].tolist() == [0.0, pytest.approx(0.8)]


def balls(at: np.ndarray, radius: tuple[float, ...],
          count: tuple[int, ...] | None = None) -> tuple[np.ndarray, np.ndarray, Parts]:
    """Points of balls, which each is of, and the balls as parts."""
    owner = np.repeat(np.arange(len(at)), count or [150] * len(at))
    way = np.random.default_rng(1).normal(size=(len(owner), 3))
    way /= np.linalg.norm(way, axis=1, keepdims=True)
    shapes = np.zeros((len(at), sq.SHAPE))
    shapes[:, sq.CENTRE], shapes[:, sq.AXES] = at, np.eye(3).reshape(-1)
    shapes[:, sq.SIZE], shapes[:, sq.ROUND] = np.log(radius)[:, None], 1.0
    return at[owner] + np.array(radius)[owner, None] * way, owner, bare(shapes, 1.0)


def told(points: np.ndarray, roles: list[str], above: list[str], places: np.ndarray, host: np.ndarray,
         owner: np.ndarray | None = None) -> Votes:
    """Votes of points that are sure: `roles` and `above` of each, middle and joint at `places`; or of what each is
    of, `owner` [point].
    """
    if owner is not None:
        roles, above = [roles[part] for part in owner], [above[part] for part in owner]
        places, host = places[owner], host[owner]
    role, hung = np.full((len(points), len(ROLES)), 1e-6), np.full((len(points), NOTHING + 1), 1e-6)
    role[np.arange(len(points)), [SLOT[name] for name in roles]] = 1.0
    hung[np.arange(len(points)), [SLOT.get(name, NOTHING) for name in above]] = 1.0
    hangs = role.T @ hung
    return Votes(role, hung, places, places, host, np.zeros(1), hangs / hangs.sum(1, keepdims=True))


@pytest.fixture(scope="module")
def stand():
    """Points of a foot, a pole on it and two bulbs on that; what they vote for; the parts."""
    foot = Slot(0, size=(0.2, 0.05, 0.2))
    pole = Slot(SLOT["neck"], attach=(0.0, 1.0, 0.0), anchor=(0.0, -1.0, 0.0), size=(0.04, 0.4, 0.04))
    bulb = Slot(SLOT["crown"], parent=SLOT["neck"], symmetry="mirror", attach=(1.0, 0.9, 0.0), anchor=(-0.9, 0.0, 0.0),
                size=(0.1, 0.06, 0.06))
    parts = expand(encode([foot, pole, bulb]))
    dice = np.random.default_rng(0)
    way = dice.normal(size=(4, 150, 3))
    way /= np.linalg.norm(way, axis=2, keepdims=True)
    points = parts.centre[:, None] + np.einsum("pij,pnj->pni", parts.rotation, way * parts.size[:, None])
    points = points.reshape(-1, 3)
    owner = np.repeat(np.arange(4), 150)
    roles = [ROLES[parts.slot[part]] for part in owner]
    above = ["" if parts.parent[part] < 0 else ROLES[parts.slot[parts.parent[part]]] for part in owner]
    host = parts.centre[np.maximum(parts.parent, 0)][owner]
    return parts, points, way.reshape(-1, 3), owner, told(points, roles, above, parts.centre[owner], host)


def test_points_that_point_to_one_middle_are_one_part(stand) -> None:
    parts, points, normals, owner, sure = stand
    group = grouped(sure, points, normals)
    for part in range(len(parts)):
        mine = np.bincount(group[owner == part])
        assert mine.max() > 0.9 * mine.sum()
        assert (group[owner != part] != mine.argmax()).mean() > 0.95


def test_parts_hang_as_their_points_vote(stand) -> None:
    parts, points, _, owner, sure = stand
    seen = read(sure, points, owner, parts)
    assert seen.role.tolist() == parts.slot.tolist()
    assert seen.parent.tolist() == parts.parent.tolist()
    assert np.allclose(seen.joint, parts.centre, atol=1e-6)
    assert (seen.sure > 0.99).all()
    mixed = np.array([2, 0, 3, 1])
    again = read(sure, points, np.argsort(mixed)[owner], parts.take(mixed))
    assert again.role.tolist() == parts.slot[mixed].tolist()
    assert np.where(again.parent < 0, -1, mixed[again.parent]).tolist() == parts.parent[mixed].tolist()


def test_pieces_of_a_part_hang_on_each_other(stand) -> None:
    parts, points, _, owner, sure = stand
    two = np.where((owner == 1) & (points[:, 1] > parts.centre[1, 1]), 4, owner)
    halves = parts.take(np.array([0, 1, 2, 3, 1]))
    half = np.array([0.0, 0.5 * parts.size[1, 1], 0.0])
    halves = halves.changed(centre=halves.centre + np.array([0 * half, -half, 0 * half, 0 * half, half]))
    seen = read(sure, points, two, halves)
    assert seen.role.tolist() == [*parts.slot.tolist(), SLOT["neck"]]
    assert sorted((int(seen.parent[1]), int(seen.parent[4]))) in ([0, 1], [0, 4])
    assert {int(seen.parent[2]), int(seen.parent[3])} <= {1, 4}


def test_a_piece_between_two_like_parts_is_of_one_of_them_and_joins_them_not() -> None:
    at = np.array([[0.0, 0.0, 0.0], [0.0, 0.4, 0.0], [0.14, 0.4, 0.0], [0.066, 0.4, 0.0]])
    points, owner, parts = balls(at, (0.3, 0.05, 0.05, 0.015))
    seen = read(told(points, ["body", "crown", "crown", "crown"], ["", "body", "body", "body"], at, at * 0.0, owner),
                points, owner, parts)
    assert seen.parent[:3].tolist() == [-1, 0, 0]
    assert seen.parent[3] == 1


def test_all_pieces_of_a_part_vote_for_what_it_hangs_on() -> None:
    at = np.array([[0.0, 0.0, 0.0], [0.0, 0.5, 0.0], [0.1, 0.36, 0.0], [0.16, 0.46, 0.0]])
    points, owner, parts = balls(at, (0.3, 0.1, 0.03, 0.06), (150, 150, 30, 150))
    aim = np.array([at[0], at[1], at[3], at[3]])
    host = np.array([at[0], at[0], at[0], at[1]])           # the small piece points to the wrong one
    voted = told(points, ["body", "head", "ear", "ear"], ["", "body", "body", "head"], aim, host, owner)
    joint = np.array([at[0], [0.0, 0.4, 0.0], at[2], at[2]])[owner]
    seen = read(replace(voted, joint=joint), points, owner, parts)
    assert seen.parent.tolist() == [-1, 0, 1, 2]


def test_what_hangs_on_a_part_that_was_not_found_hangs_on_what_that_does() -> None:
    at = np.array([[0.0, 0.0, 0.0], [0.55, 0.15, 0.0], [0.55, -0.15, 0.0]])
    points, owner, parts = balls(at, (0.3, 0.08, 0.08), (150, 150, 150))
    voted = told(points, ["body", "wing tip", "wing tip"], ["", "wing", "wing"], at, at * 0.7, owner)
    joint = np.array([at[0], 0.8 * at[1], 0.8 * at[2]])[owner]
    few = np.flatnonzero(owner == 2)[:50]                   # of a wing that one tip has swallowed
    role, above = voted.role.copy(), voted.above.copy()
    role[few], above[few] = np.eye(len(ROLES))[SLOT["wing"]], np.eye(NOTHING + 1)[SLOT["body"]]
    hangs = voted.hangs.copy()
    hangs[SLOT["wing"]] = np.eye(NOTHING + 1)[SLOT["body"]]
    seen = read(replace(voted, role=role, above=above, joint=joint, hangs=hangs), points, owner, parts)
    assert seen.parent.tolist() == [-1, 0, 0]


def test_where_the_points_do_not_say_the_category_does() -> None:
    """A head between two bodies: what such heads hang on was counted, through a neck that nobody found."""
    at = np.array([[-0.4, 0.0, 0.0], [0.0, 0.0, 0.0], [0.4, 0.0, 0.0]])
    points, owner, parts = balls(at, (0.2, 0.1, 0.2))
    voted = told(points, ["body", "head", "torso"], ["", "", "body"], at, np.zeros((3, 3)), owner)
    above = voted.above.copy()
    above[owner == 1] = 1e-3
    hangs = np.full_like(voted.hangs, 1e-6)
    for host, parent in (("torso", [-1, 2, 0]), ("body", [-1, 0, 0])):
        for role, up in (("head", "neck"), ("neck", host), ("torso", "body")):
            hangs[SLOT[role]] = np.eye(NOTHING + 1)[SLOT[up]]
        assert read(replace(voted, above=above, hangs=hangs), points, owner, parts).parent.tolist() == parent


@pytest.mark.parametrize("seed", range(5))
def test_the_tree_is_the_likeliest_of_all(seed) -> None:
    likely = np.random.default_rng(seed).normal(size=(4, 5))

    def worth(parents) -> float:
        for start in range(4):
            at, seen = start, set()
            while at != 4 and at not in seen:
                seen.add(at)
                at = parents[at]
            if at != 4:
                return -np.inf
        return sum(likely[part, above] for part, above in enumerate(parents)) if parents.count(4) == 1 else -np.inf

    best = max(itertools.product(range(5), repeat=4), key=worth)
    roots = np.argsort(-likely[:, 4])[:3]
    if best.index(4) in roots:
        assert np.where(tree(likely) < 0, 4, tree(likely)).tolist() == list(best)


def test_one_part_is_the_root() -> None:
    assert tree(np.array([[0.0, -3.0]])).tolist() == [-1]


def test_a_scan_says_of_each_point_what_it_is(scans) -> None:
    for scan in scans:
        assert scan.points.shape == (KEPT, 3)
        assert set(scan.places) == set(PLACES)
        for part in np.unique(scan.part).tolist():
            mine = scan.part == part
            assert len(np.unique(scan.role[mine])) == len(np.unique(scan.above[mine])) == 1
            assert np.allclose(scan.places["middle"][mine], scan.points[mine].astype(float).mean(0), atol=2e-3)
        outward = (scan.normals.astype(float) * (scan.points - scan.points.astype(float).mean(0))).sum(1)
        assert outward.mean() > 0.0


def test_a_batch_is_another_look_each_time(scans) -> None:
    first, again = (batched(scans, np.random.default_rng(seed)) for seed in (0, 0))
    other = batched(scans, np.random.default_rng(1))
    assert all(np.array_equal(first[name], again[name]) for name in first)
    assert not np.array_equal(first["points"], other["points"])
    assert first["points"].shape == (4, POINTS, 3)
    assert all(np.abs(first[name]).max() < 30.0 for name in PLACES)


def test_what_is_asked_of_a_part_is_above_it() -> None:
    slots = [Slot(0, size=(0.2, 0.2, 0.2)), Slot(SLOT["neck"], attach=(0.0, 1.0, 0.0), anchor=(0.0, -1.0, 0.0),
                                                 size=(0.05, 0.3, 0.05)),
             Slot(SLOT["head"], parent=SLOT["neck"], attach=(0.0, 1.0, 0.0), size=(0.1, 0.1, 0.1))]
    true = expand(encode(slots))
    assert hangs_on(true, np.arange(3), true).tolist() == [-1, 0, 1]
    assert hangs_on(true.take(np.array([0, 2])), np.array([0, 2]), true).tolist() == [-1, 0]     # the neck is missing
    pieces = true.take(np.array([0, 1, 1])).changed(centre=np.stack([true.centre[0], true.centre[1] + (0.0, 0.15, 0.0),
                                                                    true.centre[1] - (0.0, 0.15, 0.0)]))
    assert hangs_on(pieces, np.array([0, 1, 1]), true).tolist() == [-1, 1, 0]


def test_training_is_the_same_again_and_learns(scans) -> None:
    first, again = (trained(steps=3, seed=1, first=1, scans=scans) for _ in range(2))
    assert all(torch.equal(a, b) for a, b in zip(first.parameters(), again.parameters()))
    asked = batched(scans, np.random.default_rng(5))
    torch.manual_seed(1)
    with torch.no_grad():
        assert loss(first, asked) < loss(RolesNetwork(), asked)


def test_the_network_that_ships_reads_what_it_has_not_seen() -> None:
    seen = right([found(70_001, index, load()) for index in range(3)])
    assert seen.role > 0.6
    assert seen.parent > 0.5
    assert seen.category == 1.0


def test_weights_come_back_and_others_are_refused(tmp_path) -> None:
    network = RolesNetwork()
    path = tmp_path / "roles" / "roles.safetensors"
    save(network, path)
    back = load(path)
    assert all(torch.allclose(a, b, atol=2e-3) for a, b in zip(network.parameters(), back.parameters()))
    with pytest.raises(RolesError, match="missing"):
        load(tmp_path / "none.safetensors")
    (tmp_path / "bad.safetensors").write_bytes(b"nothing of the kind")
    with pytest.raises(RolesError, match="not a weights file"):
        load(tmp_path / "bad.safetensors")
