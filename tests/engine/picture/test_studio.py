"""The picture: what is on the card equals the reference, what is drawn is where it should be."""

from dataclasses import replace
from io import BytesIO

import numpy as np
import pytest
from moving_clips import ball, clip, creature, table
from PIL import Image

from engine.bake.clip import Material, Texture
from engine.bake.evaluate import evaluate
from engine.picture.camera import Camera
from engine.picture.context import GL, offscreen
from engine.picture.pose import PictureError, Player
from engine.picture.studio import Studio
from engine.picture.targets import Target

CAMERA = Camera(yaw=0.3, pitch=0.25, distance=4.5, target=(0.0, 0.8, 0.0))


@pytest.fixture(scope="module")
def studio():
    studio = Studio((160, 120))
    yield studio
    studio.delete()


def posed(studio, name):
    """What transform feedback left on the card: positions, normals, tints, object frame."""
    model = studio._nodes[name].model
    with offscreen():
        GL.glBindBuffer(GL.GL_ARRAY_BUFFER, model._posed)
        raw = GL.glGetBufferSubData(GL.GL_ARRAY_BUFFER, 0, 36 * len(model.clip.positions))
    return np.split(np.asarray(raw).view(np.float32).reshape(-1, 9), 3, axis=1)


def test_card_agrees_with_reference(studio):
    made = creature(swing=0.5, swell=0.2)
    studio.set_clips({"creature": made})
    for time in (0.0, 0.31, 1.17, 2.0):
        studio.draw(time, CAMERA)
        positions, normals, _ = posed(studio, "creature")
        expected, expected_normals, _ = evaluate(made, time)
        np.testing.assert_allclose(positions, expected, atol=2e-6)
        np.testing.assert_allclose(normals, expected_normals, atol=2e-5)


def test_unlit_shows_the_palette_exactly(studio):
    studio.set_clips({"ball": ball((200, 90, 30), turns=16)})
    picture = studio.draw(0.0, CAMERA.frame(*studio.bounds()), mode="unlit", quality="fine", samples=2)
    np.testing.assert_array_equal(picture[60, 80], (200, 90, 30, 255))


def test_a_picture_that_is_moved_turned_and_scaled_is_shown_as_uvs_that_are(studio):
    colours = BytesIO()
    Image.fromarray(np.random.default_rng(0).integers(0, 256, (8, 8, 3), np.uint8)).save(colours, "PNG")
    plain = ball((255, 255, 255), turns=16)
    texture = Texture(0, chart=(0.1, 0.2, 0.4, 2.0, 3.0))
    moved = replace(plain, images=(np.frombuffer(colours.getvalue(), np.uint8),),
                    materials=(Material("a", len(plain.faces), colour_texture=texture),))
    uvs = plain.positions[:, :2].astype(np.float32)
    baked = replace(moved, uvs=texture.placed(uvs).astype(np.float32), materials=(
        Material("a", len(plain.faces), colour_texture=Texture(0)),))
    seen = []
    for one in (replace(moved, uvs=uvs), baked, replace(baked, uvs=uvs)):
        studio.set_clips({"ball": one})
        seen.append(studio.draw(0.0, CAMERA.frame(*studio.bounds()), mode="unlit", quality="fine", samples=2)[..., :3])
    assert np.abs(seen[0].astype(int) - seen[1]).mean() < 0.2
    assert np.abs(seen[0].astype(int) - seen[2]).mean() > 5.0


def test_same_inputs_give_the_same_bytes(studio):
    studio.set_clips({"creature": creature(swing=0.5), "table": table(path=lambda t: (1.4, 0.0, 0.0))})
    first = [studio.draw(0.4, CAMERA), studio.draw(0.4, CAMERA, quality="fine", samples=3)]
    studio.draw(1.1, CAMERA.orbit(1.0, 0.2), mode="parts")
    again = [studio.draw(0.4, CAMERA), studio.draw(0.4, CAMERA, quality="fine", samples=3)]
    for a, b in zip(first, again):
        np.testing.assert_array_equal(a, b)


def test_refining_ends_as_the_fine_picture(studio):
    studio.set_clips({"creature": creature()})
    fine = studio.draw(0.0, CAMERA, quality="fine", samples=4)
    studio.draw(0.1, CAMERA, quality="fine", samples=1)
    assert [studio.refine(0.0, CAMERA, samples=4) for _ in range(5)] == [1, 2, 3, 4, 4]
    np.testing.assert_array_equal(fine, studio.draw(0.0, CAMERA, quality="fine", samples=4))


def test_pick_finds_node_part_and_point(studio):
    studio.set_clips({"creature": creature(), "ball": ball(path=lambda t: (-1.2, 0.0, 0.0))})
    studio.draw(0.0, CAMERA)
    x, y, _ = CAMERA.project(np.array([0.0, 0.5, 0.4]), studio.size)
    picked = studio.pick(x, y)
    assert (picked.node, picked.part) == ("creature", 0)
    assert abs(np.linalg.norm((picked.point - (0.0, 0.5, 0.0)) / (0.42, 0.5, 0.40)) - 1) < 0.15
    x, y, _ = CAMERA.project(np.array([-1.2, 0.22, 0.0]), studio.size)
    assert studio.pick(x, y).node == "ball"
    assert studio.pick(1, 1) is None


def test_new_curves_upload_no_mesh(studio):
    made = creature(path=lambda t: (t, 0.0, 0.0))
    studio.set_clips({"creature": made})
    before = studio._nodes["creature"].model
    studio.set_clips({"creature": replace(made, place_translation=made.place_translation + (0.0, 0.0, 1.0))})
    assert studio._nodes["creature"].model is before
    np.testing.assert_allclose(studio.place("creature", 1.0)[:3, 3], (1.0, 0.0, 1.0))


def test_a_hidden_object_is_not_drawn(studio):
    made = ball()
    studio.set_clips({"ball": replace(made, place_scale=np.zeros((1, 3)))})
    hidden = studio.draw(0.0, CAMERA)
    studio.set_clips({})
    np.testing.assert_array_equal(hidden, studio.draw(0.0, CAMERA))


def test_an_object_throws_a_shadow_on_the_floor(studio):
    studio.set_clips({"ball": ball(radius=0.4, path=lambda t: (0.0, 0.6, 0.0))})
    camera = Camera(yaw=0.0, pitch=1.2, distance=5.0, target=(0.0, 0.0, 0.0))
    lit = studio.draw(0.0, camera).astype(int)
    towards = np.array(studio.look.boxes[0].towards) / np.linalg.norm(studio.look.boxes[0].towards)
    fallen = np.array([0.0, 1.0, 0.0]) - towards / towards[1]
    x, y, _ = camera.project(fallen, studio.size)
    mirrored, _, _ = camera.project(fallen * (-1, 1, 1), studio.size)
    assert lit[int(y), int(x), :3].sum() < 0.75 * lit[int(y), int(mirrored), :3].sum()


def test_outline_is_drawn_round_the_selected_only(studio):
    studio.set_clips({"ball": ball(radius=0.5), "other": ball(radius=0.2, path=lambda t: (1.3, 0.0, 0.0))})
    plain, chosen = studio.draw(0.0, CAMERA), studio.draw(0.0, CAMERA, selection=["ball"])
    changed = np.argwhere((plain != chosen).any(-1))[:, ::-1]
    centre = CAMERA.project(np.array([0.0, 0.5, 0.0]), studio.size)[:2]
    far = np.linalg.norm(changed - centre, axis=1)
    assert len(changed) > 40
    assert np.ptp(far) < 0.3 * far.mean()


@pytest.mark.parametrize("mode", ["studio", "solid", "wire", "parts", "skin", "unlit"])
def test_every_mode_shows_the_object(studio, mode):
    studio.set_clips({"ball": ball(radius=0.5)})
    with_it = studio.draw(0.0, CAMERA, mode=mode)
    studio.set_clips({})
    assert (with_it != studio.draw(0.0, CAMERA, mode=mode)).any(-1).mean() > 0.03


def test_refusals_name_what_is_wrong(studio):
    with pytest.raises(PictureError, match="'cartoon'.*studio"):
        studio.draw(0.0, CAMERA, mode="cartoon")
    made = ball()
    with pytest.raises(PictureError, match="'ball' has 300 joints"):
        Player(replace(made, bind=np.tile(np.eye(4), (300, 1, 1))))


def test_a_face_between_two_parts_blends_their_colours_and_no_others(studio):
    pieces = [((x, 0.0, 0.0), (0.05,) * 3, (0.0, 0.0), 0.0, colour, (0.5, 0.0, 0.0))
              for x, colour in ((-1.0, (255, 0, 0)), (0.0, (0, 255, 0)), (1.0, (0, 0, 255)))]
    made = clip("bridge", pieces, turns=8)
    left, right = np.flatnonzero(made.part == 0), np.flatnonzero(made.part == 2)
    high = [max(side, key=lambda v: made.positions[v, 1]) for side in (left, right)]
    low = min(left, key=lambda v: made.positions[v, 1])
    bridge = replace(made, faces=np.array([[low, high[1], high[0]], [low, high[0], high[1]]], np.uint32))
    studio.set_clips({"bridge": bridge})
    camera = Camera(yaw=0.0, pitch=0.0, distance=1.0, target=(-0.6, 0.02, 0.0))
    middle = studio.draw(0.0, camera, mode="unlit")[60, 80].astype(int)
    assert middle[1] < 30
    assert middle[0] > 60
    assert middle[2] > 60


def test_a_frame_in_a_hurry_is_the_same_picture_of_fewer_pixels(studio):
    studio.set_clips({"creature": creature()})
    with offscreen():
        target = Target("rgba8", depth=True).fit(*studio.size)
        studio.draw(0.0, CAMERA, framebuffer=target.id)
        whole = target.read().astype(float)
        studio.draw(0.0, CAMERA, framebuffer=target.id, share=0.5)
        small = target.read().astype(float)
        studio.draw(0.0, CAMERA, framebuffer=target.id)
        again = target.read().astype(float)
        target.delete()
    assert 0.0 < np.abs(whole - small).mean() < 4.0
    np.testing.assert_array_equal(whole, again)
    assert studio.size == (160, 120)


def test_one_sees_through_glass_and_picks_it(studio):
    made = ball((0, 0, 255), (0.1, 0.0, 0.0), radius=0.5)
    glass = replace(made, palette=np.array([[[0, 0, 255, 80]]], np.uint8))
    behind = ball((255, 0, 0), radius=0.5, path=lambda t: (0.0, 0.0, -1.4))
    camera = Camera(yaw=0.0, pitch=0.0, distance=4.0, target=(0.0, 0.5, 0.0))
    for quality in ("fast", "fine"):
        red = []
        for front in (made, glass):
            studio.set_clips({"front": front, "behind": behind})
            red.append(int(studio.draw(0.0, camera, quality=quality, mode="unlit")[60, 80, 0]))
        assert red[0] < 10
        assert red[1] > 80
    assert studio.pick(80, 60).node == "front"
    first = studio.draw(0.0, camera)
    np.testing.assert_array_equal(first, studio.draw(0.0, camera))
