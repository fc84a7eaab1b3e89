"""What is typed of a prompt's or a scene's morphs: a kept volume, parts staggered, parts at times of their own."""

import pytest
import trimesh

from engine.cli import main
from engine.document.scene import Match, Timing
from engine.document.storage import load
from engine.document.timings import rows
from engine.messages import Observe, Observed
from engine.vocabulary.relations import HELD, MORPH_VOLUME

PROMPT = "a lamp becomes a tree"
SHORT = ("--seconds", "2", "--fps", "4", "--triangles", "3000", "--no-source", "--quiet")


def refused(capsys, *arguments):
    assert main([*map(str, arguments), "--quiet"]) == 1
    (line,) = [line for line in capsys.readouterr().err.splitlines() if line.startswith("chronoform: ")]
    return line


@pytest.fixture(scope="module")
def typed(tmp_path_factory):
    """(scene, its arrays, its file, the GLB) of a lamp that becomes a tree from the root outwards."""
    folder = tmp_path_factory.mktemp("typed")
    kept, film = folder / "a.chrono", folder / "a.glb"
    assert main(["generate", PROMPT, "-o", str(film), "--save", str(kept), "--keep-volume", "--stagger", "root:0.4",
                 "--part-times", "body=0.25..0.75,ease out;+crown middle=0.7..1", *SHORT]) == 0
    scene, blobs, _ = load(kept)
    return scene, blobs, kept, film


@pytest.fixture(scope="module")
def seen(typed, answers):
    """Which part becomes which, and how far from the root, as the engine tells it."""
    scene, blobs, _, _ = typed
    (observed,) = [event for event in answers(Observe, scene, blobs) if isinstance(event, Observed)]
    (row,) = observed.relations
    return row


@pytest.fixture(scope="module")
def answers():
    from engine.client import Client
    from engine.document.storage import scene_to_json

    client = Client("cpu")
    yield lambda kind, scene, blobs: client.ask(kind(scene=scene_to_json(scene), arrays=blobs.needed(scene)))
    client.close()


def test_parts_set_out_from_the_root_and_single_ones_when_they_are_told_to(typed, seen):
    (relation,) = typed[0].relations
    assert MORPH_VOLUME.chosen(relation.settings) == HELD
    told = {(t.first, t.last): t for t in relation.timings}
    known = rows(seen["matches"])
    assert set(told) == set(known)
    assert told.pop(("body", "")) == Timing("body", "", 0.25, 0.75, "ease out")
    own = next(key for key, other in known.items() if "crown middle" in (key[1], other[1]))
    assert told.pop(own) == Timing(*own, 0.7, 1.0, "linear")
    far = dict(zip(known, seen["reach"]))
    low, high = min(far.values()), max(far.values())
    for key, timing in told.items():
        assert timing.start == pytest.approx(0.6 * (far[key] - low) / (high - low), abs=1e-3)
        assert timing.end == pytest.approx(timing.start + 0.4, abs=1e-3)
        assert timing.easing == "linear"


def test_the_file_is_that_of_the_scene_and_no_other(typed, tmp_path):
    _, _, kept, film = typed
    again = tmp_path / film.name
    assert main(["generate", str(kept), "-o", str(again), *SHORT]) == 0
    assert again.read_bytes() == film.read_bytes()
    assert main(["generate", PROMPT, "-o", str(again), *SHORT]) == 0
    assert again.read_bytes() != film.read_bytes()


def test_a_scene_is_staggered_anew_and_keeps_its_easings(typed, tmp_path):
    _, _, kept, _ = typed
    other = tmp_path / "b.chrono"
    assert main(["generate", str(kept), "-o", str(tmp_path / "b.glb"), "--save", str(other), "--stagger", "back",
                 *SHORT]) == 0
    (relation,) = load(other)[0].relations
    (before,) = load(kept)[0].relations
    told = {(t.first, t.last): t for t in relation.timings}
    assert len(told) == len(before.timings)
    assert told[("body", "")] == Timing("body", "", 0.5, 1.0, "ease out")       # the first of the list, so the last
    assert {round(t.end - t.start, 3) for t in told.values()} == {0.5}
    assert min(t.start for t in told.values()) == 0.0


def test_a_single_part_is_matched_by_hand(typed, seen, answers, tmp_path):
    _, _, kept, _ = typed
    other = tmp_path / "m.chrono"
    first, free = next(pair for pair in seen["parts"] if all(pair) and pair[0] != "body")
    last = next(part for _, part in seen["parts"] if part not in ("", free, "body"))
    assert main(["generate", str(kept), "-o", str(tmp_path / "m.glb"), "--save", str(other), "--match",
                 f"{first}={last}", *SHORT]) == 0
    scene, blobs, _ = load(other)
    assert scene.relations[0].matches == (Match(first, last),)
    assert scene.relations[0].timings == typed[0].relations[0].timings
    (observed,) = [event for event in answers(Observe, scene, blobs) if isinstance(event, Observed)]
    assert [first, last] in [list(pair) for pair in observed.relations[0]["parts"]]


@pytest.mark.parametrize(("given", "words"), [
    (("--stagger", "up"), "names no order: 'up'; choose one of list, back, root, tips"),
    (("--stagger", "list:0"), "a share of 0.02 to 1 of the way, such as list:0.5, not '0'"),
    (("--stagger", "list:"), "not ''"),
    (("--part-times", "body"), "is like 'head=0.2..0.8,ease out', not 'body'"),
    (("--part-times", "body=0..1.5"), "'body' go from 0 to 1.5: it goes in 0 to 1"),
    (("--part-times", "body=0.5..0.5"), "for 0.02 at least"),
    (("--part-times", "body=0..1,bounce"), "by 'bounce': choose one of linear, ease, ease in, ease out, overshoot"),
    (("--part-times", "body=0..1", "--part-times", "body=0..0.5"), "names 'body' twice"),
    (("--match", "head"), "is like 'upper leg 2=wing 1', or 'tail=' for what vanishes, not 'head'"),
    (("--match", "body=;body=body"), "names 'body' twice"),
    (("--match", "paw=body"), "lets 'paw' become 'body', and no morph here has both: choose one of body"),
    (("--match", "body=paw 2"), "lets 'body' become 'paw 2'"),
    (("--part-times", "paw=0..1"), "names 'paw', which nothing here has: choose one of body, "),
    (("--part-times", "+foot=0..1"), "names '+foot', which nothing here has"),
])
def test_wrong_words_are_refused(given, words, tmp_path, capsys):
    assert words in refused(capsys, "generate", PROMPT, "-o", tmp_path / "a.glb", *given)
    assert list(tmp_path.iterdir()) == []


def test_they_are_refused_where_nothing_generated_morphs(tmp_path, capsys):
    out, mesh = ("-o", tmp_path / "a.glb"), tmp_path / "knob.obj"
    assert "--stagger is about morphs, and 'a lamp' has none: say what becomes what" in refused(
        capsys, "generate", "a lamp", *out, "--stagger", "list")
    trimesh.creation.box().export(mesh)
    said = refused(capsys, "render", mesh, "--unit", "m", "--up", "y", "--into", "horse", "-o", tmp_path / "a.png",
                   "--keep-volume", "--part-times", "head=0..0.5")
    assert "--keep-volume is about morphs of what is generated: an imported surface is not resized" in said
    assert list(tmp_path.iterdir()) == [mesh]


def test_a_meshs_parts_are_staggered_too(tmp_path):
    mesh, kept = tmp_path / "knob.obj", tmp_path / "a.chrono"
    pin = trimesh.creation.capsule(0.6, 0.1).apply_translation((0.0, 0.0, 0.2))
    knob = trimesh.util.concatenate([trimesh.creation.icosphere(2, 0.3), pin])
    knob.export(mesh)
    assert main(["generate", str(mesh), "--unit", "m", "--up", "y", "--into", "horse", "-o", str(tmp_path / "a.json"),
                 "--save", str(kept), "--stagger", "root", "--seconds", "2", "--fps", "4", "--quiet"]) == 0
    (relation,) = load(kept)[0].relations
    starts = [timing.start for timing in relation.timings]
    assert len(starts) > 2
    assert min(starts) == 0.0
    assert max(starts) > 0.3
