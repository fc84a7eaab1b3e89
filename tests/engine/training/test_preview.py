"""A contact sheet of the grammar is a picture with the asked rows and columns, and something in every tile."""

import numpy as np
import pytest
from PIL import Image

from engine.training.preview import sheet, tile


def test_a_sheet_has_a_tile_for_every_category_and_seed(tmp_path):
    path = tmp_path / "sheet.png"
    sheet(["mug"], range(2), path, size=72)
    pixels = np.asarray(Image.open(path).convert("RGB"), float)
    assert pixels.shape == (24 + 72 + 8, 2 * 76 + 4, 3)
    left, right = pixels[28:100, 4:76], pixels[28:100, 80:152]
    assert left.std() > 10
    assert right.std() > 10
    assert np.abs(left - right).mean() > 1


def test_the_same_seed_gives_the_same_pixels():
    assert np.array_equal(tile("vase", 3, size=48), tile("vase", 3, size=48))


def test_an_unknown_category_is_refused_before_anything_is_drawn(tmp_path):
    with pytest.raises(ValueError, match="no category 'unicorn': choose one of chair"):
        sheet(["mug", "unicorn"], [0], tmp_path / "x.png")
    assert not list(tmp_path.iterdir())
