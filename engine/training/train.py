"""Train: the denoiser from endless grammar samples.

In     a budget of steps or minutes; a folder; maybe a checkpoint, or bare weights, to go on from.
Out    checkpoint.safetensors and log.json in the folder, every few minutes and at the end; then the weights with
       their card and registry, as engine.generation.weights reads them; the run's plain facts (checkpoint, weights,
       revision, steps, seconds, core_hours of the training process, losses as [step, mean loss]).
Raises ValueError for a budget that is none; CheckpointError; DataError.
Knows nothing of documents, meshes or Qt.

Muon and AdamW on float32 weights with a running mean of them (the weights that are shipped); where the processor has
bfloat16 matrix units the forward and backward pass run on a bfloat16 copy. The rate warms up, then falls straight to
zero at the end of the budget. Every step draws from dice of its own, so a run that is resumed is the run that was not
interrupted.

Started by a launcher (`accelerate launch -m engine.cli train`, torchrun) as several processes, each takes batches of
its own and the mean of all gradients; the first alone writes. The large size is for GPUs, where it is compiled.

From bare weights a run begins anew with fresh dice and a warm-up; words that the vocabulary has gained since do not
disturb it (engine.training.growth).
"""

from __future__ import annotations

import copy
import json
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

import torch

from engine.device import resolve
from engine.generation.denoiser import Denoiser
from engine.generation.weights import read, words
from engine.training import checkpoint, effects, objective
from engine.training.data import Batch, Stream, gathered, revision
from engine.training.export import export
from engine.training.growth import grow
from engine.training.optimiser import Optimiser
from engine.training.together import furthest, gathering, own, processes, rank, together

LOG = "log.json"


@dataclass(frozen=True)
class Plan:
    batch: int = 64
    fresh: int = 64             # new samples per step; a sample is used batch / fresh times
    pairs: int = 8              # twins in a batch, two rows each
    response: float = 0.15      # weight of the loss on what differs between twins; at 1 the rest is learned too late
    rate: float = 1e-3
    matrix_rate: float = 3e-3   # of the blocks' matrices
    warm: int = 300             # steps
    decay: float = 0.01         # weight decay
    clip: float = 1.0           # norm of the gradient
    memory: float = 0.999       # of the running mean
    normal_samples: int = 8192  # from which the normalisation is measured
    effect_twins: int = 24      # from which each attribute's effect is measured
    save_every: float = 300.0   # s
    network: dict[str, Any] = field(default_factory=dict)   # width, depth, heads, condition_width, rank
    compiled: bool = False      # by torch.compile

    def of(self, batch: int) -> Plan:
        """The same with `batch` samples a step, all of them new, an eighth of them first of twins."""
        if batch < 8 or batch % 8:
            raise ValueError(f"a step takes a multiple of 8 objects, not {batch}")
        return replace(self, batch=batch, fresh=batch, pairs=batch // 8)


PLANS = {
    "small": Plan(),
    "large": Plan(network={"width": 512, "depth": 12, "heads": 8, "condition_width": 256, "rank": 512}).of(512),
}
"""small is the one that ships."""


class Run:
    """One training run: what a checkpoint holds, and the step."""

    def __init__(self, plan: Plan, seed: int, device: torch.device, resume: Path | None) -> None:
        self.plan, self.seed, self.device = plan, seed, device
        states: checkpoint.States = {}
        if resume is not None and is_checkpoint(resume):
            network, mean, states, self.facts = checkpoint.restore(resume)
            self.facts.setdefault("device", hardware(device))
            self.facts.setdefault("data", revision(self.facts["seed"]))
            self.plan = replace(Plan(**self.facts["plan"]), compiled=plan.compiled)
            self.seed = self.facts["seed"]
            sample = gathered(self.seed + 1, self.plan.normal_samples)
        else:
            sample = gathered(seed + 1, plan.normal_samples)
            torch.manual_seed(seed)
            network = Denoiser(**words(), **plan.network)
            normal = objective.normal_of(sample.tokens)
            network.mean.copy_(torch.from_numpy(normal.mean))
            network.std.copy_(torch.from_numpy(normal.std))
            if resume is not None:
                grow(network, read(resume.read_bytes(), str(resume), grown=True))
            effects.fit(network, seed, plan.effect_twins)
            mean, self.facts = copy.deepcopy(network), {
                "step": 0, "seconds": 0.0, "core_seconds": 0.0, "losses": [], "seed": seed, "plan": asdict(plan),
                "processes": processes(), "device": hardware(device), "data": revision(seed),
                "from": resume.name if resume else ""}
        self.emphasis = torch.from_numpy(objective.emphasis_of(sample, network.std.numpy())).to(device)
        self.network, self.mean = network.train(), mean.requires_grad_(False)
        for module in (network, mean):
            torch.nn.Module.to(module, device)
        self.fast = copy.deepcopy(self.network).bfloat16() if bfloat16_pays(device) else self.network
        self.predict = torch.compile(self.fast) if self.plan.compiled else self.fast
        self.optimiser = Optimiser(self.network, rate=self.plan.rate, matrix_rate=self.plan.matrix_rate,
                                   decay=self.plan.decay)
        if states:
            self.optimiser.restore(states)

    def step(self, batch: Batch, share: float) -> torch.Tensor:
        """One step at `share` 0..1 of the budget; the loss, on the device: reading it waits for the step."""
        number, plan = self.facts["step"], self.plan
        first = (self.seed << 32) + number + (rank() << 56)
        dice = torch.Generator("cpu").manual_seed(first)
        condition = {k: v.to(self.device) for k, v in objective.said(batch, dice).items()}
        moment = objective.shared(objective.times(plan.batch, dice), plan.pairs).to(self.device)
        clean = self.network.normalise(torch.from_numpy(batch.tokens).to(self.device))
        there = torch.Generator(self.device).manual_seed(first + (1 << 62))      # so much chance is quicker drawn there
        noise = objective.shared(torch.randn(clean.shape, generator=there, device=self.device), plan.pairs)
        noisy = objective.noised(clean, moment, noise).to(self.fast.slot.dtype)
        expected = self.predict(noisy, moment, **condition).float()
        value = objective.loss(expected, clean, moment, self.emphasis)
        if plan.pairs:
            value = value + plan.response * objective.response(expected, clean, plan.pairs)
        self.fast.zero_grad(set_to_none=True)
        value.backward()
        self._update(min(1.0, (number + 1) / plan.warm) * max(0.0, 1.0 - share))
        self.facts["step"] = number + 1
        return value.detach()

    def _update(self, rate: float) -> None:
        slow: list[torch.Tensor] = list(self.network.parameters())
        quick: list[torch.Tensor] = list(self.fast.parameters())
        mean: list[torch.Tensor] = list(self.mean.parameters())
        if quick[0] is not slow[0]:
            for weight, copied in zip(slow, quick):
                weight.grad = None if copied.grad is None else copied.grad.float()
        together(slow)
        torch.nn.utils.clip_grad_norm_(slow, self.plan.clip)
        self.optimiser.step(rate)
        number = self.facts["step"] + 1
        share = 1.0 - min(self.plan.memory, number / (number + 10))
        with torch.no_grad():
            torch._foreach_lerp_(mean, slow, share)
            if quick[0] is not slow[0]:
                torch._foreach_copy_(quick, slow)

    def save(self, folder: Path) -> Path:
        path = folder / checkpoint.NAME
        checkpoint.save(path, self.network, self.mean, self.optimiser.states(), self.facts)
        (folder / LOG).write_text(json.dumps(self.facts, indent=1) + "\n", encoding="utf-8")
        return path


def train(out: Path, *, minutes: float | None = None, steps: int | None = None, resume: Path | None = None,
          seed: int = 0, device: str = "auto", plan: Plan | None = None,
          on_progress: Callable[[float, str], None] | None = None) -> dict[str, Any]:
    """Train within the budget, counted from the run's first beginning; `on_progress(share, note)` may raise to stop.

    `resume` is a checkpoint or its folder. Going on with the budget of the interrupted run ends as that run would have;
    with a larger one, later.
    """
    if (minutes is None) == (steps is None) or (minutes or steps or 0) <= 0:
        raise ValueError(f"train needs a budget, minutes or steps, above 0: not {minutes} minutes, {steps} steps")
    out.mkdir(parents=True, exist_ok=True)
    run = Run(plan or Plan(), seed, own(resolve(device)[0]), resume)
    facts, recent = run.facts, list[torch.Tensor]()
    began, cpu = time.monotonic() - facts["seconds"], time.process_time() - facts["core_seconds"]
    saved = time.monotonic()

    def spent() -> float:
        return facts["step"] / steps if steps else (time.monotonic() - began) / (60.0 * (minutes or 1.0))

    def note() -> None:
        facts["seconds"], facts["core_seconds"] = time.monotonic() - began, time.process_time() - cpu
        if recent:
            facts["losses"].append([facts["step"], round(float(torch.stack(recent).mean()), 5)])
            recent.clear()

    stream = Stream(run.seed + (rank() << 20),          # each process sees samples of its own
                    batch=run.plan.batch, fresh=run.plan.fresh, pairs=run.plan.pairs, first_step=facts["step"],
                    drawers=drawers(run.device))
    with one_quick_thread(), gathering(run.device), stream:
        while (share := furthest(spent(), run.device)) < 1.0:
            recent.append(run.step(stream.step(facts["step"]), share))
            if facts["step"] % 50 == 0:
                note()
                if on_progress:
                    on_progress(share, f"step {facts['step']}, loss {facts['losses'][-1][1]:.4f}")
            if time.monotonic() - saved > run.plan.save_every and rank() == 0:
                note()
                run.save(out)
                saved = time.monotonic()
    note()
    if rank():
        return {"steps": facts["step"]}
    path = run.save(out)
    entry = export(path, out)
    return {"checkpoint": str(path), "weights": str(out / entry.file), "revision": entry.revision,
            "steps": facts["step"], "seconds": round(facts["seconds"], 1),
            "core_hours": round(facts["core_seconds"] / 3600.0, 4), "losses": facts["losses"]}


@contextmanager
def one_quick_thread() -> Iterator[None]:
    """One thread, without denormal numbers, which are slow; both put back at the end.

    Without denormals scipy's KDTree never ends on points that share a coordinate of 0: its next number above 0 is one.
    """
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    torch.set_flush_denormal(True)
    try:
        yield
    finally:
        torch.set_flush_denormal(False)
        torch.set_num_threads(threads)


def hardware(device: torch.device) -> str:
    """What the network is trained on, in words."""
    return torch.cuda.get_device_name(device) if device.type == "cuda" else "one CPU core"


def drawers(device: torch.device) -> int:
    """Processes that draw samples: one keeps ahead of a CPU, and for a GPU each core draws but those that feed GPUs."""
    return 1 if device.type == "cpu" else max(1, (os.cpu_count() or 1) // processes() - 1)


def is_checkpoint(source: Path) -> bool:
    """Whether `source` holds a run, not bare weights."""
    return source.is_dir() or source.name == checkpoint.NAME or not source.is_file()


def bfloat16_pays(device: torch.device) -> bool:
    """Whether matrix products in bfloat16 are a multiple faster: on GPUs, and on CPUs with matrix units."""
    if device.type == "cpu":
        capabilities: dict[str, Any] = getattr(torch.cpu, "get_capabilities", dict)()
        return bool(capabilities.get("amx_bf16"))
    return device.type == "cuda"
