"""Staging: scenes composed from prompts stand, move and keep what they were told, seen by an independent observer."""

from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
import torch

import engine.observe.predicates
import engine.staging.energies
from engine.document.scene import Key, Motion, Node, Placement, Relation, Scene, Track
from engine.language.compose import compose
from engine.observe.observe import observe
from engine.observe.solids import solids
from engine.staging.bodies import Body
from engine.staging.boxes import Boxes
from engine.staging.layout import ENERGIES
from engine.staging.stage import StagingError, stage
from engine.vocabulary.relations import RELATIONS
from engine.vocabulary.words import LOCOMOTION

SIZES = {"fish": (.16, .22, .42), "lamp": (.5, 1.45, .5), "chair": (.5, .95, .5), "tree": (2.2, 3.6, 2.2),
         "table": (1.1, .75, .7), "dog": (.22, .55, .75), "cat": (.16, .4, .55), "horse": (.5, 1.7, 1.9),
         "bird": (.5, .3, .35), "flower": (.3, .4, .3), "car": (1.8, 1.4, 3.6), "airplane": (4.2, 1.5, 3.9),
         "person": (.5, 1.7, .35), "robot": (.7, 1.5, .5), "mug": (.1, .09, .08), "vase": (.25, .4, .25)}
SAMPLE = "a red fish orbits a tall lamp; a chair walks past; at 3 s the lamp morphs into a tree"


def boxes(scene: Scene) -> dict:
    found = {}
    for node in scene.nodes:
        if node.category:
            w, h, d = SIZES[node.category]
            found[node.id] = (np.array([-w / 2, 0.0, -d / 2]), np.array([w / 2, h, d / 2]))
    return found


def scene_of(*nodes: str | Node, relations: tuple = (), **values) -> Scene:
    made = tuple(n if isinstance(n, Node) else Node(n, category=n.split("-")[0]) for n in nodes)
    return Scene(nodes=made, relations=tuple(Relation(f"r{k}", r[1], r[0], r[2], *r[3:])
                                             for k, r in enumerate(relations)), **values)


def keys(folder) -> set[str]:
    return {p.stem.replace("_", " ") for p in Path(folder.__file__).parent.glob("*.py")} - {"  init  "}


def test_every_relation_has_a_row_an_energy_and_a_predicate():
    assert keys(engine.staging.energies) == keys(engine.observe.predicates) == set(RELATIONS)


def together(scene: Scene) -> set[frozenset]:
    return {frozenset((r.source, r.target)) for r in scene.relations if r.kind in ("on", "under", "inside")}


def deepest(scene: Scene, staged) -> float:
    """The deepest that any two objects that are not told to touch are in each other [m], as boxes of their own turn."""
    found = solids(scene, boxes(scene), staged.paths)
    worst = 0.0
    for a, b in combinations(found, 2):
        if frozenset((a, b)) not in together(scene):
            one, two = found[a], found[b]
            # turned boxes overstate: no two may share more than their corners
            way = (one.centre - two.centre)[:, [0, 2]]
            reach = (one.own[:, [0, 2]].min(1) + two.own[:, [0, 2]].min(1))[:, None]
            near = np.linalg.norm(way / reach, axis=1)
            beside = np.linalg.norm(way, axis=1) * (1.0 / np.maximum(near, 1e-6) - 1.0)
            upright = np.minimum(one.high - two.low, two.high - one.low)[:, 1]
            worst = max(worst, float(np.minimum(beside, upright).max()))
    return worst


@pytest.mark.parametrize("prompt", [
    SAMPLE,
    "three fish swim around a tree",
    "a cat on a table next to a lamp",
    "a lamp on a table, a chair in front of the table and a dog under it",
    "a mug on a table and a vase on the table; a chair left of the table, a chair right of the table, "
    "a person behind the table",
    "two dogs facing each other",
    "a dog follows a cat",
    "three dogs follow a person",
    "a dog approaches a lamp then orbits it",
    "a robot walks to the chair and sits on it",
    "a bird flies over a car; the car passes a tree",
    "a person on a horse; the horse passes a tree",
    "two birds and a fish orbit a lamp on a table",
    "four dogs approach a tree",
    "a mug inside a vase",
    "a dog larger than a horse", "a lamp twice as tall as a chair", "a dog half as tall as a horse",
    "a horse smaller than a cat and a lamp",
    "an airplane above a tree; a bird orbits the airplane",
    "a fish orbits a mug on a table; a person stands behind the table",
    "a robot is left of a chair from 0 to 2 s; the robot is right of the chair from 3 to 6 s",
    "a lamp melts into a tree then into a robot; a cat passes the lamp from 1 to 5 s",
    "a dog follows a car; the car orbits a tree",
    "a mug orbits a vase; the mug grows into a dog",
    "a cat smaller than a horse morphs into a dog",
])
def test_a_staged_scene_keeps_what_it_was_told(prompt):
    scene = compose(prompt).scene
    staged = stage(scene, boxes(scene))
    assert staged.unsatisfied == []
    rows = observe(scene, boxes(scene), staged.paths)
    assert [row for row in rows if not row["holds"]] == []
    assert deepest(scene, staged) < 0.06
    for path in staged.paths.values():
        assert path.translation.shape == (181, 3)
        assert np.isfinite(path.translation).all()
        assert path.translation[:, 1].min() > -1e-6
        np.testing.assert_allclose(np.linalg.norm(path.rotation, axis=1), 1.0, atol=1e-9)
        # nothing jumps: at most 12 m/s and 600 degrees per second
        assert np.linalg.norm(np.diff(path.translation, axis=0), axis=1).max() < 0.4
        assert (path.rotation[1:] * path.rotation[:-1]).sum(1).min() > np.cos(np.radians(10))
    swept = np.concatenate([path.translation for path in staged.paths.values()])
    assert np.abs(swept).max() < 8.0


def test_things_without_relations_stand_apart_near_the_middle():
    scene = scene_of("chair", "table", "lamp", "dog", "tree", "car", "mug")
    staged = stage(scene, boxes(scene))
    assert deepest(scene, staged) == 0.0
    assert np.abs([path.translation[0, [0, 2]] for path in staged.paths.values()]).max() < 5.0
    np.testing.assert_array_equal(staged.paths["chair"].translation[0], 0.0)


def test_the_same_scene_gives_the_same_bytes_and_a_newcomer_moves_no_one():
    scene = compose(SAMPLE).scene
    first, again = (stage(scene, boxes(scene)).paths for _ in range(2))
    more = scene.changed(nodes=(*scene.nodes, Node("dog", category="dog")))
    grown = stage(more, boxes(more)).paths
    for node_id, path in first.items():
        for name in ("translation", "rotation", "scale", "effort"):
            assert getattr(path, name).tobytes() == getattr(again[node_id], name).tobytes()
            assert getattr(path, name).tobytes() == getattr(grown[node_id], name).tobytes()


def test_what_the_artist_placed_stays_there():
    placed = Node("lamp", category="lamp", placement=Placement((2.0, 0.0, -1.0), (0.0, 1.0, 0.0), 1.5))
    scene = scene_of(placed, "chair", relations=(("chair", "left of", "lamp"),))
    staged = stage(scene, boxes(scene))
    path = staged.paths["lamp"]
    np.testing.assert_array_equal(path.translation, np.repeat([[2.0, 0.0, -1.0]], 181, 0))
    np.testing.assert_allclose(path.rotation[0], [0, np.sin(0.5), 0, np.cos(0.5)])
    np.testing.assert_array_equal(path.scale, 1.5)
    assert [row["holds"] for row in observe(scene, boxes(scene), staged.paths)] == [True]


def test_the_artists_tracks_win():
    track = Track("position.x", (Key(0.0, -1.0, "linear"), Key(6.0, 1.0)))
    scene = scene_of(Node("dog", category="dog", tracks=(track, Track("rotation.y", (Key(0.0, 1.2),)))))
    path = stage(scene, boxes(scene)).paths["dog"]
    np.testing.assert_allclose(path.translation[:, 0], np.linspace(-1, 1, 181), atol=1e-12)
    np.testing.assert_allclose(path.rotation[:, 1], np.sin(0.6))


def test_a_state_is_not_placed_and_its_object_takes_its_scale():
    scene = compose("a lamp turns tiny at 1 s").scene
    staged = stage(scene, boxes(scene))
    assert list(staged.paths) == ["lamp"]
    scale = staged.paths["lamp"].scale[:, 0]
    assert (scale[0], scale[-1]) == (1.0, pytest.approx(scene.node("lamp-2").placement.scale))
    assert (np.diff(scale) <= 1e-12).all()


def test_movers_look_where_they_go_and_wait_before_they_start():
    scene = compose("a dog orbits a lamp from 2 to 5 s").scene
    path = stage(scene, boxes(scene)).paths["dog"]
    still = path.translation[:60]
    assert np.ptp(still, axis=0).max() == 0.0
    assert path.effort[:50].max() == 0.0
    assert path.effort[100] == 1.0
    velocity = np.gradient(path.translation, axis=0)[75:140]
    yaw = 2 * np.arctan2(path.rotation[75:140, 1], path.rotation[75:140, 3])
    ahead = np.stack([np.sin(yaw), np.cos(yaw)], 1)
    along = (velocity[:, [0, 2]] * ahead).sum(1) / np.linalg.norm(velocity[:, [0, 2]], axis=1)
    assert along.min() > 0.99


def test_turns_direction_and_distance_are_the_artists():
    asked = {"turns": 3.0, "direction": -1.0}
    scene = scene_of("fish", "lamp", relations=(("fish", "orbits", "lamp", 0.0, None, asked),))
    way = stage(scene, boxes(scene)).paths["fish"].translation
    angle = np.unwrap(np.arctan2(way[:, 0], way[:, 2]))
    assert angle[-1] - angle[0] == pytest.approx(-6 * np.pi)
    scene = scene_of("mug", "vase", relations=(("mug", "left of", "vase", 0.0, None, {"distance": 1.0}),))
    found = solids(scene, boxes(scene), stage(scene, boxes(scene)).paths)
    assert found["vase"].low[0, 0] - found["mug"].high[0, 0] == pytest.approx(1.0, abs=0.02)


def test_an_orbit_over_the_whole_scene_loops():
    scene = compose("a fish orbits a lamp").scene
    path = stage(scene, boxes(scene)).paths["fish"]
    np.testing.assert_allclose(path.translation[0], path.translation[-1], atol=1e-6)


@pytest.mark.parametrize(("relations", "named"), [
    ((("chair", "left of", "lamp"), ("lamp", "left of", "chair")), "cannot all be at once"),
    ((("chair", "on", "lamp"), ("lamp", "on", "chair")), "nothing can carry itself"),
    ((("lamp", "under", "table"),), "1.45 m tall"),
    ((("fish", "inside", "vase"),), "0.25 m"),
    ((("dog", "orbits", "lamp"), ("dog", "passes", "chair")), "two things at once"),
    ((("dog", "follows", "cat"), ("cat", "follows", "dog")), "goes first"),
])
def test_what_cannot_be_is_said_and_the_rest_is_laid_out(relations, named):
    names = dict.fromkeys(name for r in relations for name in (r[0], r[2]))
    scene = scene_of(*names, relations=relations)
    staged = stage(scene, boxes(scene))
    assert any(named in sentence for sentence in staged.unsatisfied)
    assert set(staged.paths) == set(names)


def test_a_missing_or_flat_box_is_refused():
    scene = scene_of("lamp")
    with pytest.raises(StagingError, match="lamp"):
        stage(scene, {})
    with pytest.raises(StagingError, match="no volume"):
        stage(scene, {"lamp": (np.zeros(3), np.array([1.0, 0.0, 1.0]))})


@pytest.mark.parametrize("kind", RELATIONS)
def test_every_energy_is_smooth_enough_to_follow_downhill(kind):
    generator = torch.Generator().manual_seed(1)
    centre = (4.0 * torch.rand((4, 5, 3), generator=generator, dtype=torch.float64)).requires_grad_(True)
    half = torch.full((4, 5, 3), 0.4, dtype=torch.float64, requires_grad=True)
    forward = torch.tensor([0.6, 0.0, 0.8], dtype=torch.float64).expand(4, 5, 3)
    target = Boxes(torch.zeros(4, 5, 3, dtype=torch.float64), torch.full((4, 5, 3), 0.5, dtype=torch.float64), forward)
    energy = ENERGIES[kind](Boxes(centre, half, forward), target, torch.full((5,), 1.3, dtype=torch.float64))
    assert energy.shape[-1] == 5
    assert (energy >= 0).all()
    slopes = torch.autograd.grad(energy.sum(), (centre, half), allow_unused=True)
    moving = [slope for slope in slopes if slope is not None]
    assert all(torch.isfinite(slope).all() for slope in moving)
    assert any(slope.abs().max() > 0 for slope in moving)


@pytest.mark.parametrize("verb", LOCOMOTION)
def test_whatever_carries_through_space_gets_along(verb):
    node = Node("it", category="dog", motion=Motion(verb))
    assert 0.3 < Body(node, np.array([-0.2, 0.0, -0.3]), np.array([0.2, 0.6, 0.3]), 1.0).pace < 3.1
