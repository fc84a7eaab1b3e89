"""An imported mesh that moves more and less as that is keyed: as what is generated does, on the screen and in files."""

from dataclasses import replace

import numpy as np
import pytest
import trimesh

from engine.bake.clip import Clip
from engine.bake.evaluate import evaluate, joints_at
from engine.client import Client
from engine.document.blobs import Blobs
from engine.document.imports import scene_of
from engine.document.scene import Generation, Key, Motion, Node, Relation, Track
from engine.document.storage import scene_to_json
from engine.exchange.importing import Pace, asset_of, clip_of, import_file, stand
from engine.form.surface import surface
from engine.messages import Export, Play, Shown
from engine.recovery.rigging import pack
from studio import keying

GROWING = Track("motion.intensity", (Key(0.0, 0.0, "linear"), Key(4.0, 1.0, "linear")))
FEET = "hind foot"


@pytest.fixture(scope="module")
def horses(stages, tmp_path_factory):
    """(scene, its blobs, a generated horse that walks, the same horse's surface as an import that is driven)."""
    blobs, path = Blobs(), tmp_path_factory.mktemp("horse") / "horse.obj"
    made = Node("made", category="horse", motion=Motion("walk"), generation=Generation(seed=3))
    tokens = stages.sampled(made)
    made = made.changed(generation=replace(made.generation, tokens=blobs.put(tokens)))
    union = surface(stages.shaped(made, tokens).parts, cells=48)
    trimesh.Trimesh(union.positions, union.faces, process=False).export(path)
    read = import_file(path, unit="m", up="y")
    scene = scene_of(read.imported(blobs.put(read.data))).changed(duration=4.0, rate=12.0)
    (node,) = scene.nodes
    rig = stages.imports.rigged(node, dict(blobs.needed(scene)))
    imported = replace(node.imported, rig=blobs.put(pack(rig)), turn=rig.turn, kind="horse")
    node = node.changed(imported=imported, motion=Motion("walk"), generation=replace(node.generation, seed=3))
    return scene, blobs, made, node


def with_intensity(node, intensity):
    return node.changed(motion=replace(node.motion, intensity=intensity))


def keyed(node, *keys):
    return node.changed(tracks=(Track("motion.intensity", tuple(Key(*key, "linear") for key in keys)),))


def clip(stages, horses, node, *others, relations=(), exact=True, **options):
    scene, blobs, _, _ = horses
    scene = scene.changed(nodes=(node, *others), relations=tuple(relations))
    arrays = dict(blobs.needed(scene))
    return stages.clip(scene, node, arrays, stages.staged(scene, stages.boxes(scene, arrays)), exact=exact, **options)


def swing(clip, since, until):
    """How far the hind feet go to and fro [m]."""
    mine = [name.startswith(FEET) for name in clip.joint_names]
    places = np.stack([joints_at(clip, time)[mine][:, :3, 3] for time in np.linspace(since, until, 25)])
    return float(np.linalg.norm(np.ptp(places, axis=0), axis=1).mean())


def test_it_swings_farther_and_farther_as_what_is_generated_does(stages, horses):
    _, blobs, made, node = horses
    mine, other = (clip(stages, horses, each.changed(tracks=(GROWING,)), exact=each is node) for each in (node, made))
    swings = [[swing(each, second, second + 1.0) for second in range(4)] for each in (mine, other)]
    assert all(np.diff(each).min() > 0.04 for each in swings)
    assert swings[0] == pytest.approx(swings[1], rel=0.1)
    ends = [swing(clip(stages, horses, with_intensity(node, much)), 0.0, 1.0) for much in (0.0, 1.0)]
    assert ends[0] < swings[0][0] < swings[0][3] < ends[1]


def test_a_value_that_stays_is_that_intensity_to_the_bit(stages, horses):
    *_, node = horses
    plain = clip(stages, horses, with_intensity(node, 0.9))
    for keys in ([(0.0, 0.9)], [(0.0, 0.9), (3.0, 0.9)]):
        same = clip(stages, horses, keyed(node, *keys))
        assert all(a.tobytes() == b.tobytes() for a, b in zip(plain.arrays().values(), same.arrays().values()))


def test_there_and_back_it_is_at_each_end_as_it_is_with_that_intensity(stages, horses):
    *_, node = horses
    found = clip(stages, horses, keyed(node, (0.0, 0.2), (1.0, 0.2), (2.0, 0.8), (3.0, 0.8), (4.0, 0.2)))
    for much, times in ((0.2, (0.0, 0.5, 1.0, 4.0)), (0.8, (2.0, 2.5, 3.0))):
        alone = clip(stages, horses, with_intensity(node, much))
        for time in times:
            assert evaluate(found, time)[0] == pytest.approx(evaluate(alone, time)[0], abs=1e-5)


def test_what_is_shown_is_what_is_exported(stages, horses, tmp_path):
    scene, blobs, _, node = horses
    scene = scene.changed(nodes=(node.changed(tracks=(GROWING,)),))
    wire, arrays, file = scene_to_json(scene), blobs.needed(scene), tmp_path / "a.glb"
    client = Client("cpu")
    try:
        (shown,) = [e for e in client.ask(Play(scene=wire, arrays=arrays)) if isinstance(e, Shown)]
        client.ask(Export(scene=wire, path=str(file), options={"source": False}, arrays=arrays))
    finally:
        client.close()
    seen = Clip.packed(shown.header, shown.arrays)
    read, times = import_file(file), (0.0, 0.8, 2.1, 3.0, 4.0)
    imported = read.imported("")
    asset = asset_of(imported, read.data)
    wrote = clip_of(asset, "x", stand(asset, scale=1.0, up="y", take=0), take=0, pace=Pace(times, loops=False))
    shifts = []
    for time in times:
        apart = evaluate(wrote, time)[0] - evaluate(seen, time)[0]            # an import stands on its own middle
        assert np.ptp(apart, axis=0).max() < 1e-4
        shifts.append(apart.mean(0))
    assert np.ptp(shifts, axis=0).max() < 1e-4
    assert max(np.abs(evaluate(seen, time)[0] - evaluate(seen, 0.0)[0]).max() for time in times) > 0.1


def test_before_a_morph_its_keys_hold_and_nothing_leaps(stages, horses):
    *_, node = horses
    vase = Node("vase", kind="state", category="vase", generation=Generation(seed=1))
    vase = vase.changed(generation=replace(vase.generation, tokens=horses[1].put(stages.sampled(vase))))
    lively = keyed(node, (0.0, 0.0), (1.0, 1.0), (2.0, 0.3))
    morph = Relation("m", "morphs into", node.id, "vase", 2.5, 3.5)
    both = clip(stages, horses, lively, vase, relations=[morph])
    alone = clip(stages, horses, lively)
    for time in (0.0, 0.5, 1.0, 1.75):          # from 1 s on the one is on its way to 0.3, the other between 0 and 1
        assert evaluate(both, time)[0][:len(alone.positions)] == pytest.approx(
            evaluate(alone, time)[0], abs=1e-4 if time <= 1.0 else 0.01)
    frames = [_seen(both, 2.4 + 0.02 * k) for k in range(8)]
    assert max(np.abs(here - there).max() for here, there in zip(frames, frames[1:])) < 0.06


def _seen(clip, time):
    """The middle and the size of what has any size at a time."""
    corners = evaluate(clip, time)[0][clip.faces]
    shown = corners[np.ptp(corners, axis=1).max(1) > 1e-4]
    area = np.linalg.norm(np.cross(shown[:, 1] - shown[:, 0], shown[:, 2] - shown[:, 0]), axis=1)
    return np.concatenate([np.average(shown.mean(1), axis=0, weights=area), np.ptp(shown, axis=(0, 1))])


def test_its_feet_stand_still_where_it_goes_whatever_its_stride(stages, horses):
    *_, node = horses
    far = Relation("r", "passes", node.id, "made")
    made = horses[2].changed(motion=Motion("still"))
    going = clip(stages, horses, node.changed(tracks=(GROWING,)), made, relations=[far])
    times = np.linspace(0.5, 3.5, 145)
    mine = [name.startswith(FEET) for name in going.joint_names]
    place = np.stack([np.interp(times, going.place_times, going.place_translation[:, k]) for k in range(3)], 1)
    feet = np.stack([joints_at(going, time)[mine][:, :3, 3] for time in times])
    ahead = place[-1] - place[0]
    ahead = ahead / np.linalg.norm(ahead)
    pace = np.linalg.norm(np.diff(place, axis=0), axis=1) / np.diff(times)
    moving = -np.diff(feet[..., 2], axis=0) / np.diff(times)[:, None]         # backwards under the body, which faces +Z
    planted = np.abs(moving - pace[:, None]) < 0.1 * pace[:, None]
    assert pace.min() > 0.3
    assert planted.mean() > 0.4


def test_a_rig_is_of_what_it_is_at_first(stages, horses):
    *_, node = horses
    rig = clip(stages, horses, keyed(node, (0.0, 0.1), (4.0, 0.9)), rigged=True)
    first = clip(stages, horses, with_intensity(node, 0.1))
    assert rig.joint_rotation.tobytes() == first.joint_rotation.tobytes()


def test_the_studio_keys_it_where_a_verb_drives_it(horses):
    *_, node = horses
    assert keying.paths(node)[0] == "motion.intensity"
    assert "motion.intensity" not in keying.paths(node.changed(motion=Motion("still")))
