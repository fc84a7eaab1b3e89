"""The embedded generator by itself, on one thread: one object, and sixteen at once."""

import statistics
import time

from engine.bench import row
from engine.conditioning.condition import Condition, of_values
from engine.generation.generator import Generator
from engine.vocabulary.categories import CATEGORIES

ROUNDS, MANY = 12, 16


def rows(*, seed: int = 0) -> list[dict]:
    generator, wishes = Generator(device="cpu"), [of_values(index, 0, {"height": 0.3}) for index in range(MANY)]
    generator.batch(wishes, range(MANY))
    one = [_spent(lambda k=k: generator.sample(_wish(k), seed=seed + k)) for k in range(ROUNDS)]
    many = [_spent(lambda k=k: generator.batch(wishes, range(seed + k, seed + k + MANY))) for k in range(4)]
    return [row("tokens of one object", 1e3 * statistics.median(one), "ms", bar="<= 120", n=ROUNDS),
            row("tokens of an object among sixteen", 1e3 * statistics.median(many) / MANY, "ms", bar="<= 40",
                n=len(many))]


def _wish(number: int) -> Condition:
    return of_values(number % len(CATEGORIES), 0, {"height": 0.3})


def _spent(work) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began
