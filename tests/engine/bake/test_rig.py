from dataclasses import replace

import numpy as np
import pytest
import trimesh

from engine.bake.bake import BakeError
from engine.bake.rig import misses, rig, within
from engine.form.object4d import Object4D
from engine.form.parts import encode
from engine.vocabulary.limits import LIMITS
from engine.vocabulary.slots import ROLES
from tests.engine.form.shapes import dog_slots


@pytest.fixture(scope="module")
def dog():
    return Object4D.from_tokens(encode(dog_slots()), scale=0.7, period=1.0)


def test_a_rig_is_one_smooth_skin_near_poses_it_was_not_made_for(dog):
    made = rig("dog", dog, times=[0.0, 0.25, 0.5], cycle_of_time=lambda t: t)
    assert not made.target_names
    assert trimesh.Trimesh(made.positions, made.faces, process=False).is_watertight
    assert (np.count_nonzero(made.weights, axis=1) > 1).mean() > 0.05
    assert len(made.times) == 3
    missed = misses(made, dog.parts, within(dog.parts, 8, seed=7))
    assert np.mean([one.mean for one in missed]) < 0.5
    assert max(one.mean for one in missed) < 2.0
    assert made.report["error_worst"] < 2.0
    stiff = replace(made, joints=np.zeros_like(made.joints))
    assert np.mean([one.h95 for one in misses(stiff, dog.parts, within(dog.parts, 8, seed=7))]) > np.mean(
        [one.h95 for one in missed])


def test_a_rig_keeps_its_budget_or_says_that_it_cannot(dog):
    assert len(rig("dog", dog, budget=3000).faces) <= 3000
    with pytest.raises(BakeError, match="budget is 50"):
        rig("dog", dog, budget=50)


def test_every_role_has_a_limit_and_poses_keep_to_it(dog):
    assert set(LIMITS) == set(ROLES)
    for part, parent in enumerate(dog.parts.parent):
        moved = within(dog.parts, 20)
        own = moved[:, part] if parent < 0 else np.linalg.inv(moved[:, parent]) @ moved[:, part]
        angle = np.arccos(((np.trace(own[:, :3, :3], axis1=1, axis2=2) - 1.0) / 2.0).clip(-1, 1))
        assert angle.max() <= LIMITS[ROLES[dog.parts.slot[part]]] + 1e-6
        at = np.einsum("pij,j->pi", own[:, :3, :3], dog.parts.joint[part]) + own[:, :3, 3]
        assert np.abs(at - dog.parts.joint[part]).max() < 1e-9
