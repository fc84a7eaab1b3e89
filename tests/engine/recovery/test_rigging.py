"""Bones of an imported mesh: found, kept as bytes, sized and turned with it; those of another are refused."""

import numpy as np
import pytest
from safetensors.numpy import load, save

from engine.form.parts import expand
from engine.form.surface import surface
from engine.recovery.rigging import RigError, pack, rigged, unpack
from engine.recovery.target import RecoveryError
from engine.training import grammar
from engine.vocabulary.categories import CATEGORIES
from engine.vocabulary.verbs import VERB_KEYS

COW = list(CATEGORIES).index("cow")


@pytest.fixture(scope="module")
def mesh():
    """A cow that looks to its left."""
    dice = np.random.default_rng(4)
    _, values = grammar.condition(dice, COW)
    union = surface(expand(grammar.draw(COW, VERB_KEYS.index("walk"), values, dice)), cells=72)
    vertices = union.positions.astype(float) @ np.array([[0.0, 0.0, -1.0], [0.0, 1.0, 0.0], [1.0, 0.0, 0.0]])
    return vertices, union.faces.astype(int)


@pytest.fixture(scope="module")
def rig(mesh):
    return rigged(*mesh)


def test_a_cow_is_taken_for_one_and_turned_to_the_front(rig, mesh) -> None:
    assert rig.category == "cow"
    assert rig.turn in (1, 3)
    front = rig.stood(1.0, rig.turn)
    head = front.centre[[name == "head" for name in (_roles(front))]]
    assert head[:, 2].max() > front.centre[0, 2]
    assert rig.joints.shape == rig.weights.shape == (len(mesh[0]), 4)
    assert np.allclose(rig.weights.sum(1), 1.0, atol=1e-3)


def _roles(parts) -> list[str]:
    from engine.vocabulary.slots import ROLES

    return [ROLES[slot] for slot in parts.slot]


def test_it_is_sized_and_turned_with_its_mesh(rig) -> None:
    large = rig.stood(2.0, 1)
    assert np.allclose(large.size, 2.0 * rig.parts.size)
    x, y, z = rig.parts.centre.T
    assert np.allclose(large.centre, 2.0 * np.stack([z, y, -x], 1))
    again = rig.stood(1.0, 0)
    assert np.allclose(again.joint, rig.parts.joint)


def test_bytes_come_back_the_same(rig, mesh) -> None:
    data = pack(rig)
    back = unpack(data, len(mesh[0]))
    assert pack(rig).tobytes() == data.tobytes()
    assert (back.category, back.turn) == (rig.category, rig.turn)
    assert np.array_equal(back.parts.parent, rig.parts.parent)
    assert np.allclose(back.weights, rig.weights, atol=2e-3)


def harmed(data: np.ndarray, **changes) -> np.ndarray:
    import json

    raw = data.tobytes()
    words = json.loads(json.loads(raw[8:8 + int.from_bytes(raw[:8], "little")])["__metadata__"]["rig"])
    arrays = load(raw)
    arrays |= {name: value for name, value in changes.items() if name in arrays}
    words |= {name: value for name, value in changes.items() if name in words}
    return np.frombuffer(save(arrays, {"rig": json.dumps(words)}), np.uint8)


def test_bytes_that_are_no_rig_of_this_mesh_are_refused(rig, mesh) -> None:
    data, count = pack(rig), len(mesh[0])
    with pytest.raises(RigError, match="another mesh"):
        unpack(data, count + 1)
    for broken in (data[:1000], np.zeros(64, np.uint8), np.zeros(0, np.uint8)):
        with pytest.raises(RigError, match="cannot be read"):
            unpack(broken, count)
    parents = rig.parts.parent.copy()
    parents[1] = len(parents) - 1
    centre = rig.parts.centre.copy()
    centre[0, 0] = np.nan
    for changes in ({"parts.parent": parents}, {"parts.centre": centre}, {"parts.slot": rig.parts.slot + 90},
                    {"category": "unicorn"}, {"format": "0"}, {"parts.size": rig.parts.size[:-1]}):
        with pytest.raises(RigError, match="not those of this program"):
            unpack(harmed(data, **changes), count)
    with pytest.raises(RigError, match="another mesh"):
        unpack(harmed(data, joints=np.full((count, 4), 999, np.uint16)), count)


def test_what_has_no_surface_has_no_bones() -> None:
    with pytest.raises(RecoveryError):
        rigged(np.zeros((3, 3)), np.array([[0, 1, 2]]))
