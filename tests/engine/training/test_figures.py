"""What is measured: pieces, counts, colours, the judge, and rows that say what they mean."""

import json
from pathlib import Path

import numpy as np
import pytest
import torch

from engine.form.parts import Slot, encode, expand
from engine.form.surface import surface
from engine.generation.generator import Generator
from engine.paths import assets
from engine.training import judge as judging
from engine.training.data import drawn, gathered
from engine.training.evaluate import rows
from engine.training.grammar import condition, draw
from engine.training.readings import piece_count, reading
from engine.training.table import crossing, fidelity, likeness, mending, partial, sliders, solid
from engine.training.table.bench import NAMES, TRAINED, Bench
from engine.training.table.feet import seam, skate
from engine.training.table.fidelity import nearest, worn
from engine.vocabulary.attributes import ATTRIBUTES, CONDITION_INDEX
from engine.vocabulary.categories import CATEGORIES
from engine.vocabulary.slots import CHANNEL, SLOT
from engine.vocabulary.verbs import VERB_KEYS
from tests.engine.generation.small_models import ship, small_network

STEP = CHANNEL["step"].start - CHANNEL["turn"].start
"""The stride, in a part's motion channels."""
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
def bench(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    """A tiny network of random weights, a judge that has learned nothing."""
    torch.manual_seed(0)
    generator = Generator(ship(tmp_path_factory.mktemp("models"), small_network()), device="cpu")
    return Bench(generator, judging.Judge(len(CATEGORIES)).eval(), count=6, trained=300)


class Grammar(Generator):
    """A generator that answers with what the grammar drew: the table's own ceiling."""

    def __init__(self, tokens: np.ndarray) -> None:
        self.tokens = tokens

    def sample(self, condition, *, seed, **steering) -> np.ndarray:
        return self.tokens[int(seed)]


@pytest.fixture(scope="module")
def perfect() -> Bench:
    bench = Bench(Grammar(np.zeros(0)), judging.Judge(len(CATEGORIES)).eval(), count=8, trained=300)
    bench.generator = Grammar(bench.asked.tokens)
    return bench


def figures(rows: list[dict]) -> dict[str, dict]:
    for row in rows:
        assert {"name", "value", "unit", "bar", "holds", "n", "baseline"} <= set(row)
        assert np.isfinite(row["value"])
        assert row["holds"] is (None if row["bar"] is None else row["holds"])
    json.dumps(rows, allow_nan=False)
    return {row["name"]: row for row in rows}


def test_an_answer_that_is_the_truth_is_faithful(perfect: Bench) -> None:
    table = figures(fidelity.rows(perfect))
    assert table["counts exact"]["value"] == table["counts exact"]["baseline"] == 1.0
    assert table["colour error"]["value"] == 0.0
    assert table["height correlation"]["value"] == pytest.approx(1.0)
    assert table[f"named colour read back, of {len(NAMES)} names"]["value"] >= 0.75     # a thin spotted wing may differ
    assert table["colour error"]["retrieval"] > 0.05
    solidity = figures(solid.rows(perfect))
    assert all(row["value"] == 1.0 and row["holds"] for row in solidity.values())
    moves = figures(solid.moving(perfect))
    assert moves["gap where the loop closes"]["holds"] is True
    assert moves["slide of planted feet, share of the stride"]["value"] <= 0.05


def test_rows_of_noise_miss_their_bars(bench: Bench) -> None:
    table = figures(fidelity.rows(bench) + partial.locked(bench))
    assert table["change of locked parts"]["value"] == 0.0
    assert table["change of locked parts"]["holds"] is True
    for name in ("counts exact", "colour error"):
        assert table[name]["holds"] is False
        assert np.isfinite(table[name]["regression"])


def test_named_colours_are_asked_for_and_the_rest_is_held_out(bench: Bench) -> None:
    main = CONDITION_INDEX["main r"]
    for index in range(0, bench.count, 2):
        asked = (bench.asked.values[index, main:main + 3] + 1.0) / 2.0
        assert nearest(asked, NAMES) == bench.named(index)
    red = encode([ROOT, leg(-0.5)])
    assert np.allclose(worn(red, "upper leg"), (1.0, 0.0, 0.0), atol=0.02)
    assert np.isnan(worn(red, "tail")).all()
    assert nearest(np.full(3, np.nan), NAMES) == ""


def test_retrieval_finds_the_training_sample_of_the_same_condition(bench: Bench) -> None:
    for number in (3, 17, 40):
        category, verb, values, _ = drawn(TRAINED, number)
        assert bench.library.near(category, verb, values)[0] == number


def test_one_nearest_is_a_half_for_one_kind_and_one_for_two() -> None:
    dice = np.random.default_rng(0)
    alike = [dice.normal(size=(64, 3)) for _ in range(80)]
    flat = [cloud * (1.0, 0.05, 1.0) for cloud in alike[40:]]
    assert 0.3 < likeness.one_nearest(alike[:40], alike[40:]) < 0.7
    assert likeness.one_nearest(alike[:40], flat) == 1.0


def test_a_slider_is_read_off_the_parts() -> None:
    category = list(CATEGORIES).index("mug")
    reader = sliders.Reader(category, 0)
    height = ATTRIBUTES.index("height")
    assert height in reader.trusted
    _, verb, values, _ = drawn(5, 0, category)
    rising, drift = sliders.swept(reader, height, values, lambda c: draw(category, verb, c, np.random.default_rng(1)))
    assert rising == 1.0
    assert drift < 0.1
    falling, _ = sliders.swept(reader, height, values, lambda c: draw(
        category, verb, np.where(np.arange(len(c)) == height, -c, c), np.random.default_rng(1)))
    assert falling == 0.0


def test_a_way_without_change_is_even_and_a_jump_is_seen() -> None:
    first, second = gathered(4, 2).tokens
    assert crossing.way([first] * 5) == (1.0, 1.0)
    assert crossing.way([first, first * 1.001, first * 1.002, second])[1] == pytest.approx(2 / 3)


def test_planted_feet_that_are_dragged_are_seen() -> None:
    index = list(CATEGORIES).index("dog")
    _, values = condition(np.random.default_rng(0), index)
    parts = expand(draw(index, VERB_KEYS.index("walk"), values, np.random.default_rng(0)))
    assert skate(parts) <= 0.05
    hurried = parts.motion.copy()
    hurried[parts.slot == SLOT["upper leg"], STEP] *= 2.0
    assert skate(parts.changed(motion=hurried)) > 0.2
    assert seam(parts) == 0.0


def test_a_surface_with_a_hole_is_not_watertight() -> None:
    skin = surface(expand(gathered(4, 1).tokens[0]), cells=32)
    assert solid.watertight(skin.faces)
    assert solid.bodies(skin) == 1
    assert not solid.watertight(skin.faces[1:])


def test_parts_are_displaced_the_same_way_again_and_never_the_root(bench: Bench) -> None:
    tokens = bench.asked.tokens[0]
    hurt = mending.damaged(tokens, bench.dice(6, 0))
    assert hurt.tobytes() == mending.damaged(tokens, bench.dice(6, 0)).tobytes()
    moved = np.flatnonzero((hurt != tokens).any(1))
    assert 1 <= len(moved) <= mending.DISPLACED
    assert 0 not in moved
    way = (hurt - tokens)[moved][:, CHANNEL["attach"]]
    assert np.linalg.norm(way, axis=1) == pytest.approx(mending.REACH, abs=1e-5)
    table = figures(mending.rows(bench))
    assert len(table) == 2


def test_the_table_is_asked_in_parts_tells_how_far_it_is_and_stops(bench: Bench) -> None:
    told: list[tuple[float, str]] = []
    table = figures(rows(count=2, generator=bench.generator, judge=bench.judge, parts=["moving", "speed"],
                         on_progress=lambda share, note: told.append((share, note))))
    assert set(table) == {"slide of planted feet, share of the stride", "gap where the loop closes",
                          "sampling one object"}
    assert [share for share, _ in told] == sorted(share for share, _ in told)
    assert told[0][1].startswith("moving: sampling")
    with pytest.raises(ValueError, match="no part 'taste': choose from fidelity"):
        rows(count=2, generator=bench.generator, judge=bench.judge, parts=["taste"])

    def stop(share: float, note: str) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        rows(count=2, generator=bench.generator, judge=bench.judge, on_progress=stop)
