"""Morph: the shape between two matched objects, in one piece on the way.

In     two aligned Parts (engine.form.matching), the share 0..1.
Out    Parts: at share 0 and 1 the ends themselves.
Raises MorphError when the two are not aligned.
Knows nothing of diffusion, meshes, documents or Qt.

Lengths follow a power mean of exponent 1/2: between linear and logarithmic, so that what grows from a speck is half
its length's root at half time and what merely changes size does so evenly. Rotations turn the shorter way (Shoemake
1985); colours mix in linear light. Where the parts are then, engine.form.hanging says. What is asked as a share goes
through `even` first, so that a morph without easing changes as much in its first second as in its last. Midway the
blend radii of parts that change much are wider, and engine.form.mend closes what gaps are left. Parts that have spans
of their own (engine.form.timing) keep to them, whatever the style says; the pace is that of the morph without them, so
that a span begins and ends where it was asked for.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property

import numpy as np
from scipy.interpolate import PchipInterpolator
from scipy.spatial.transform import Rotation

from engine.form.hanging import Hanging, lerp, smooth
from engine.form.mend import drawn_together
from engine.form.motion import SPIN
from engine.form.outline import outline
from engine.form.parts import Parts
from engine.form.styles import STYLES, shares, swell
from engine.form.surface import linear, srgb
from engine.form.timing import Span, Spans
from engine.form.volume import between, ground, resized, volume

WIDEST = 2.25
"""Blend radii of parts that change most are this much wider at half time."""
PACE = 17
"""Moments at which a morph's pace is measured."""
TICK = 0.05
"""A change of shape by less than this share of the sizes hardly sets the pace."""
MOMENTS = 33
"""At which gaps are looked for."""
AMOUNTS = 17
"""At which its volume is measured."""
WHOLE = 0.04
"""Share of the way after which gaps are closed: the ends are left as they are."""
_EVEN = ("exponents", "taper", "bend", "surface", "motion", "rise", "grain", "relief")
_WORDS = ("material", "pattern", "slot", "copy")
"""What passes over evenly, and what is one or the other."""


class MorphError(ValueError):
    """The two ends are not aligned part by part."""


class Morph:
    """The way from one object to another. What does not depend on the moment is found once."""

    def __init__(self, first: Parts, last: Parts, *, style: str = "direct", spans: Spans = (),
                 holding: bool = False) -> None:
        """`holding`: as large halfway that its volume is on a smooth way between the ends'."""
        if len(first) != len(last) or (first.parent != last.parent).any():
            raise MorphError(f"parts are not aligned ({len(first)} and {len(last)}): match the two objects first")
        self.first, self.last = first, last
        if style not in STYLES:
            raise MorphError(f"there is no style of morphing {style!r}: choose one of {', '.join(STYLES)}")
        if spans and len(spans) != len(first):
            raise MorphError(f"there are {len(spans)} spans for {len(first)} parts: give each part its own, or None")
        self._style, self._spans, self._holding = STYLES[style], spans, holding
        self._late = self._style.late(first, last)
        self._change = _change(first, last)
        self._hanging = Hanging(first, last)

    def at(self, share: float, *, swept: tuple[float, float] = (0.0, 0.0)) -> Parts:
        """The object at `share` of the way.

        What spins cannot pass over by its share alone, since a spin is a whole number of turns a cycle: `swept` says
        how many cycles the first object's spins have turned, and the last one's (`spinning`).
        """
        if share <= 0.0 or share >= 1.0:
            return self.first if share <= 0.0 else self.last
        made = self._whole(share)
        if self._holding:
            floor = lerp(*self._floors, np.array(share))
            made = resized(made, float(np.exp(self._growth(share))), float(floor))
        there = [np.round(parts.motion[:, SPIN]) * (cycles + weight * parts.phase)
                 for parts, cycles, weight in zip((self.first, self.last), swept, (1.0 - share, share))]
        motion = made.motion.copy()
        motion[:, SPIN] = 0.0
        return made.changed(motion=motion, turned=there[0] + there[1])

    def _whole(self, share: float) -> Parts:
        """The object at `share`, its gaps closed."""
        made = self.loose(share)
        move = smooth(np.array(min(share, 1.0 - share) / WHOLE)) * self._mending(share) if self._style.whole else 0.0
        return made.changed(centre=made.centre + move, joint=made.joint + move)

    def loose(self, share: float) -> Parts:
        """The object at `share`, with whatever gaps have opened."""
        each = shares(self._late, share)
        for node, span in self._own:
            each[node] = span.share(share)
        return self._made(each, share)

    def _made(self, each: np.ndarray, share: float) -> Parts:
        """The object with its parts at shares of their own [part], over 1 where they overshoot."""
        much = swell(share)
        mixed = self._style.before(self._mixed(each), much)
        return self._style.after(self._hanging.placed(mixed, each.clip(0.0, 1.0)), much)

    @cached_property
    def _own(self) -> list[tuple[int, Span]]:
        """The parts with spans of their own, which here are told as `loose` is asked, at an even pace."""
        return [(node, replace(span, start=float(self.even(span.start)), end=float(self.even(span.end))))
                for node, span in enumerate(self._spans) if span is not None]

    @property
    def length(self) -> float:
        """How much changes on the way, to be held against other morphs of like objects."""
        return self._paced[1]

    @property
    def even(self) -> PchipInterpolator:
        """The share at which so much of all change is done, 0..1 to 0..1.

        Of the pace a third at least is the share's own, so that a change of colour alone takes its time too.
        """
        return self._paced[0]

    @cached_property
    def _paced(self) -> tuple[PchipInterpolator, float]:
        asked = np.linspace(0.0, 1.0, PACE)
        first, last = self.first, self.last
        points = [outline(first), *(outline(self._made(shares(self._late, share), share))
                                    for share in asked[1:-1].tolist()), outline(last)]
        area = first.size.prod(1) ** (2.0 / 3.0) + last.size.prod(1) ** (2.0 / 3.0)
        moved = np.array([(np.linalg.norm(b - a, axis=2).mean(1) * area).sum() for a, b in zip(points, points[1:])])
        own = max(0.5 * moved.sum(), TICK * float((np.linalg.norm(first.size, axis=1) * area).sum()))
        done = np.concatenate([[0.0], np.cumsum(moved + own / len(moved))])
        return PchipInterpolator(done / done[-1], asked), float(done[-1] / area.sum())

    @cached_property
    def _growth(self) -> PchipInterpolator:
        """The logarithm of how much larger the object has to be at a share, so that it holds what it ought to."""
        asked = np.linspace(0.0, 1.0, AMOUNTS)
        held = np.array([volume(self.first), *(volume(self._whole(share)) for share in asked[1:-1].tolist()),
                         volume(self.last)])
        return PchipInterpolator(asked, np.log(between(held[0], held[-1], asked) / held) / 3.0)

    @cached_property
    def _floors(self) -> tuple[np.ndarray, np.ndarray]:
        return np.array(ground(self.first)), np.array(ground(self.last))

    @cached_property
    def _mending(self) -> PchipInterpolator:
        """How far [part, 3] m each part is moved at a share, so that nothing comes apart."""
        asked = np.linspace(0.0, 1.0, MOMENTS)
        return PchipInterpolator(asked, drawn_together([
            self.first, *(self.loose(share) for share in asked[1:-1].tolist()), self.last]))

    def _mixed(self, each: np.ndarray) -> Parts:
        """All that does not depend on other parts, at the parts' shares [part]; past 1 they turn and grow on."""
        first, last, past, each = self.first, self.last, each, each.clip(0.0, 1.0)
        solid_a, solid_b = first.shell <= 0, last.shell <= 0
        # a solid is a cup whose wall is as thick as it and whose cavity has no depth
        full_a, full_b = (0.8 * parts.size[:, ::2].min(1) for parts in (first, last))
        shell_a = np.where(solid_a, np.where(solid_b, 0.0, full_a), first.shell)
        shell_b = np.where(solid_b, np.where(solid_a, 0.0, full_b), last.shell)
        wider = 1.0 + (WIDEST - 1.0) * 4.0 * each * (1.0 - each) * self._change
        made = {name: lerp(getattr(first, name), getattr(last, name), each) for name in _EVEN}
        made |= {name: srgb(lerp(linear(getattr(first, name)), linear(getattr(last, name)), each))
                 for name in ("colour", "second")}
        made |= {name: np.where(each < 0.5, getattr(first, name), getattr(last, name)) for name in _WORDS}
        return first.changed(
            rotation=_turned(first.rotation, last.rotation, past), frame=_turned(first.frame, last.frame, past),
            size=np.maximum(_length(first.size, last.size, past), np.minimum(first.size, last.size)),
            shell=_length(shell_a, shell_b, each),
            open=lerp(np.where(solid_a, 0.0, first.open), np.where(solid_b, 0.0, last.open), each),
            blend=_length(first.blend, last.blend, each) * wider,
            phase=first.phase + _nearest_turn(last.phase - first.phase) * each,
            centre=lerp(first.centre, last.centre, each), **made)


def spinning(share: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """How much of the first object's spin is left at a share, and how much of the last one's has begun, 0..1.

    In the middle, where a wheel is round no more, nothing spins.
    """
    return 1.0 - smooth(2.0 * share), smooth(2.0 * share - 1.0)


def _length(a: np.ndarray, b: np.ndarray, each: np.ndarray) -> np.ndarray:
    return lerp(np.sqrt(a), np.sqrt(b), each).clip(0.0, None) ** 2


def _turned(a: np.ndarray, b: np.ndarray, each: np.ndarray) -> np.ndarray:
    """Matrices [part, 3, 3] on the shorter way from a to b."""
    way = Rotation.from_matrix(a.transpose(0, 2, 1) @ b).as_rotvec()
    return a @ Rotation.from_rotvec(way * each[:, None]).as_matrix()


def _nearest_turn(cycles: np.ndarray) -> np.ndarray:
    return cycles - np.round(cycles)


def _change(first: Parts, last: Parts) -> np.ndarray:
    """How much each part changes, 0 nothing .. 1 much: size, direction, place, form."""
    grown = np.abs(np.log(last.size / first.size)).max(1)
    turned = Rotation.from_matrix(first.rotation.transpose(0, 2, 1) @ last.rotation).magnitude()
    span = np.linalg.norm(np.ptp(np.concatenate([first.centre, last.centre]), axis=0)) + 1e-9
    away = np.linalg.norm((last.centre - last.centre[0]) - (first.centre - first.centre[0]), axis=1) / span
    form = np.abs(last.exponents - first.exponents).max(1) + np.abs(last.taper - first.taper)
    return np.clip(grown + turned + 4.0 * away + 0.5 * form - 0.25, 0.0, 1.0)
