"""What is measured: pieces, counts, colours, the judge, and rows that say what they mean."""

from pathlib import Path

import numpy as np
import pytest
import torch

from engine.form.parts import Slot, encode, expand
from engine.generation.generator import Generator
from engine.paths import assets
from engine.training import judge as judging
from engine.training.data import gathered
from engine.training.evaluate import full, locked_change, rows
from engine.training.readings import piece_count, reading
from engine.vocabulary.categories import CATEGORIES
from engine.vocabulary.slots import SLOT

ROOT = Slot(0, size=(0.3, 0.1, 0.3))


def leg(y: float) -> Slot:
    return Slot(SLOT["upper leg"], parent=0, symmetry="quad", attach=(0.5, y, 0.5), anchor=(0.0, 1.0, 0.0),
                size=(0.04, 0.2, 0.04), colour=(1.0, 0.0, 0.0))


def test_pieces_are_counted_before_and_after_settling() -> None:
    tokens = encode([ROOT, leg(-4.0)])
    assert piece_count(expand(tokens, settled=False)) == 5
    assert piece_count(expand(tokens)) == 1
    assert piece_count(expand(encode([ROOT]))) == 1


def test_a_reading_counts_copies_and_sees_colours() -> None:
    seen = reading(encode([ROOT, leg(-0.5)]), np.random.default_rng(0))
    assert seen.counts[SLOT["body"]] == 1
    assert seen.counts[SLOT["upper leg"]] == 4
    assert np.allclose(seen.colours[SLOT["upper leg"]], (1.0, 0.0, 0.0))
    assert np.isnan(seen.colours[SLOT["tail"]]).all()
    assert seen.height == pytest.approx(0.1 + 0.4 + 0.06, abs=0.06)
    assert (seen.pieces_raw, seen.pieces) == (1, 1)
    assert np.linalg.norm(seen.cloud, axis=1).mean() == pytest.approx(1.0, abs=1e-5)


def test_the_shipped_judge_knows_the_grammar() -> None:
    judge, batch, dice = judging.load(assets() / "models" / judging.FILE), gathered(123, 96), np.random.default_rng(0)
    clouds = np.stack([judging.cloud(expand(tokens), dice) for tokens in batch.tokens])
    assert (judge.names(clouds) == batch.category).mean() >= 0.9


def test_a_judge_is_kept_and_found_again(tmp_path: Path) -> None:
    torch.manual_seed(0)
    judge = judging.Judge(len(CATEGORIES)).eval()
    judging.save(judge, tmp_path / "judge.safetensors")
    clouds = np.random.default_rng(0).normal(size=(5, 64, 3)).astype(np.float32)
    again = judging.load(tmp_path / "judge.safetensors")
    assert np.array_equal(judge.names(clouds), again.names(clouds))
    with pytest.raises(judging.JudgeError, match="missing"):
        judging.load(tmp_path / "other.safetensors")


@pytest.fixture(scope="module")
def shipped() -> Generator:
    return Generator(device="cpu")


def test_rows_stand_beside_the_grammar(shipped: Generator) -> None:
    table = {row["name"]: row for row in rows(count=6, generator=shipped)}
    assert table["change of locked parts"]["value"] == 0.0
    assert table["change of locked parts"]["holds"] is True
    for name in ("category accuracy", "counts exact", "in one piece", "height correlation", "colour error"):
        row = table[name]
        assert set(row) == {"name", "value", "unit", "bar", "holds", "n", "baseline"}
        assert np.isfinite([row["value"], row["baseline"]]).all()
        assert row["holds"] is not None
    assert table["category accuracy"]["baseline"] >= 0.8
    assert table["all decided parts exact"]["baseline"] == 1.0
    assert table["sampling one object"]["holds"] is None


def test_locked_parts_do_not_move_at_all(shipped: Generator) -> None:
    assert locked_change(shipped, gathered(9, 2), 0, 0) == 0.0


def test_the_shipped_weights_draw_what_is_asked(shipped: Generator) -> None:
    """Every category once, its whole condition said: the judge names nearly all of them."""
    judge, dice = judging.load(assets() / "models" / judging.FILE), np.random.default_rng(0)
    batch = gathered(321, 24)
    clouds = np.stack([judging.cloud(expand(shipped.sample(full(batch, i), seed=i)), dice) for i in range(24)])
    assert (judge.names(clouds) == batch.category).mean() >= 0.85
