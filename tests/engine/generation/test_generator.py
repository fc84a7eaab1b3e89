"""The generator from a packed file to tokens: same bytes, real weights, honest refusals."""

import json
from pathlib import Path

import numpy as np
import pytest
import torch
from small_models import ship, small_network

from engine.conditioning.condition import nothing, of_values
from engine.device import DeviceError
from engine.form.parts import read
from engine.generation.denoiser import Denoiser
from engine.generation.generator import Generator
from engine.generation.weights import WeightsError, load, pack, words
from engine.vocabulary.slots import SLOT_COUNT, TOKEN_WIDTH

WISH = of_values(0, 0, {"height": 0.5, "main r": 1.0})


@pytest.fixture(scope="module")
def network() -> Denoiser:
    return small_network()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, network: Denoiser) -> Path:
    return ship(tmp_path_factory.mktemp("models"), network)


@pytest.fixture(scope="module")
def generator(folder: Path) -> Generator:
    return Generator(folder, device="cpu")


def test_the_same_seed_gives_the_same_bytes(folder: Path, generator: Generator) -> None:
    first = generator.sample(WISH, seed=7)
    generator.sample(nothing(), seed=8)
    assert first.dtype == np.float32
    assert first.shape == (SLOT_COUNT, TOKEN_WIDTH)
    assert first.tobytes() == generator.sample(WISH, seed=7).tobytes()
    assert first.tobytes() == Generator(folder, device="cpu").sample(WISH, seed=7).tobytes()
    assert first.tobytes() != generator.sample(WISH, seed=9).tobytes()
    assert read(first)


def test_threads_do_not_change_the_bits(generator: Generator) -> None:
    before = torch.get_num_threads()
    one = generator.sample(WISH, seed=7)
    torch.set_num_threads(2)
    try:
        assert one.tobytes() == generator.sample(WISH, seed=7).tobytes()
        assert torch.get_num_threads() == 2
    finally:
        torch.set_num_threads(before)


@pytest.mark.skipif(not torch.cuda.is_available(), reason="this machine has no GPU")
def test_a_gpu_gives_the_same_objects_up_to_rounding(folder: Path, generator: Generator) -> None:
    there = Generator(folder, device="cuda")
    for seed in range(8):
        assert np.abs(there.sample(WISH, seed=seed) - generator.sample(WISH, seed=seed)).max() < 5e-5
    assert there.sample(WISH, seed=7).tobytes() == there.sample(WISH, seed=7).tobytes()


def test_many_at_once_are_what_each_is_alone_up_to_rounding(generator: Generator) -> None:
    wishes = [WISH, nothing(), of_values(3, 0, {"count": -1.0}), of_values(9, 1, {"accent g": 1.0})]
    together = generator.batch(wishes, [7, 8, 9, 10.5], steps=3)
    for made, wish, seed in zip(together, wishes, [7, 8, 9, 10.5]):
        np.testing.assert_allclose(made, generator.sample(wish, seed=seed, steps=3), atol=2e-4)
    with pytest.raises(ValueError, match="shorter"):
        generator.batch(wishes, [7])
    with pytest.raises(ValueError, match="seed must be"):
        generator.batch([WISH], [-1])


def test_zeroed_weights_change_the_result(tmp_path: Path, network: Denoiser, generator: Generator) -> None:
    zeroed = Denoiser(**words(), width=32, depth=1, heads=2, condition_width=16)
    for parameter in zeroed.parameters():
        torch.nn.init.zeros_(parameter)
    blank = Generator(ship(tmp_path, zeroed), device="cpu")
    assert blank.revision != generator.revision
    assert np.abs(blank.sample(WISH, seed=7) - generator.sample(WISH, seed=7)).max() > 0.1


def test_locked_parts_come_back_untouched_and_steer_the_rest(generator: Generator) -> None:
    kept = generator.sample(WISH, seed=7)
    kept[3] = np.linspace(-1.0, 1.0, TOKEN_WIDTH)
    which = np.zeros(SLOT_COUNT, bool)
    which[[0, 3]] = True
    drawn = generator.sample(WISH, seed=11, locked=(which, kept))
    assert drawn[which].tobytes() == kept[which].tobytes()
    free = generator.sample(WISH, seed=11)
    assert np.abs(drawn[~which] - free[~which]).max() > 0.0


def test_progress_is_told_and_an_error_there_stops(generator: Generator) -> None:
    seen: list[tuple[int, int]] = []
    generator.sample(WISH, seed=1, steps=4, on_step=lambda done, steps: seen.append((done, steps)))
    assert seen == [(1, 4), (2, 4), (3, 4), (4, 4)]

    def stop(done: int, steps: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        generator.sample(WISH, seed=1, on_step=stop)


@pytest.mark.parametrize(("wish", "words_of_it"), [
    ({"seed": -1}, "-1"), ({"seed": 0, "steps": 0}, "0"), ({"seed": 0, "guidance": float("nan")}, "nan"),
    ({"seed": 0, "locked": (np.zeros(3, bool), np.zeros((3, 4)))}, "locked"),
])
def test_requests_that_make_no_sense_are_refused(generator: Generator, wish: dict, words_of_it: str) -> None:
    with pytest.raises(ValueError, match=words_of_it):
        generator.sample(WISH, **wish)


def test_a_device_error_names_the_stage(generator: Generator) -> None:
    def fail(done: int, steps: int) -> None:
        raise torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 2.00 GiB")

    with pytest.raises(DeviceError, match="generation.*out of memory"):
        generator.sample(WISH, seed=1, on_step=fail)


def test_altered_or_missing_weights_are_refused(tmp_path: Path, network: Denoiser) -> None:
    root = ship(tmp_path, network)
    file = root / "tiny.safetensors"
    data = bytearray(file.read_bytes())
    data[-1] ^= 1
    file.write_bytes(bytes(data))
    with pytest.raises(WeightsError, match="altered"):
        load(root=root)
    file.unlink()
    with pytest.raises(WeightsError, match="missing"):
        load(root=root)
    with pytest.raises(WeightsError, match="no model 'other'"):
        load("other", root=root)
    (root / "registry.json").write_text("{", encoding="utf-8")
    with pytest.raises(WeightsError, match="cannot be read"):
        load(root=root)
    (root / "registry.json").unlink()
    with pytest.raises(WeightsError, match="no model registry"):
        load(root=root)


def test_weights_for_other_words_are_refused(tmp_path: Path) -> None:
    other = Denoiser(["gryphon"], words()["verbs"], words()["values"], width=32, depth=1, heads=2, condition_width=16)
    with pytest.raises(WeightsError, match="categories"):
        load(root=ship(tmp_path, other))


def test_weights_for_fewer_categories_still_serve(tmp_path: Path) -> None:
    fewer = Denoiser(words()["categories"][:2], words()["verbs"], words()["values"], width=32, depth=1, heads=2,
                     condition_width=16)
    generator = Generator(ship(tmp_path, fewer), device="cpu")
    assert np.isfinite(generator.sample(WISH, seed=1)).all()
    with pytest.raises(ValueError, match="have not learned"):
        generator.sample(of_values(2, 0, {}), seed=1)


def test_the_weights_file_describes_itself(folder: Path, network: Denoiser) -> None:
    again, revision = load(root=folder)
    assert json.loads((folder / "registry.json").read_text())["default"] == "tiny"
    assert revision.startswith("tiny.")
    assert pack(again) == pack(network)
