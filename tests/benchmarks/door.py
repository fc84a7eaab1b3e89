"""The warm engine, asked through its own door as the studio asks it: words to a first shape, and its memory."""

import statistics
import time

import psutil

from engine.bench import row
from engine.client import Client
from engine.document.plain import scene_from_json
from engine.messages import Compose, Composed, Preview, Shown

PROMPTS = ("a red fish", "a tall lamp", "a wooden chair", "a brown dog", "a yellow car", "a round tree")
ROUNDS = 3


def rows(*, seed: int = 0) -> list[dict]:
    client = Client("cpu")
    try:
        _words_to_shape(client, PROMPTS[0], seed, 64)                   # loads the weights, compiles the kernels
        first = [_words_to_shape(client, p, seed + r + 1, 64) for r in range(ROUNDS) for p in PROMPTS]
        final = [_words_to_shape(client, p, seed + r + 101, 128) for r in range(ROUNDS) for p in PROMPTS]
        held = psutil.Process(client.pid).memory_info().rss / 2**30
    finally:
        client.close()
    return [
        row("prompt to first preview mesh, 64 cells, p50", statistics.median(first), "s", bar="<= 0.25", n=len(first)),
        row("prompt to final mesh, 128 cells, p50", statistics.median(final), "s", bar="<= 0.6", n=len(final)),
        row("engine memory, resident", held, "GiB", bar="<= 1.5"),
    ]


def _words_to_shape(client: Client, prompt: str, seed: int, cells: int) -> float:
    """Seconds from the sentence to the shape's arrival. A new seed each time, so that nothing is remembered."""
    began = time.perf_counter()
    composed = next(e for e in client.ask(Compose(prompt=prompt, seed=seed)) if isinstance(e, Composed))
    node = scene_from_json(composed.scene).nodes[0]
    events = client.ask(Preview(scene=composed.scene, node=node.id, cells=cells))
    assert any(isinstance(e, Shown) for e in events)
    return time.perf_counter() - began
