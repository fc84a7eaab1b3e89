"""The network that reads roles: the order of parts does not matter, links make one tree, partners choose each other."""

import itertools

import numpy as np
import pytest
import torch

from engine.recovery.features import OWN, PAIR, POINTS, Seen
from engine.recovery.roles import RolesError, RolesNetwork, load, partners, read, save, tree
from engine.training.roles import loss, trained
from engine.training.roles_data import batched, perturbed


@pytest.fixture(scope="module")
def network() -> RolesNetwork:
    torch.manual_seed(0)
    return RolesNetwork(width=32, depth=2, heads=2).eval()


def some(count: int) -> Seen:
    dice = np.random.default_rng(count)
    return Seen(dice.normal(size=(count, OWN)).astype(np.float32),
                dice.normal(size=(count, count, PAIR)).astype(np.float32),
                dice.normal(size=(count, POINTS, 9)).astype(np.float32), np.zeros(3), 1.0)


def test_the_order_of_parts_does_not_matter(network) -> None:
    seen, order = some(7), np.array([3, 6, 0, 2, 5, 1, 4])
    first = read(network, seen, np.zeros((7, 3)))
    again = read(network, Seen(seen.own[order], seen.pair[np.ix_(order, order)], seen.points[order], seen.low,
                               seen.size), np.zeros((7, 3)))
    assert (again.role == first.role[order]).all()
    above = np.where(again.parent < 0, -1, order[again.parent])
    assert (above == first.parent[order]).all()
    assert (order[again.mirror] == first.mirror[order]).all()
    assert np.allclose(again.joint, first.joint[order], atol=1e-5)
    assert again.category == first.category


def test_padding_changes_nothing(network) -> None:
    examples = [perturbed(3, 1), perturbed(3, 4)]
    both = batched(examples)
    for row, example in enumerate(examples):
        alone = batched([example])
        count = len(example.role)
        told, padded = (network(*(torch.from_numpy(asked[name]) for name in ("own", "pair", "points", "there")))
                        for asked in (alone, both))
        assert torch.allclose(told["role"][0], padded["role"][row, :count], atol=1e-4)
        assert torch.allclose(told["parent"][0][:, -1], padded["parent"][row, :count, -1], atol=1e-4)
        assert torch.allclose(told["category"][0], padded["category"][row], atol=1e-4)


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


def test_partners_choose_each_other() -> None:
    likely = np.log(np.array([[0.1, 0.8, 0.1], [0.7, 0.2, 0.1], [0.6, 0.2, 0.2]]))
    assert partners(likely).tolist() == [1, 0, 2]


def test_what_is_asked_of_a_part_is_a_tree_of_what_was_found() -> None:
    for index in range(4):
        example = perturbed(9, index)
        assert (example.parent < 0).sum() == 1
        for start in range(len(example.role)):
            at, steps = start, 0
            while at >= 0:
                at, steps = int(example.parent[at]), steps + 1
                assert steps <= len(example.role)
        assert (example.mirror[example.mirror] == np.arange(len(example.role))).mean() > 0.7


def test_training_is_the_same_again_and_learns() -> None:
    first, again = (trained(steps=2, seed=1, pool=5) for _ in range(2))
    assert all(torch.equal(a, b) for a, b in zip(first.parameters(), again.parameters()))
    examples = [perturbed(1, index) for index in range(5)]
    fresh = RolesNetwork()
    torch.manual_seed(1)
    assert loss(first, examples) < loss(fresh, examples)


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

