"""Together: several processes that train one network.

In     gradients of this process; how far it is.
Out    the mean of all processes' gradients; how far the furthest is; the device of this process.
Raises what torch.distributed raises.   Knows nothing of networks.

A launcher sets RANK, LOCAL_RANK, WORLD_SIZE and where to meet (accelerate launch, torchrun); without one there is one
process.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

import torch
from torch import distributed


def rank() -> int:
    return int(os.environ.get("RANK", "0"))


def processes() -> int:
    return int(os.environ.get("WORLD_SIZE", "1"))


def own(device: torch.device) -> torch.device:
    """This process's of several devices of that type."""
    return torch.device("cuda", int(os.environ.get("LOCAL_RANK", "0"))) if device.type == "cuda" else device


@contextmanager
def gathering(device: torch.device) -> Iterator[None]:
    """The group of all processes, for as long as the training runs."""
    if processes() == 1:
        yield
        return
    distributed.init_process_group("nccl" if device.type == "cuda" else "gloo")
    try:
        yield
    finally:
        distributed.destroy_process_group()


def furthest(share: float, device: torch.device) -> float:
    """The largest share of all processes, so that all end at the same step."""
    if processes() == 1:
        return share
    largest = torch.tensor(share, dtype=torch.float64, device=device)
    distributed.all_reduce(largest, op=distributed.ReduceOp.MAX)
    return float(largest)


def together(parameters: list[torch.Tensor]) -> None:
    """Replace every gradient by its mean over the processes."""
    if processes() == 1:
        return
    grads = [p.grad for p in parameters if p.grad is not None]
    flat = torch.cat([g.reshape(-1) for g in grads])
    distributed.all_reduce(flat)
    flat /= processes()
    start = 0
    for grad in grads:
        grad.copy_(flat[start:start + grad.numel()].view_as(grad))
        start += grad.numel()
