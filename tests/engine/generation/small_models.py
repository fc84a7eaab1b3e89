"""A network of random weights, small enough for tests, and a folder that ships it."""

import hashlib
from pathlib import Path

import torch

from engine.generation.denoiser import Denoiser
from engine.generation.weights import Entry, pack, register, words


def small_network(seed: int = 1) -> Denoiser:
    torch.manual_seed(seed)
    made = Denoiser(**words(), width=32, depth=1, heads=2, condition_width=16, rank=8)
    for parameter in made.parameters():
        torch.nn.init.normal_(parameter, std=0.2)
    return made


def ship(root: Path, network: Denoiser, model: str = "tiny") -> Path:
    root.mkdir(parents=True, exist_ok=True)
    data = pack(network)
    (root / "tiny.safetensors").write_bytes(data)
    digest = hashlib.sha256(data).hexdigest()
    register(root, Entry(model, f"{model}.{digest[:12]}", digest, "MIT", "tiny.safetensors"))
    return root
