"""The film of motions: a tile for each, in which something moves."""

import numpy as np
from PIL import Image, ImageSequence

from engine.form.styles import STYLES
from engine.generation.generator import Generator
from engine.training.gallery import MORPHS, MOTIONS, gallery, morphs, motions
from engine.vocabulary.categories import CATEGORIES


def test_the_film_shows_every_tile_moving(tmp_path):
    path = tmp_path / "motion.gif"
    counted = motions(Generator(device="cpu"), path, moving=(("mug", "bounce"), ("star", "spin")), size=64, frames=4)
    assert counted == {"objects": 2, "repaired": 0}
    with Image.open(path) as film:
        pictures = [np.asarray(picture.convert("RGB"), float) for picture in ImageSequence.Iterator(film)]
    assert len(pictures) == 4
    for left in (4, 72):
        tiles = [p[4:68, left:left + 64] for p in pictures]
        assert np.abs(tiles[0] - tiles[2]).max() > 40


def test_the_film_of_morphs_goes_there_and_back(tmp_path):
    path = tmp_path / "morph.gif"
    assert morphs(Generator(device="cpu"), path, pairs=(("mug", "vase", "melt"),), size=64, frames=8) == {
        "objects": 2, "repaired": 0}
    with Image.open(path) as film:
        pictures = [np.asarray(picture.convert("RGB"), float) for picture in ImageSequence.Iterator(film)]
    assert len(pictures) == 8
    assert np.abs(pictures[0] - pictures[4]).mean() > 2.0
    assert {style for _, _, style in MORPHS} == set(STYLES)
    assert {key for pair in MORPHS for key in pair[:2]} <= set(CATEGORIES)


def test_the_sheet_shows_each_seed_of_a_category(tmp_path):
    path = tmp_path / "mug.png"
    counted = gallery(Generator(device="cpu"), path, categories=("mug",), seeds=(0, 1), size=64)
    assert counted == {"objects": 2, "repaired": 0}
    with Image.open(path) as picture:
        sheet = np.asarray(picture.convert("RGB"), float)
    assert sheet.shape[1] < 4 * 64
    first, second = sheet[-68:-4, 4:68], sheet[-68:-4, 72:136]
    assert np.ptp(first) > 40
    assert np.abs(first - second).max() > 40


def test_every_motion_is_one_that_the_category_can():
    assert all(verb in CATEGORIES[category].verbs for category, verb in MOTIONS)
