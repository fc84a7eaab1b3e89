"""What the first version wrote opens: its tokens keep every number they had, in today's layout."""

from dataclasses import replace

import numpy as np

from engine.document.blobs import Blobs
from engine.document.scene import Generation, Node, Scene
from engine.document.storage import load, packed
from engine.document.upgrade import FIRST_WIDTH, upgraded, widened
from engine.form.parts import read
from engine.vocabulary.slots import CHANNEL, SLOT_COUNT, TOKEN_WIDTH


def old_tokens() -> np.ndarray:
    rng = np.random.default_rng(3)
    tokens = rng.normal(0, 0.3, (SLOT_COUNT, FIRST_WIDTH)).astype(np.float32)
    tokens[:, 0] = np.where(np.arange(SLOT_COUNT) % 5 == 0, 1.0, -1.0)
    tokens[tokens[:, 0] < 0, 1:] = 0.0
    return tokens


def test_an_old_file_opens_with_its_numbers_in_todays_places(tmp_path):
    blobs, tokens = Blobs(), old_tokens()
    node = Node("dog", category="dog", generation=Generation(tokens=blobs.put(tokens), weights="embedded-1.old"))
    path = tmp_path / "old.chrono"
    path.write_bytes(packed(Scene(nodes=(node,)), blobs))
    scene, kept, _ = load(path)
    found = kept.get(scene.nodes[0].generation.tokens)
    assert found.shape == (SLOT_COUNT, TOKEN_WIDTH)
    assert scene.nodes[0].generation == replace(node.generation, tokens=scene.nodes[0].generation.tokens)
    np.testing.assert_array_equal(found[:, 0], tokens[:, 0])
    np.testing.assert_array_equal(found[:, CHANNEL["glow"]], tokens[:, 41:42])
    np.testing.assert_array_equal(found[:, CHANNEL["turn"]], tokens[:, 42:54])
    np.testing.assert_array_equal(found[:, CHANNEL["offset"]], tokens[:, 65:66])
    assert all((slot.material, slot.pattern) == (0, 0) for slot in read(found))
    again = tmp_path / "again.chrono"
    again.write_bytes(packed(scene, kept))
    assert packed(*load(again)[:2]) == again.read_bytes()


def test_what_a_node_is_near_is_upgraded_too():
    blobs = Blobs()
    asked = Generation(tokens=blobs.put(old_tokens()), near=blobs.put(widened(old_tokens()) + 1.0), strength=0.5)
    scene, kept = upgraded(Scene(nodes=(Node("dog", category="dog", generation=asked),)), blobs)
    assert scene.nodes[0].generation.near == asked.near
    assert kept.get(asked.near).tobytes() == blobs.get(asked.near).tobytes()
    assert set(kept) == {scene.nodes[0].generation.tokens, asked.near}


def test_todays_tokens_stay_the_bytes_they_are():
    tokens = widened(old_tokens())
    blobs = Blobs()
    scene = Scene(nodes=(Node("dog", category="dog", generation=Generation(tokens=blobs.put(tokens))),))
    assert upgraded(scene, blobs) == (scene, blobs)
