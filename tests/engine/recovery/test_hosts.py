"""Hosts: an unlearned network says what the rule says, a learned one what it was shown."""

from dataclasses import replace

import numpy as np
import pytest
import torch

from engine.recovery.hosts import features, likely, rule
from engine.recovery.hosts_network import FEATURES, HostsNetwork
from engine.recovery.network import load
from engine.recovery.roles import read
from engine.training.hosts import trained
from engine.training.roles_data import found


@pytest.fixture(scope="module")
def asked():
    return [found(40_901, index, load()) for index in range(3)]


def right(asked, network) -> int:
    """How many parts hang where they ought to."""
    total = 0
    for each in asked:
        parent = read(each.evidence, network).parent
        total += int((np.where(parent < 0, -1, each.truth[parent]) == each.above).sum())
    return total


def test_every_pair_is_seen_whatever_was_found(asked) -> None:
    for each in asked:
        count = len(each.truth)
        seen = features(each.evidence, rule(each.evidence))
        assert seen.shape == (count, count + 1, len(FEATURES))
        assert np.isfinite(seen).all()
        said = likely(each.evidence, HostsNetwork().eval())
        assert np.allclose(np.exp(said).sum(1), 1.0)
        assert (np.diagonal(said) < -40.0).all()


def test_one_part_is_seen_too(asked) -> None:
    evidence = asked[0].evidence
    one = {name: replace(told, **{key: values[:1] for key, values in vars(told).items()})
           for name, told in (("own", evidence.own), ("part", evidence.part))}
    alone = replace(evidence, parts=evidence.parts.take(np.array([0])), owner=np.zeros_like(evidence.owner), **one,
                    part_of=np.zeros(1, int), **{name: getattr(evidence, name)[:1] for name in (
                        "centre", "number", "scatter")})
    assert read(alone, HostsNetwork().eval()).parent.tolist() == [-1]


def test_it_learns_what_it_is_shown_and_the_same_again(asked) -> None:
    first, again = (trained(asked, steps=150, seed=2) for _ in range(2))
    assert all(torch.equal(a, b) for a, b in zip(first.parameters(), again.parameters()))
    assert right(asked, first) > right(asked, None)
    wrong = [replace(each, above=np.where(each.above < 0, -1, each.truth[0])) for each in asked]
    assert right(wrong, trained(wrong, steps=150, seed=2)) > right(wrong, None), "it learns what is shown"


def test_the_one_that_ships_knows_better_than_the_rule() -> None:
    unseen = [found(70_009, index, load()) for index in range(6)]
    assert right(unseen, load().hosts) > right(unseen, None)
