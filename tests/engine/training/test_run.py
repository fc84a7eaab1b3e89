"""A training run: the stream of samples, an interruption that leaves no trace, the weights that come out."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from scipy.spatial import KDTree

from engine.conditioning.condition import of_values
from engine.generation.generator import Generator
from engine.training import checkpoint
from engine.training.checkpoint import NAME
from engine.training.data import Stream, revision, twins
from engine.training.export import export
from engine.training.train import LOG, PLANS, Plan, Run, one_quick_thread, train
from engine.vocabulary.attributes import ATTRIBUTES, GROUPS
from engine.vocabulary.categories import CATEGORIES

SMALL = Plan(batch=8, fresh=4, pairs=2, warm=2, normal_samples=64, effect_twins=1,
             network={"width": 32, "depth": 1, "heads": 2, "condition_width": 16, "rank": 8})


def test_the_stream_holds_the_samples_of_its_seed_whenever_it_starts_and_however_many_draw() -> None:
    with Stream(5, batch=8, fresh=4, pairs=2, window=32) as stream:
        steps = [stream.step(number) for number in range(20)]
    known = np.concatenate([twins(5, index)[3] for index in range((8 * 8 + 19 * 4) // 2)])
    for number, batch in enumerate(steps):
        low = max(0, 64 + number * 4 - 32)
        for tokens in batch.tokens:
            places = np.flatnonzero((known == tokens).all((1, 2)))
            assert ((places >= low) & (places < 64 + number * 4)).any()
    with Stream(5, batch=8, fresh=4, pairs=2, window=32, first_step=19, drawers=3) as later:
        again = later.step(19)
    assert again.tokens.tobytes() == steps[19].tokens.tobytes()
    assert again.values.tobytes() == steps[19].values.tobytes()


def test_twins_differ_in_one_thing_that_is_said() -> None:
    with Stream(6, batch=12, fresh=4, pairs=5, window=64) as stream:
        batch = stream.step(3)
    assert len(batch.changed) == 5
    for first, changed in zip(range(2, 12, 2), batch.changed):
        assert batch.category[first] == batch.category[first + 1]
        assert batch.verb[first] == batch.verb[first + 1]
        different = np.flatnonzero(batch.values[first] != batch.values[first + 1])
        assert set(different) <= set(GROUPS[changed][1])
        row = list(CATEGORIES.values())[batch.category[first]]
        assert GROUPS[changed][0] not in ATTRIBUTES or any(a.key == GROUPS[changed][0] for a in row.attributes)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("whole")
    facts = train(out, steps=6, device="cpu", plan=SMALL)
    assert facts["steps"] == 6
    assert facts["core_hours"] > 0
    assert Generator(out, device="cpu").revision == facts["revision"]
    return out


def test_training_leaves_the_processor_as_it_was(whole: Path) -> None:
    """Without denormal numbers, building this tree would not end."""
    assert np.float64(5e-324) * np.ones(1) > 0
    assert KDTree(np.zeros((400, 3)) + np.eye(3)[np.arange(400) % 3]).n == 400


def test_an_interrupted_run_ends_as_the_whole_one(whole: Path, tmp_path: Path) -> None:
    run = Run(SMALL, 0, torch.device("cpu"), None)
    with one_quick_thread(), Stream(0, batch=SMALL.batch, fresh=SMALL.fresh, pairs=SMALL.pairs) as stream:
        for number in range(3):
            run.step(stream.step(number), number / 6)
    run.save(tmp_path)
    train(tmp_path, steps=6, resume=tmp_path, device="cpu", plan=Plan())
    first, second = checkpoint.restore(whole), checkpoint.restore(tmp_path / NAME)
    for one, other in zip(first[:2], second[:2]):
        for name, value in one.state_dict().items():
            assert value.numpy().tobytes() == other.state_dict()[name].numpy().tobytes(), name
    assert json.loads((whole / LOG).read_text())["step"] == 6


def test_a_checkpoint_becomes_weights_a_generator_takes(whole: Path, tmp_path: Path) -> None:
    entry = export(whole, tmp_path, rows=[{"name": "category accuracy", "value": 0.5, "unit": "share", "bar": ">= 0.95",
                                           "holds": False, "n": 8, "baseline": 0.99}], remark="A test.")
    generator = Generator(tmp_path, device="cpu")
    assert generator.revision == entry.revision
    assert np.isfinite(generator.sample(of_values(0, 0, {}), seed=1, steps=2)).all()
    card = (tmp_path / entry.id / "README.md").read_text(encoding="utf-8")
    assert revision(0) != revision(1)
    for words in (entry.revision, revision(0), "6 steps", "category accuracy", "core-hours", "A test.", "0.99"):
        assert words in card
    again = export(whole, tmp_path)
    assert again == entry


def test_what_is_no_checkpoint_and_what_is_no_budget_are_refused(tmp_path: Path) -> None:
    (tmp_path / NAME).write_bytes(b"not weights")
    with pytest.raises(checkpoint.CheckpointError, match="not a training checkpoint"):
        checkpoint.restore(tmp_path / NAME)
    with pytest.raises(checkpoint.CheckpointError):
        checkpoint.restore(tmp_path / "nowhere.safetensors")
    budgets: tuple[dict[str, Any], ...] = ({}, {"steps": 0}, {"minutes": -1.0}, {"steps": 3, "minutes": 1.0})
    for budget in budgets:
        with pytest.raises(ValueError, match="budget"):
            train(tmp_path, **budget)
    for batch in (0, -8, 12):
        with pytest.raises(ValueError, match="multiple of 8"):
            Plan().of(batch)


def test_the_large_size_takes_a_few_steps_here_too() -> None:
    plan = replace(PLANS["large"], batch=4, fresh=4, pairs=1, normal_samples=16, effect_twins=0)
    run = Run(plan, 0, torch.device("cpu"), None)
    before = run.network.leave.weight.detach().clone()
    assert sum(p.numel() for p in run.network.parameters()) > 40e6
    with one_quick_thread(), Stream(0, batch=4, fresh=4, pairs=1) as stream:
        losses = [run.step(stream.step(number), 0.0) for number in range(3)]
    assert np.isfinite(losses).all()
    assert not torch.equal(run.network.leave.weight, before)
