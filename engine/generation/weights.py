"""Weights: the registry of shipped models, and the network read from one of them.

In     the id of a model, or a folder with a registry of its own.
Out    a Denoiser in float32 on the CPU, and its revision.
Raises WeightsError when weights are missing, altered, or made for another vocabulary: one sentence, what to do.
Knows nothing of documents, sampling or Qt.

registry.json: {"default": id, "models": [{"id", "revision", "sha256", "licence", "file"}]}, files relative to it.
The weights are safetensors; the network's configuration is in their metadata, under the same checksum.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from engine.paths import assets
from engine.vocabulary.attributes import CONDITION
from engine.vocabulary.categories import CATEGORIES
from engine.vocabulary.verbs import VERB_KEYS

if TYPE_CHECKING:
    from engine.generation.denoiser import Denoiser

REGISTRY = "registry.json"


class WeightsError(RuntimeError):
    """The weights cannot be used; the message says why and what to do."""


@dataclass(frozen=True)
class Entry:
    """One model of the registry."""

    id: str
    revision: str
    sha256: str
    licence: str
    file: str


def assets_root() -> Path:
    """The folder of the shipped models."""
    return assets() / "models"


def entries(root: Path | None = None) -> tuple[str, dict[str, Entry]]:
    """The default model's id, and all models by id."""
    path = (root or assets_root()) / REGISTRY
    try:
        plain = json.loads(path.read_text(encoding="utf-8"))
        models = [Entry(**{key: str(model[key]) for key in Entry.__dataclass_fields__}) for model in plain["models"]]
        return str(plain["default"]), {entry.id: entry for entry in models}
    except FileNotFoundError as error:
        raise WeightsError(f"there is no model registry at {path}: install the program again.") from error
    except (ValueError, KeyError, TypeError) as error:
        raise WeightsError(f"the model registry {path} cannot be read ({error}): install the program again.") from error


def load(model: str | None = None, *, root: Path | None = None) -> tuple[Denoiser, str]:
    """The network of a model (the default one if None), checked against the registry, and its revision."""
    root = root or assets_root()
    default, known = entries(root)
    entry = known.get(model or default)
    if entry is None:
        raise WeightsError(f"there is no model {model!r}: choose one of {', '.join(sorted(known))}.")
    path = root / entry.file
    if not path.is_file():
        raise WeightsError(f"the weights of {entry.id} are missing ({path}): install the program again.")
    data = path.read_bytes()
    if hashlib.sha256(data).hexdigest() != entry.sha256:
        raise WeightsError(f"the weights of {entry.id} have been altered ({path} does not match the registry's "
                           "sha256): install the program again.")
    return read(data, str(path)), entry.revision


def read(data: bytes, name: str, *, grown: bool = False) -> Denoiser:
    """The network in the bytes of a safetensors file, any float dtype, as float32.

    `grown`: it may be of a smaller vocabulary than this program's.
    """
    import safetensors
    from safetensors.torch import load as load_tensors

    from engine.generation.denoiser import Denoiser

    try:
        tensors = load_tensors(data)
        header = json.loads(data[8:8 + int.from_bytes(data[:8], "little")])
        config = json.loads(header["__metadata__"]["config"])
    except (safetensors.SafetensorError, ValueError, KeyError) as error:
        raise WeightsError(f"{name} is not a weights file of this program ({error}): install the program again."
                           ) from error
    if not grown:
        _same_words(config, name)
    try:
        network = Denoiser(**config)
        network.load_state_dict({key: value.float() for key, value in tensors.items()})
    except (RuntimeError, TypeError) as error:
        raise WeightsError(f"{name} was made for another version of this program: install the program again."
                           ) from error
    return network.eval().requires_grad_(False)


def pack(network: Denoiser, *, half: bool = True) -> bytes:
    """The network as the bytes of a safetensors file that describes itself; normalisation stays float32."""
    import torch
    from safetensors.torch import save

    buffers = {name for name, _ in network.named_buffers()}
    dtype = torch.float16 if half else torch.float32
    tensors = {name: tensor.detach().cpu().to(torch.float32 if name in buffers else dtype).contiguous()
               for name, tensor in network.state_dict().items()}
    return save(tensors, {"config": json.dumps(plain_config(network), sort_keys=True)})


def plain_config(network: Denoiser) -> dict:
    return {key: value for key, value in dict(network.config).items() if not key.startswith("_")}


def register(root: Path, entry: Entry) -> None:
    """Write `entry` into the registry of `root` and make it the default."""
    path = root / REGISTRY
    known = entries(root)[1] if path.is_file() else {}
    known[entry.id] = entry
    plain = {"default": entry.id, "models": [asdict(known[key]) for key in sorted(known)]}
    path.write_text(json.dumps(plain, indent=2) + "\n", encoding="utf-8")


def words() -> dict[str, list[str]]:
    """The vocabulary a network is made for, in the order of its indices."""
    return {"categories": list(CATEGORIES), "verbs": list(VERB_KEYS), "values": list(CONDITION)}


def _same_words(config: dict, name: str) -> None:
    """A vocabulary may have grown since (append-only tables), never changed its order."""
    for kind, present in words().items():
        trained = list(config.get(kind, ()))
        if present[:len(trained)] != trained or (kind == "values" and len(trained) != len(present)):
            raise WeightsError(f"{name} was made for other {kind} than this program's: install the program again, "
                               "or train the network anew.")
