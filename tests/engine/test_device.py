"""Devices are found, named and, when they fail, reported by stage."""

import pytest
import torch

from engine.device import DEVICES, DeviceError, describe, resolve, stage


def test_the_cpu_is_always_there() -> None:
    assert resolve("cpu") == (torch.device("cpu"), torch.float32)
    assert resolve("auto")[0].type in DEVICES
    assert describe("cpu")["device"] == "cpu"
    assert describe("cpu")["note"] == ""


def test_unknown_and_absent_devices_are_refused() -> None:
    with pytest.raises(DeviceError, match="abacus"):
        resolve("abacus")
    if not torch.cuda.is_available():
        with pytest.raises(DeviceError, match="no cuda device"):
            resolve("cuda")
        assert "no cuda device" in describe("cuda")["problem"]


@pytest.mark.parametrize("error", [
    torch.OutOfMemoryError("CUDA out of memory"),
    torch.AcceleratorError("CUDA error: an illegal memory access was encountered"),
    RuntimeError("CUDA error: device-side assert triggered"),
])
def test_a_cuda_error_becomes_one_sentence(error: RuntimeError) -> None:
    with pytest.raises(DeviceError, match="^generation: .*cuda device") as caught, stage("generation",
                                                                                         torch.device("cuda")):
        raise error
    assert caught.value.__cause__ is error
    assert "\n" not in str(caught.value)


def test_plain_errors_pass_through() -> None:
    with pytest.raises(ValueError, match="bad"), stage("generation", torch.device("cuda")):
        raise ValueError("bad")
    with pytest.raises(RuntimeError, match="shape") as caught, stage("generation", torch.device("cpu")):
        raise RuntimeError("shape mismatch")
    assert not isinstance(caught.value, DeviceError)
