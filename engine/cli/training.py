"""Training: the generator, its judge and the reader of roles learn.

In     options.   Out   weights.   Raises what the training raises.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace
from pathlib import Path

from engine.cli.asking import Command, progress, writable


def arguments(command: Command) -> None:
    train = command("train", _train, "train the embedded generator")
    train.add_argument("--minutes", type=float, default=60.0)
    train.add_argument("--resume", metavar="DIR", help="go on from a checkpoint folder, or from bare weights")
    train.add_argument("--size", default="small", choices=("small", "large"),
                       help="small: the one that ships; large: for GPUs (several: accelerate launch -m engine.cli)")
    train.add_argument("--batch", type=int, metavar="N", help="objects a step, a multiple of 8 (64; large: 512)")
    train.add_argument("--compile", action="store_true", help="compile the network first (always on CUDA)")
    train.add_argument("--out", default="out/train", metavar="DIR")
    train.add_argument("--judge", metavar="FILE.safetensors",
                       help="train the classifier that 'evaluate' asks, on the grammar alone; not the generator")
    train.add_argument("--roles", metavar="FILE.safetensors",
                       help="train the network that reads the roles of imported parts, on the grammar alone")
    train.add_argument("--preview", metavar="CATEGORY", help="draw a contact sheet of the grammar; trains nothing")


def _train(options: argparse.Namespace) -> dict | None:
    if options.preview:
        from engine.training.preview import sheet

        path = Path(options.out) / f"{options.preview}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        sheet([options.preview], range(6), path)
        print(path)
        return {"path": str(path)}
    if options.judge:
        from engine.training import judge as judging

        path = Path(options.judge)
        writable(path)
        judge = judging.trained(seed=options.seed, on_progress=progress(options))
        judging.save(judge, path)
        accuracy = judging.accuracy(judge)
        print(f"{path}: names {accuracy:.1%} of fresh grammar samples", file=sys.stderr)
        return {"path": str(path), "accuracy": accuracy}
    if options.roles:
        from engine.recovery.network import save
        from engine.training.roles import taught

        path = Path(options.roles)
        writable(path)
        network, seen = taught(seed=options.seed, on_progress=progress(options))
        save(network, path)
        print(f"{path}: {seen.role:.1%} of roles and {seen.parent:.1%} of parents right", file=sys.stderr)
        return {"path": str(path), "roles": seen.role, "parents": seen.parent}
    from engine.device import resolve
    from engine.training.train import PLANS, train

    plan = replace(PLANS[options.size], compiled=options.compile or resolve(options.device)[0].type == "cuda")
    if options.batch is not None:
        plan = plan.of(options.batch)
    facts = train(Path(options.out), minutes=options.minutes, seed=options.seed, device=options.device, plan=plan,
                  resume=Path(options.resume) if options.resume else None, on_progress=progress(options))
    if not options.json and "weights" in facts:
        print(f"{facts['weights']}: {facts['steps']} steps, {facts['core_hours']} core-hours")
    return facts
