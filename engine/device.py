"""Device: where torch stages run, and what happens when that fails.

In     "auto", "cuda", "mps" or "cpu".
Out    a torch.device and the dtype the network runs in; facts for the artist.
Raises DeviceError where the device is not there, or when a stage fails on it.
Knows nothing of networks, documents or Qt; imports torch only when asked.

CUDA has been run on an H100: of 128 objects no number of a token was further from the CPU's than 5e-5.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import torch

DEVICES = ("auto", "cuda", "mps", "cpu")
NOTES = {"mps": "Apple GPU: not yet verified"}
"""Said of a device: the code paths exist, nobody has seen them work."""


class DeviceError(RuntimeError):
    """A stage failed on its device; the worker reports it and tries again on the CPU."""


def resolve(asked: str = "auto") -> tuple[torch.device, torch.dtype]:
    """The device and the dtype of the network on it. CUDA is chosen when present, then MPS, then the CPU."""
    import torch

    if asked not in DEVICES:
        raise DeviceError(f"there is no device {asked!r}: choose one of {', '.join(DEVICES)}.")
    present = {"cuda": torch.cuda.is_available(), "mps": torch.backends.mps.is_available(), "cpu": True}
    name = next(name for name in ("cuda", "mps", "cpu") if present[name]) if asked == "auto" else asked
    if not present[name]:
        raise DeviceError(f"this machine has no {name} device that torch can use: choose auto or cpu.")
    return torch.device(name), torch.float32


def describe(asked: str = "auto") -> dict[str, str]:
    """Facts for `info` and the status bar. Never raises: a device that is not there is said to be so."""
    import torch

    try:
        device, dtype = resolve(asked)
    except DeviceError as error:
        return {"device": asked, "dtype": "", "torch": torch.__version__, "note": "", "problem": str(error)}
    facts = {"device": device.type, "dtype": str(dtype).removeprefix("torch."), "torch": torch.__version__,
             "note": NOTES.get(device.type, "")}
    if device.type == "cuda":
        facts["GPU"] = torch.cuda.get_device_name(device)
    return facts


@contextmanager
def stage(name: str, device: torch.device) -> Iterator[None]:
    """Around the work of one stage: what the accelerator raises becomes a DeviceError that names the stage."""
    import torch

    try:
        yield
    except torch.OutOfMemoryError as error:
        raise DeviceError(f"{name}: the {device.type} device ran out of memory.") from error
    except torch.AcceleratorError as error:
        raise DeviceError(f"{name}: the {device.type} device failed ({_first_line(error)}).") from error
    except RuntimeError as error:
        if device.type == "cpu" or isinstance(error, DeviceError):
            raise
        raise DeviceError(f"{name}: failed on the {device.type} device ({_first_line(error)}).") from error


def _first_line(error: BaseException) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0]
