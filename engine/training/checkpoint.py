"""Checkpoint: everything a training run needs to go on, in one safetensors file.

In     network, its running mean, optimiser, and the run's plain facts.   Out   a file; and back.
Raises CheckpointError for a file that is not one.
Knows nothing of data or losses.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file

from engine.generation.denoiser import Denoiser
from engine.generation.weights import plain_config

NAME = "checkpoint.safetensors"
States = dict[str, dict[str, torch.Tensor]]
"""The optimiser's state of each parameter, by its name."""


class CheckpointError(ValueError):
    """The file is not a checkpoint of this program."""


def save(path: Path, network: Denoiser, mean: Denoiser, states: States, facts: dict[str, Any]) -> None:
    """Write beside, then rename: a run that is killed leaves the checkpoint before it."""
    tensors = {f"network.{name}": value for name, value in network.state_dict().items()}
    tensors |= {f"mean.{name}": value for name, value in mean.state_dict().items()}
    for parameter, state in states.items():
        tensors |= {f"optimiser.{parameter}.{name}": value for name, value in state.items()}
    beside = path.with_suffix(".part")
    save_file({name: value.detach().cpu().contiguous() for name, value in tensors.items()}, str(beside),
              {"config": json.dumps(plain_config(network)), "facts": json.dumps(facts)})
    os.replace(beside, path)


def restore(source: Path) -> tuple[Denoiser, Denoiser, States, dict[str, Any]]:
    """Network, running mean, the optimiser's state by parameter, facts; `source` is the file or its folder."""
    path = source / NAME if source.is_dir() else source
    try:
        with safe_open(str(path), "pt") as file:
            metadata = file.metadata() or {}
            config, facts = json.loads(metadata["config"]), json.loads(metadata["facts"])
            tensors = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118 - not a dict
    except (OSError, KeyError, ValueError, SafetensorError) as error:
        raise CheckpointError(f"{path} is not a training checkpoint ({error}): give one that train wrote.") from error
    networks = []
    for prefix in ("network.", "mean."):
        network = Denoiser(**config)
        network.load_state_dict({name.removeprefix(prefix): value for name, value in tensors.items()
                                 if name.startswith(prefix)})
        networks.append(network)
    states: States = {}
    for name, value in tensors.items():
        if name.startswith("optimiser."):
            parameter, _, field = name.removeprefix("optimiser.").rpartition(".")
            states.setdefault(parameter, {})[field] = value
    return networks[0], networks[1], states, facts
