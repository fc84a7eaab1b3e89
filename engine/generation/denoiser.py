"""Denoiser: a transformer over an object's part tokens.

In     noisy tokens [batch, slot, channel], normalised; time [batch] in 0..1 (1 is noise, and then the tokens are 0:
       there is nothing to see in it); a condition as category, verb [batch] (-1: open), values, mask [batch, value].
Out    the clean tokens it expects, normalised, same shape.
Raises nothing of its own beyond torch's shape errors.
Knows nothing of samplers, files or documents.

Diffusion transformer with adaLN-zero (Peebles and Xie 2023, sec. 3.2), predicting the clean tokens. Slots are told
apart by a learned embedding. The weights carry their own normalisation and the words they were trained on, so that a
weight file describes itself.

An attribute means something else in each category, and does something else to each slot: more meanings than the
condition's few numbers can tell apart. So each has a code of its own in each category; what is said is the codes' sum,
weighted by the values. It goes to every token, and straight to the clean tokens through one matrix: the linear part of
an attribute's effect, which the layers between correct.

The channels of a part that is absent are 0, and count UNUSED times in the loss. So of a part that is there with
probability p, and would then have x, the layers expect p x / (p + UNUSED (1 - p)), as if it were there more often.
`supposed` gives x, and `weighed` p x, which is what a sampler's step must have: with the layers' own answer, the noise
that is left looks like a part, and nearly every optional part comes to be.
"""

from __future__ import annotations

import math

import torch
import torch.nn.functional as F
from diffusers.configuration_utils import ConfigMixin, register_to_config
from diffusers.models.modeling_utils import ModelMixin
from torch import nn

from engine.vocabulary.attributes import ATTRIBUTES
from engine.vocabulary.slots import CHANNEL, SLOT_COUNT, TOKEN_WIDTH

DISCRETE = slice(0, CHANNEL["count"].stop)
"""Analog bits (Chen et al. 2023): exists, parent, symmetry, count are -1 or +1 and are not rescaled."""
FREQUENCIES = 64
FORM = slice(CHANNEL["attach"].start, CHANNEL["log_blend"].stop)
"""Where a part is, its size and its shape."""
UNUSED = 0.1
"""What the channels of a part that is absent weigh in the loss, beside those of one that is there."""
PURE = 0.999
"""Time from which there is nothing to see but the condition."""
RAREST = 0.05
"""Presence from which what a part would be is told from what is expected."""
SPREAD = 0.5
"""Of a channel within what is said, in units of its spread over everything."""


class Denoiser(ModelMixin, ConfigMixin):
    """`categories`, `verbs` and `values` are the words, in the order of their indices."""

    config_name = "config.json"

    @register_to_config
    def __init__(self, categories: list[str], verbs: list[str], values: list[str], *, slots: int = SLOT_COUNT,
                 channels: int = TOKEN_WIDTH, width: int = 256, depth: int = 6, heads: int = 4,
                 condition_width: int = 128, rank: int = 256) -> None:
        super().__init__()
        self.register_buffer("mean", torch.zeros(slots, channels))
        self.register_buffer("std", torch.ones(slots, channels))
        self.register_buffer("chance", torch.ones(len(categories), slots, FORM.stop - FORM.start))
        self.enter = nn.Linear(channels, width)
        self.slot = nn.Parameter(torch.randn(slots, width) * 0.5)
        self.time = nn.Sequential(nn.Linear(2 * FREQUENCIES, width), nn.SiLU(), nn.Linear(width, width))
        self.category = nn.Embedding(len(categories) + 1, width)
        self.verb = nn.Embedding(len(verbs) + 1, width)
        self.value = nn.Sequential(nn.Linear(3 * len(values), width), nn.SiLU(), nn.Linear(width, width))
        self.attributes = [index for index, value in enumerate(values) if value in ATTRIBUTES]
        self.code = nn.Embedding((len(categories) + 1) * len(self.attributes), rank)
        self.tell = nn.Linear(rank, width)
        self.effect = nn.Parameter(torch.zeros(rank, slots * channels))
        self.mix = nn.Sequential(nn.SiLU(), nn.Linear(width, width), nn.SiLU(), nn.Linear(width, condition_width),
                                 nn.SiLU())
        self.blocks = nn.ModuleList(Block(width, heads, condition_width) for _ in range(depth))
        self.leave_scale = nn.Linear(condition_width, 2 * width)
        self.leave = nn.Linear(width, channels)
        for layer in (self.tell, self.leave_scale, self.leave):
            nn.init.zeros_(layer.weight)
            nn.init.zeros_(layer.bias)
        nn.init.zeros_(self.code.weight)

    def forward(self, noisy: torch.Tensor, time: torch.Tensor, category: torch.Tensor, verb: torch.Tensor,
                values: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        return self.denoise(noisy, self.modulations(time, category, verb, values, mask))

    def modulations(self, time: torch.Tensor, category: torch.Tensor, verb: torch.Tensor, values: torch.Tensor,
                    mask: torch.Tensor) -> list[torch.Tensor]:
        """What time and condition [batch] do to every layer: [batch, width] on entering, [batch, 6 width] a block,
        [batch, 2 width] on leaving, and to the result: [batch, slots * channels].

        They do not depend on the tokens, so a sampler computes those of all its steps at once.
        """
        dtype = self.slot.dtype
        said = torch.cat([values * mask, mask, values * values * mask], dim=-1).to(dtype)
        condition = self.mix(self.time(_waves(time).to(dtype)) + self.category(category + 1)
                             + self.verb(verb + 1) + self.value(said))
        codes = self.code.weight.view(-1, len(self.attributes), self.code.embedding_dim)[category + 1]
        code = torch.einsum("ba,bar->br", said[:, self.attributes], codes)
        # of a normal variable of spread SPREAD, the share of its mean in what a noisy sight of it leads to expect
        share = time.square() / (time.square() + (SPREAD * (1.0 - time)).square())
        layers = [block.get_submodule("modulation") for block in self.blocks]
        return [self.tell(code), *(layer(condition) for layer in layers), self.leave_scale(condition),
                share.to(dtype)[:, None] * (code @ self.effect)]

    def denoise(self, noisy: torch.Tensor, modulations: list[torch.Tensor]) -> torch.Tensor:
        """`forward` with the modulations at hand."""
        told, *layers, leave, effect = modulations
        x = self.enter(noisy) + self.slot + told[:, None]
        for block, modulation in zip(self.blocks, layers):
            x = block(x, modulation)
        shift, scale = leave[:, None].chunk(2, dim=-1)
        return self.leave(_modulate(x, shift, scale)) + effect.view_as(noisy)

    def effects(self, category: int) -> torch.Tensor:
        """What each attribute does to the clean tokens of a category, normalised, by its linear part:
        [attribute, slot, channel] a unit of its value, in the order of `attributes`."""
        codes = self.code.weight.view(-1, len(self.attributes), self.code.embedding_dim)[category + 1]
        return (codes @ self.effect).view(-1, *self.mean.shape)

    def supposed(self, expected: torch.Tensor) -> torch.Tensor:
        """What `denoise` expects [..., slot, channel], but every part as if it were there."""
        there = presence(expected)
        share = (there + UNUSED * (1.0 - there)) / there.clamp_min(RAREST)
        return torch.cat([expected[..., :1], expected[..., 1:] * share], dim=-1)

    def weighed(self, supposed: torch.Tensor) -> torch.Tensor:
        """The mean of `supposed` and of absence, by each part's probability."""
        return torch.cat([supposed[..., :1], supposed[..., 1:] * presence(supposed)], dim=-1)

    def normalise(self, tokens: torch.Tensor) -> torch.Tensor:
        """Tokens [..., slot, channel] to the denoiser's scale; an unused slot becomes 0 except for its exists bit."""
        scaled = (tokens - self.mean) / self.std
        used = (tokens[..., :1] > 0).to(scaled.dtype)
        return torch.cat([scaled[..., :1], scaled[..., 1:] * used], dim=-1)

    def natural(self, scaled: torch.Tensor) -> torch.Tensor:
        """The way back. Bits become -1 or +1 exactly; unused slots 0 except for their exists bit."""
        tokens = scaled * self.std + self.mean
        bits = torch.where(tokens[..., DISCRETE] > 0, 1.0, -1.0).to(tokens.dtype)
        hot = CHANNEL["symmetry"]
        choice = F.one_hot(tokens[..., hot].argmax(-1), hot.stop - hot.start).to(tokens.dtype) * 2 - 1
        used = (tokens[..., :1] > 0).to(tokens.dtype)
        whole = torch.cat([bits[..., 1:hot.start], choice, bits[..., hot.stop:], tokens[..., DISCRETE.stop:]], dim=-1)
        return torch.cat([bits[..., :1], whole * used], dim=-1)


class Block(nn.Module):
    """Attention, then a feed-forward layer, each scaled, shifted and gated by the condition."""

    def __init__(self, width: int, heads: int, condition_width: int) -> None:
        super().__init__()
        self.heads = heads
        self.attend = nn.Linear(width, 3 * width, bias=False)
        self.gather = nn.Linear(width, width, bias=False)
        self.widen = nn.Linear(width, 4 * width, bias=False)
        self.narrow = nn.Linear(4 * width, width, bias=False)
        self.modulation = nn.Linear(condition_width, 6 * width)
        nn.init.zeros_(self.modulation.weight)
        nn.init.zeros_(self.modulation.bias)

    def forward(self, x: torch.Tensor, modulation: torch.Tensor) -> torch.Tensor:
        shift, scale, gate, shift2, scale2, gate2 = modulation[:, None].chunk(6, dim=-1)
        x = torch.addcmul(x, gate, self.gather(self._attention(_modulate(x, shift, scale))))
        return torch.addcmul(x, gate2, self.narrow(F.gelu(self.widen(_modulate(x, shift2, scale2)))))

    def _attention(self, x: torch.Tensor) -> torch.Tensor:
        batch, slots, width = x.shape
        each = width // self.heads
        query, key, value = self.attend(x).view(batch, slots, 3, self.heads, each).permute(2, 0, 3, 1, 4).unbind(0)
        if torch.is_grad_enabled():     # with 32 tokens the fused kernel's backward pass takes twice as long on a CPU
            mixed = torch.softmax(query @ key.transpose(-1, -2) * each**-0.5, dim=-1) @ value
        else:
            mixed = F.scaled_dot_product_attention(query, key, value)
        return mixed.transpose(1, 2).reshape(batch, slots, width)


def presence(expected: torch.Tensor) -> torch.Tensor:
    """The probability that a part is there [..., slot, 1], by its bit in the expected tokens."""
    return ((expected[..., :1] + 1.0) / 2.0).clamp(0.0, 1.0)


def _modulate(x: torch.Tensor, shift: torch.Tensor, scale: torch.Tensor) -> torch.Tensor:
    return torch.addcmul(shift, F.layer_norm(x, x.shape[-1:]), 1 + scale)


def _waves(time: torch.Tensor) -> torch.Tensor:
    """Sines and cosines of time [batch] -> [batch, 2 * FREQUENCIES], float32 (Vaswani et al. 2017, sec. 3.5)."""
    steps = torch.arange(FREQUENCIES, device=time.device, dtype=torch.float32) / FREQUENCIES
    angle = 1000.0 * time.float()[:, None] * torch.exp(-math.log(1e4) * steps)
    return torch.cat([angle.cos(), angle.sin()], dim=-1)
