"""Curated colours (sRGB 0..1): what the grammar dresses its objects in, and a new object wears unless told otherwise.

Plain tables and one choice among them; imports nothing.
"""

from collections.abc import Mapping

Rgb = tuple[float, float, float]

DIFFERENT = 0.02
"""Squared distance from which two colours are seen as two."""


def rgb(*codes: str) -> tuple[Rgb, ...]:
    return tuple((int(c[0:2], 16) / 255, int(c[2:4], 16) / 255, int(c[4:6], 16) / 255) for c in codes)


PAIRS = tuple(zip(
    rgb("d9694a", "3f8fa6", "e3b04b", "5b8c5a", "7a6c9d", "c85f7b", "4a6fa5", "e8dcc4", "2f3e46", "b5838d", "f28f3b",
         "6a994e", "f4f1ea", "8d5b3e", "1d7874", "ef767a", "cdb4db", "a3b18a", "e07a5f", "457b9d", "33415c", "d4a373",
         "9c6644", "ffd166", "70a9a1", "bc4b51"),
    rgb("f3e3c3", "f2c078", "3d5a6c", "f2e3bc", "f0d7a7", "f6e7e4", "f2b84b", "8a5a44", "e9c46a", "52414c", "2d3047",
         "bc4749", "e76f51", "f2d8b3", "f4e8c1", "2d3047", "6d597a", "588157", "81b29a", "f1faee", "f7b538", "606c38",
         "ede0d4", "ef476f", "2f3e46", "f4e285")))
"""(main, accent) pairs that sit well together."""

FUR = rgb("c98f55", "8d5b3e", "e9d3b0", "3a3330", "8d8f98", "f0ece4", "b5651d", "6b4f3a", "d8b98a", "544c49",
           "d07b3c")
WOOD = rgb("b98a5e", "8a5a38", "6b4630", "c8a26f", "4a342a", "d8b98a", "a8714a")
BARK = rgb("6b4c35", "5a4032", "7d5d43", "4f3a2e", "8a7260")
LEAVES = rgb("5d9a4b", "3f7d4f", "7fae4d", "2f6b4a", "a5b84c", "d98e3a", "c9583c", "e2a9b8", "4b8f6e", "86a873")
PETALS = rgb("e86a92", "f2c14e", "f4f1ea", "b07cc6", "e4572e", "6f8fd8", "f49ac1", "ff9f5a", "d7263d")
FEATHERS = rgb("4f8fd0", "e0574f", "f2c14e", "5aa469", "8d6b58", "f0ece4", "37474f", "3aa6a0", "d98ab0")
SCALES = rgb("f0803c", "3f8fd0", "f2c14e", "d8504f", "58b0a6", "8f6fc0", "f4e6d2", "4a6fa5")
PAINT = rgb("d24b3e", "3f6fa8", "f0c24a", "e9e4da", "4f9a83", "2f3640", "e88a4a", "8fb8d0", "7b3f52")
GLAZE = rgb("5b8c85", "e9e4da", "d9694a", "3f6f9e", "e3b04b", "c98a9a", "37474f", "a3b18a", "f4f1ea", "7a8fb0")
CLOTH = rgb("3f8fa6", "d9694a", "e3b04b", "f4f1ea", "5b8c5a", "7a6c9d", "c85f7b", "33415c", "a3b18a", "bc4b51")
CREAM = rgb("f4e6cf", "f3efe8", "fbe7c6", "e7d6b1", "f7f3ec", "2f2a28", "6b4f3a", "f2b84b")
WINGS = rgb("e8833a", "4f8fd0", "f2c14e", "d8504f", "8f6fc0", "3aa6a0", "e86a92", "6fb3e0", "5aa469")
CHITIN = rgb("7a3b26", "4a2a22", "2f2a2c", "a8502e", "6b4632", "37474f", "8a2f2a")
SLUGS = rgb("f0dcae", "d9b38a", "c9a27a", "e7d6b1", "b7b08a")
REPTILE = rgb("5d9a4b", "7fae4d", "4b8f6e", "a5a04c", "c9a05c", "3f7d6a", "8a7a4a", "d9803a", "5b7fa0", "6b8f5a")
DRAGONS = rgb("c8453a", "3f8f6a", "5b5fa8", "e0883a", "4a7fb0", "7a3f8a", "37474f", "a83a5c")
BELLIES = rgb("f0e2b8", "e8d3a0", "f4e6cf", "e3d9a8", "f2c98a")

SKIN = rgb("f3cfb3", "e5b08c", "c98b66", "a5694a", "7a4a34", "5b3a2c", "eec1a0", "d9a07c")
HAIR = rgb("2a211d", "4a3226", "6f4a2f", "a8703c", "d9b36c", "8b3f27", "bdb7b0", "1d1d22")
STEM = rgb("5b8f47", "4a7d45", "6f9a4a", "3f6f48")
CLAY = rgb("c26b4a", "b35c3c", "d98a66", "e9e4da", "56707a", "8a8f98")
DRINKS = rgb("3d2114", "4d2b1a", "9e6633", "738f52", "7a3a24")
METAL = rgb("c9a45c", "8a9097", "3a3f46", "b9bec4", "a8704a")
DOWN = rgb("f4efe4", "f6cf45", "a8896a", "8d8f98", "e3d3b4", "5f4a3a", "f0ece4")
BILLS = rgb("f0982f", "e8792a", "f2b84b", "d9862f")
OWLS = rgb("8a6a4c", "b07d4f", "6b5644", "d9b98a", "7d7f86", "f0ece4", "54463c", "a4886a")
PENGUINS = rgb("2b3340", "23272e", "3a4a63", "44546a", "2f3e46", "5a6470")
HENS = rgb("c9773f", "f3ece0", "8d4a2b", "3a3330", "e0b26a", "b5563a", "6b4f3a")
COMBS = rgb("d8372f", "c42f3a", "e0483a", "b8322e")
SHARKS = rgb("6f8496", "566878", "8697a3", "4a6a86", "7d8b8f", "5b7f95")
WHALES = rgb("46699a", "3b5573", "5b7d99", "2f4156", "6f8fae", "7a93a8")
OCTOPI = rgb("d8604f", "b0578d", "e0894a", "8f6fc0", "c94f6a", "5f93b5", "e39aa8")
CRABS = rgb("d8503a", "e0703a", "c23f3a", "e8924a", "4f86a8", "b0483a", "6f9a8a")
JELLIES = rgb("e79ac0", "9fb8ef", "b79be8", "f2b6a0", "8fd3d8", "f0d08a", "d88ad0")
FABRIC = rgb("6f8fa3", "c9745a", "d9a441", "7c9a72", "8e6f8f", "e9dfcd", "3f5a6b", "b5543f", "94705a", "c98a9a",
             "4f7d74")
APPLES = rgb("c5322d", "d84a38", "86b03f", "e2b43e", "a52838", "b9c64c")
FROSTING = rgb("f4c6cf", "f6ead6", "aedbcf", "f4be95", "c3b0e0", "6d4431", "f4dd96", "a3cfea", "e8788a")
SCOOPS = rgb("f3a6b4", "f7e8c6", "7a4a35", "a8d8bf", "f5c26b", "c8a8de", "e86f86", "8fc7e8")
SAUCES = rgb("5a3121", "c42f45", "f3e6cf", "d98a2f", "7a2348")
BREAD = rgb("d9984f", "c98340", "e2ab66", "b8733a", "e8bd7c")
BANANAS = rgb("f3cf3f", "efc02f", "d9cf4a", "f6d95c", "a9bf4a")
CARROTS = rgb("ee7d2a", "e56a1f", "f29a3c", "b8477a", "f0b84a")

EYE = (0.055, 0.05, 0.06)
NOSE = (0.13, 0.10, 0.10)
GLASS = (0.13, 0.19, 0.27)
TYRE = (0.075, 0.075, 0.085)
RUBBER = (0.16, 0.16, 0.18)
WHITE = (0.96, 0.95, 0.93)
LIGHT = (1.0, 0.93, 0.76)
EARTH = (0.24, 0.17, 0.13)

def outfit(mains: tuple[Rgb, ...], seconds: tuple[Rgb, ...], number: int, main: Rgb | None = None) -> dict[str, Rgb]:
    """A main and an accent colour that suit a category and each other; `number` picks, `main` may be given.

    `mains` and `seconds` are the category's own; without `seconds` the accent goes well with the main colour.
    """
    chosen = main or mains[number % len(mains)]
    if not seconds:
        return {"main": chosen, "accent": min(PAIRS, key=lambda pair: _apart(pair[0], chosen))[1]}
    contrasting = [accent for accent in seconds if _apart(accent, chosen) > 0.05] or list(seconds)
    return {"main": chosen, "accent": contrasting[number // len(mains) % len(contrasting)]}


def outfits(mains: tuple[Rgb, ...], seconds: tuple[Rgb, ...], own: Mapping[str, Rgb],
            count: int) -> list[dict[str, Rgb]]:
    """At most `count` outfits of main colours that differ from its own and from each other."""
    found: list[dict[str, Rgb]] = []
    for number in range(len(mains)):
        other = outfit(mains, seconds, number * (len(mains) + 1))
        if all(_apart(other["main"], each["main"]) > DIFFERENT for each in (own, *found)):
            found.append(other)
    return found[:count]


def _apart(a: Rgb, b: Rgb) -> float:
    return sum((x - y) ** 2 for x, y in zip(a, b))
