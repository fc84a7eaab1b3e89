"""Export: a checkpoint as the weights that ship.

In     a checkpoint or its folder; the folder of models; rows of the evaluation (or none yet).
Out    weights.safetensors (float16), config.json, README.md (the model card) in a folder of its own; registry entry.
Raises CheckpointError.
Knows nothing of training.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from engine.generation.weights import Entry, pack, plain_config, register
from engine.training import checkpoint

LICENCE = "MIT"


def export(source: Path, root: Path, *, model: str = "embedded-2", rows: list[dict] | None = None,
           remark: str = "") -> Entry:
    """Write model `model` under `root` and make it the default; returns its registry entry."""
    _, mean, _, facts = checkpoint.restore(source)
    data = pack(mean)
    digest = hashlib.sha256(data).hexdigest()
    folder = root / model
    folder.mkdir(parents=True, exist_ok=True)
    entry = Entry(id=model, revision=f"{model}.{digest[:12]}", sha256=digest, licence=LICENCE,
                  file=f"{model}/weights.safetensors")
    (folder / "weights.safetensors").write_bytes(data)
    plain = {"_class_name": "Denoiser", **plain_config(mean)}
    (folder / "config.json").write_text(json.dumps(plain, indent=2) + "\n", encoding="utf-8")
    count, linear = (sum(p.numel() for p in part) for part in (mean.parameters(), (mean.code.weight, mean.effect)))
    (folder / "README.md").write_text(card(entry, plain, facts, (count, linear), rows or [], remark), encoding="utf-8")
    register(root, entry)
    return entry


def card(entry: Entry, config: dict, facts: dict, size: tuple[int, int], rows: list[dict], remark: str) -> str:
    """The model card, in Markdown; `size`: all parameters, and those of the linear effects."""
    parameters, linear = size
    hours = facts["core_seconds"] / 3600.0
    plan, losses = facts["plan"], facts["losses"]
    loss = f"{losses[-1][1]:.4f}" if losses else "not recorded"
    curve = ", ".join(f"{step:,}: {value:.3f}" for step, value in losses[::max(1, len(losses) // 10)]) or "not recorded"
    table = "\n".join(f"| {row['name']} | {_figure(row['value'])} {row['unit']} | " + " | ".join(
        _figure(row.get(other)) for other in ("baseline", "retrieval", "regression"))
        + f" | {row['bar'] or ''} | {row['n']} |" for row in rows)
    worst = next((row["worst"] for row in rows if row.get("worst")), "")
    figures = ("| figure | this model | the grammar itself | retrieval | regression | bar | n |\n"
               "|---|---|---|---|---|---|---|\n" + table if rows
               else "Not evaluated yet.")
    return f"""# {entry.id}

The embedded generator: a diffusion transformer over the part tokens of one object (Chronoform's own format).
Revision `{entry.revision}`, licence {entry.licence}. {remark}

- **Network**: {parameters / 1e6:.2f} M parameters, {linear / 1e6:.2f} M of them the attributes' linear effects;
  width {config['width']}, depth {config['depth']}, adaLN-zero, clean-token prediction on straight
  paths; shipped as float16, run as float32.
- **Knows**: {', '.join(config['categories'])}; moving as {', '.join(config['verbs'])}.
- **Data**: synthetic only, endless samples of `engine/training/grammar` (revision
  {facts['data']}, seed {facts['seed']}): about
  {facts['step'] * plan['fresh'] + 8 * plan['batch']:,} different objects. No outside data, no pretrained weights.
- **Training**: {facts['step']:,} steps of {plan['batch']}, Muon at {plan['matrix_rate']:g} for the blocks' matrices
  and AdamW at {plan['rate']:g} for the rest, falling to zero, running mean {plan['memory']:g}; {hours:.2f} core-hours
  in {facts['seconds'] / 60:.0f} minutes on {facts['device']} (drawing the samples not counted). Last loss {loss}.
- **Loss** by step: {curve}.
- **Use**: 6 UniPC steps, guidance 1.5 in the first; what is said of colours, counts and attributes is held
  (`engine/generation/holding.py`), and what is not said of attributes is chosen by the seed
  (`engine/vocabulary/choosing.py`). `chronoform evaluate` measures the figures anew.

## Figures

{figures}

{_worst(worst)}
The grammar column is a second draw of the grammar under the same condition: about what a perfect model would reach, but
for rows that say how a control does without the network (a cross-fade, a re-roll, nothing). Retrieval is the training
sample with the nearest condition; regression is what the network expects in one step.

## Limits

- It knows the categories above and nothing else; other nouns are mapped to them or refused. Their style is the
  grammar's.
- A verb that a category was never trained with gives motion of no particular kind.
- Repair (`settle`) pulls joints into their parts before anything is shown; the raw figure is given beside it.
- Feet that step stand still by construction (`engine/form/gait.py`); the network only chooses stride, lift and timing.
- One corner of two attributes of every category, and one in eleven of the motions everything can do, are held out of
  training (`engine/training/heldout.py`).
"""


def _worst(named: str) -> str:
    if not named:
        return "The classifier missed no category more than others."
    return f"Most often missed: {named}. Its seeds 0 to 5:\n\n![its seeds](../../pictures/worst.png)\n"


def _figure(value: float | None) -> str:
    return "" if value is None else f"{value:.4g}"
