"""Pictures lit by the scene's own lights: as photometry has it, with shadows, and the same fast as fine."""

import numpy as np
import pytest
from moving_clips import ball, table

from engine.picture import frame
from engine.picture.camera import Camera
from engine.picture.lamps import MOST, PER_LUX, Lamp
from engine.picture.look import DARK
from engine.picture.studio import Studio

SIZE = (240, 180)
ABOVE = Camera(yaw=0.0, pitch=1.2, distance=6.0, target=(0.0, 0.0, 0.0), field=0.9)
DOWN = np.stack([[1.0, 0, 0], [0, 0, -1], [0, 1, 0]], 1)           # shines straight down
WHITE = np.ones(3)


@pytest.fixture(scope="module")
def studio():
    studio = Studio(SIZE)
    studio.set_clips({"ball": ball((200, 200, 200), radius=0.3, path=lambda t: (0.0, 0.4, 0.0))})
    yield studio
    studio.delete()


def linear(pixels):
    """The shaders' tone taken back, of grey or coloured pixels."""
    shown = pixels[..., :3].astype(float) / 255.0
    shown = np.where(shown <= 0.04045, shown / 12.92, ((shown + 0.055) / 1.055) ** 2.4)
    return frame._unfilmic(shown) / DARK.exposure


def drawn(studio, lamps, quality="fast"):
    studio.light_by(None if lamps is None else lambda time: lamps)
    return linear(studio.draw(0.0, ABOVE, quality=quality, samples=None if quality == "fast" else 24))


def floor_at(picture, x, z):
    """The mean of some pixels about a place of the floor."""
    column, row, _ = ABOVE.project(np.array([x, 0.0, z]), SIZE)
    spot = picture[int(row) - 2:int(row) + 3, int(column) - 2:int(column) + 3]
    return spot.reshape(-1, 3).mean(0)


def bulb(place=(0.0, 1.6, 0.0), light=12.0 * WHITE, **other):
    return Lamp(**{"place": np.array(place), "turn": np.eye(3), "light": np.asarray(light), "cone": None,
                   "parallel": False, "radius": 0.05} | other)


def sun(turn=DOWN, light=3.0 * WHITE):
    return bulb(turn=turn, light=light, parallel=True)


@pytest.mark.parametrize("quality", ["fast", "fine"])
def test_a_bulb_lights_the_floor_by_the_square_of_its_distance(studio, quality):
    dark = drawn(studio, [], quality)
    lit = drawn(studio, [bulb(place=(-0.9, 1.0, 0.8), light=2.0 * WHITE)], quality) - dark
    near, far = floor_at(lit, -0.9, 0.8).mean(), floor_at(lit, 0.9, 0.8).mean()
    # candela over the distance squared, by the cosine; both are as far from the middle, from where the floor fades
    assert far / near == pytest.approx((1.0 / (1.0 + 1.8**2)) ** 1.5, rel=0.08)
    out = (np.hypot(0.9, 0.8) / studio._stage.pool[1] - 0.12) / 0.86
    there = 1.0 - out * out * (3.0 - 2.0 * out)
    assert near == pytest.approx(np.mean(DARK.floor) * 2.0 * PER_LUX * there, rel=0.1)


def test_lights_add_up(studio):
    dark, one, other = drawn(studio, []), sun(light=0.8 * WHITE), bulb(place=(1.5, 1.2, 0.5), light=3.0 * WHITE)
    both = drawn(studio, [one, other]) - dark
    apart = drawn(studio, [one]) + drawn(studio, [other]) - 2.0 * dark
    for x, z in ((1.0, 1.0), (-1.0, 0.8), (1.5, 0.5)):
        assert floor_at(both, x, z) == pytest.approx(floor_at(apart, x, z), rel=0.08, abs=0.004)


SLANTED = np.stack([[0.0, 0, -1], [-0.6, 0.8, 0], [0.8, 0.6, 0]], 1)


@pytest.mark.parametrize(("lamp", "shadow", "open_place"), [
    (sun(), (0.0, 0.0), (1.2, 0.6)),
    (bulb(place=(1.2, 1.6, 0.0)), (-0.75, 0.0), (1.2, 0.8)),
    (bulb(place=(1.2, 1.6, 0.0), turn=SLANTED, cone=0.7), (-0.75, 0.0), (0.2, 0.8))])
def test_what_stands_before_a_lamp_throws_a_shadow(studio, lamp, shadow, open_place):
    """In the shadow there is no more than the surroundings give, beside it the lamp's light."""
    view = Camera(yaw=0.0, pitch=0.5, distance=6.0, target=(0.0, 0.0, 0.0), field=0.9)
    studio.light_by(lambda time: [lamp])
    lit = linear(studio.draw(0.0, view))
    studio.light_by(lambda time: [])
    dark = linear(studio.draw(0.0, view))

    def at(picture, place):
        column, row, _ = view.project(np.array([place[0], 0.0, place[1]]), SIZE)
        return picture[int(row), int(column)].mean()

    if lamp.parallel:
        shadow = (0.0, 0.28)             # not hidden by the ball itself
    assert at(lit, shadow) - at(dark, shadow) < 0.12 * (at(lit, open_place) - at(dark, open_place))


def test_a_spot_ends_where_its_cone_does(studio):
    dark = drawn(studio, [])
    lit = drawn(studio, [bulb(place=(-1.2, 1.0, 0.8), turn=DOWN, cone=np.arctan(0.6), light=4.0 * WHITE)]) - dark
    assert floor_at(lit, -1.2, 0.8).mean() > 0.05
    assert floor_at(lit, -1.2 + 0.7, 0.8).mean() < 0.004
    assert floor_at(lit, -1.2, 0.8 + 0.35).mean() > 0.02


def test_light_has_its_colour_and_the_studio_comes_back(studio):
    own = drawn(studio, None)
    warm = floor_at(drawn(studio, [sun(light=np.array([3.0, 1.5, 0.3]))]) - drawn(studio, []), 1.2, 0.6)
    assert warm[0] > 1.6 * warm[1] > 4.0 * warm[2]
    assert np.array_equal(drawn(studio, None), own)


def test_fast_and_fine_agree_on_what_is_lit(studio):
    lamps = [sun(light=1.0 * WHITE), bulb(place=(1.5, 1.2, 0.5), light=3.0 * WHITE)]
    fast, fine = drawn(studio, lamps), drawn(studio, lamps, "fine")
    for x, z in ((1.0, 1.0), (-1.2, 0.8), (1.5, 0.5)):
        assert floor_at(fast, x, z) == pytest.approx(floor_at(fine, x, z), rel=0.12)


def test_more_than_can_shine_do_no_harm(studio):
    few = [bulb(place=(0.3 * k - 1.0, 1.2, 0.5), light=0.5 * WHITE) for k in range(MOST)]
    more = [*few, bulb(light=100.0 * WHITE)]
    assert np.array_equal(drawn(studio, more), drawn(studio, few))


def test_a_larger_lamp_has_a_softer_shadow_in_fine_pictures(studio):
    """The edge of a table's shadow: one step of a small lamp, many of a large one."""
    wide = Studio(SIZE)
    wide.set_clips({"table": table()})
    view = Camera(yaw=0.0, pitch=1.45, distance=5.0, target=(0.9, 0.0, 0.0), field=0.9)
    steps = []
    for radius in (0.01, 0.5):
        wide.light_by(lambda time, radius=radius: [bulb(place=(-1.5, 2.2, 0.0), turn=DOWN, radius=radius)])
        row = linear(wide.draw(0.0, view, quality="fine", samples=48))[SIZE[1] // 2].mean(-1)
        columns = [int(view.project(np.array([x, 0.0, 0.0]), SIZE)[0]) for x in (0.75, 2.2)]
        edge = row[columns[0]:columns[1]]
        steps.append(np.diff(edge).max() / np.ptp(edge))
    wide.delete()
    assert steps[0] > 0.5
    assert steps[1] < 0.2


def test_light_from_the_scene_changes_no_other_mode(studio):
    lamps = [sun()]
    for mode in ("solid", "unlit", "parts", "wire"):
        studio.light_by(None)
        before = studio.draw(0.0, ABOVE, mode=mode)
        studio.light_by(lambda time: lamps)
        assert np.array_equal(studio.draw(0.0, ABOVE, mode=mode), before)
