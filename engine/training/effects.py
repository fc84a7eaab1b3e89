"""Effects: what each attribute does to each category, and what none of them does, measured on the grammar.

In     a Denoiser with its normalisation.   Out   its codes, their effects and its chance, set in place.
Raises nothing.   Knows nothing of files or training.

The linear part of an effect is a mean difference over twins: the same dice, one value low, one high. A network finds
it only after very many samples, since it is small beside all else that varies; measured, it takes half a minute. The
rank is cut by the singular value decomposition of all effects, each brought near the others' size so that small ones
are not lost (Eckart and Young 1936). Where the network has effects already, codes that are still nought are fitted to
them by least squares.

Chance is the spread of the form that is left when the category and all attributes are said, among the objects that have
the part: by verb, colours, material and dice.
"""

from __future__ import annotations

import copy

import numpy as np
import torch

from engine.generation.denoiser import FORM, Denoiser
from engine.training.grammar import condition, draw
from engine.vocabulary.attributes import ATTRIBUTES
from engine.vocabulary.categories import CATEGORIES

REACH = 0.8
"""The two values that are compared: minus and plus this."""
SMALL = 0.05
"""Squared norm under which an effect counts as that small."""
ALIKE = 6
"""Objects with the same attributes, which chance is measured on."""


@torch.no_grad()
def fit(network: Denoiser, seed: int, twins: int) -> None:
    """Measure with `twins` pairs for each attribute of each category, and set what the network does not have yet."""
    if not twins:
        return
    for index in range(len(CATEGORIES)):
        if bool((network.chance[index] == 1.0).all()):          # as a Denoiser is made
            network.chance[index] = chance(network, index, seed, max(1, twins // 3))
    codes = network.code.weight[len(ATTRIBUTES):]           # the first are those of an open category
    new = ~codes.any(1)
    if not new.any():
        return
    effects = torch.cat([measured(network, index, seed, twins) for index in range(len(CATEGORIES))])
    if not network.effect.any():
        size = effects.square().sum(1, keepdim=True).clamp_min(SMALL) ** 0.25
        left, values, right = torch.linalg.svd(effects / size, full_matrices=False)
        rank = min(network.effect.shape[0], len(values))
        root = values[:rank].sqrt()
        network.effect[:rank] = root[:, None] * right[:rank]
        codes[:, :rank] = size * left[:, :rank] * root
    else:
        codes[new] = effects[new] @ torch.linalg.pinv(network.effect)


def measured(network: Denoiser, category: int, seed: int, twins: int) -> torch.Tensor:
    """The mean change of the normalised tokens for a change of 1 in each attribute, [attribute, slots * channels]."""
    found = torch.zeros(len(ATTRIBUTES), network.effect.shape[1])
    for attribute in list(CATEGORIES.values())[category].attributes:
        place, ends = ATTRIBUTES.index(attribute.key), []
        for twin in range(twins):
            dice = np.random.default_rng([seed, category, place, twin])
            verb, values = condition(dice, category)
            for value in (-REACH, REACH):
                values[place] = value
                ends.append(draw(category, verb, values, copy.deepcopy(dice)))
        tokens = network.normalise(torch.from_numpy(np.stack(ends))).flatten(1)
        found[place] = (tokens[1::2] - tokens[::2]).mean(0) / (2.0 * REACH)
    return found


def chance(network: Denoiser, category: int, seed: int, groups: int) -> torch.Tensor:
    """The spread of the normalised form within `groups` of objects with the same attributes, [slot, form channel]."""
    apart, number = np.zeros(network.chance.shape[1:]), np.zeros((len(network.mean), 1))
    own = len(ATTRIBUTES)
    for group in range(groups):
        same, objects = condition(np.random.default_rng([seed, category, own, group]), category)[1], []
        for member in range(ALIKE):
            dice = np.random.default_rng([seed, category, own, group, member])
            verb, values = condition(dice, category)
            values[:own] = same[:own]
            objects.append(draw(category, verb, values, dice))
        tokens = np.stack(objects)
        there = tokens[..., 0] > 0
        scaled = (tokens / network.std.numpy())[..., FORM]
        many = there.sum(0)[:, None]
        middle = (scaled * there[..., None]).sum(0) / np.maximum(many, 1)
        apart += ((scaled - middle) ** 2 * there[..., None]).sum(0)
        number += np.maximum(many - 1, 0)
    return torch.from_numpy(np.sqrt(apart / np.maximum(number, 1))).float()
