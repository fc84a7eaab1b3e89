"""Bake: an object, or the morph between two, to one mesh of fixed topology with a skin and at most a few targets.

In     Object4D, or two matched Parts; the keys' times; what share of the morph and which cycle each time has.
Out    Clip, its error measured from the written curves.
Raises BakeError where a triangle budget cannot be met or the times are unusable.
Knows nothing of scenes, files or Qt.

Every part is a closed shell on a rigid bone. At each state its vertices are lifted onto the blended surface
(engine.bake.lift); what the bones do not explain is fitted by targets (engine.bake.fit). In a morph the first
target's curve is the morph's progress itself, so that the colours, which ride on it, are exact.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from engine.bake.atlas import atlas, opacity
from engine.bake.clip import Clip
from engine.bake.error import measured
from engine.bake.fit import ROUNDS, Fit, fit, fit_normals, slid
from engine.bake.lift import Lifted, averaging, lift
from engine.bake.occlusion import MOMENTS, Moment, occlusion
from engine.bake.palette import shares
from engine.bake.shells import LEAST_TRIANGLES, BakeError, Shells, shells
from engine.bake.skeleton import bind, carried, joint_names, local_curves
from engine.form import pattern
from engine.form.field import Field, cup
from engine.form.hanging import smooth
from engine.form.morph import Morph, spinning
from engine.form.motion import pose, posed
from engine.form.object4d import Object4D
from engine.form.parts import Parts
from engine.form.timing import Spans

STATES, DRAFT_STATES = {False: 12, True: 32}, 9
"""States a fit looks at, without and with a morph; the curves are linear between them. Twice as many where parts have
spans of their own, in which they go faster."""
COVERED = 0.03
"""How much a vertex counts in the fit where another part covers it."""
GOOD, GOOD_PEAK = 0.05, 0.5
"""Percent of the diagonal: no more targets where mean and 99th percentile of every state miss by less."""
DEFAULT_BUDGET = 14_000
TRIAL = 2
"""Rounds of a fit that may not be the last."""
SMALLEST = 0.1
"""Share of its largest size down to which a bone shrinks its part, where parts have spans of their own."""
SWEPT = 8
"""Moments a key at which a morph's spins are summed up."""


def _turn(cycles: float) -> float:
    """0..1, so rounded that equal states are found to be."""
    return round(cycles % 1.0, 7) % 1.0


@dataclass(frozen=True)
class State:
    share: float            # of the morph's way (Course.share)
    cycle: float
    swept: tuple[float, float] = (0.0, 0.0)     # cycles that the ends' spins have turned (engine.form.morph)


class Course:
    """The parts of a clip at any time."""

    def __init__(self, start: Parts, end: Parts | None, times: np.ndarray, share_of_time: Callable[[float], float],
                 cycle_of_time: Callable[[float], float], *, style: str = "direct", spans: Spans = (),
                 holding: bool = False) -> None:
        self.start, self.end, self.spanned = start, end, any(span is not None for span in spans)
        self._share, self._cycle = share_of_time, cycle_of_time
        self._morph = None if end is None else Morph(start, end, style=style, spans=spans, holding=holding)
        self._moments = np.linspace(times[0], times[-1], SWEPT * len(times) + 1)
        self._swept = np.zeros((2, len(self._moments))) if end is None else self._sweep()

    def share(self, time: float) -> float:
        """How far the morph is, 0..1."""
        return 0.0 if self._morph is None else float(self._morph.even(np.clip(self._share(time), 0.0, 1.0)))

    def state(self, time: float) -> State:
        share, cycle = round(self.share(time), 7), _turn(self._cycle(time))
        if share in (0.0, 1.0):         # an end itself turns by its cycle alone, so that equal moments are one state
            return State(share, cycle)
        first, last = (_turn(float(np.interp(time, self._moments, curve))) for curve in self._swept)
        return State(share, cycle, (first, last))

    def _sweep(self) -> np.ndarray:
        """What is left of either end's spins, summed up over the cycles [2, moment].

        Bent so that the last object's parts end as they would turn alone, and the first one's at a whole turn.
        """
        shares = np.array([self.share(time) for time in self._moments.tolist()])
        cycles = np.array([self._cycle(time) for time in self._moments.tolist()])
        rates = np.stack(spinning(shares))
        swept = np.cumsum(0.5 * (rates[:, 1:] + rates[:, :-1]) * np.diff(cycles), axis=1)
        swept = np.concatenate([np.zeros((2, 1)), swept], 1)
        swept[0] += cycles[0]
        short = np.array([-swept[0, -1], cycles[-1] - swept[1, -1]])
        return swept + (short - np.round(short))[:, None] * smooth(shares)

    def rest(self, state: State) -> Parts:
        return self.start if self._morph is None else self._morph.at(state.share, swept=state.swept)

    def parts(self, time: float) -> Parts:
        """As they are posed at a time [s]."""
        return self.at(self.state(time))[0]

    def at(self, state: State) -> tuple[Parts, np.ndarray]:
        """Posed parts, and the transforms [part, 4, 4] that carry the start's rest there."""
        rest = self.rest(state)
        matrices = pose(rest, state.cycle)
        moved = matrices if self.end is None else matrices @ carried(
            self.start, rest, self._girth(rest) / self._girth(self.start) if self.spanned else None)
        return posed(rest, matrices), moved

    def _girth(self, parts: Parts) -> np.ndarray:
        """How large parts are [part], as a share of the larger of their ends; those that are next to nothing alike."""
        assert self.end is not None
        most = np.maximum(self.start.size.prod(1), self.end.size.prod(1))
        return np.hypot(np.cbrt(parts.size.prod(1) / most), SMALLEST)


def bake_object(name: str, obj: Object4D, *, times: Sequence[float], cycle_of_time: Callable[[float], float],
                budget: int | None = None, targets: int = 4, draft: bool = False, shaded: bool = False) -> Clip:
    """A clip of an object that does not change into another. `times` [key] s, increasing from 0.

    `budget`: triangles; `targets`: at most; `draft`: fewer states are looked at and no error is measured; `shaded`:
    with its ambient occlusion (engine.bake.occlusion).
    """
    keys = usable(name, times)
    course = Course(obj.parts, None, keys, lambda _: 0.0, cycle_of_time)
    return bake_course(name, course, keys, Wish(budget, targets, draft, shaded))


def bake_morph(name: str, start: Parts, end: Parts, *, times: Sequence[float],
               share_of_time: Callable[[float], float], cycle_of_time: Callable[[float], float],
               style: str = "direct", spans: Spans = (), holding: bool = False, budget: int | None = None,
               targets: int = 4, draft: bool = False, shaded: bool = False) -> Clip:
    """A clip in which `start` becomes `end` (engine.form.matching.match has aligned them), in one of the styles of
    engine.form.styles, parts with `spans` of their own in those, `holding` its volume; as `bake_object`. One mesh,
    whatever its error: engine.bake.cut takes several."""
    keys = usable(name, times)
    course = Course(start, end, keys, share_of_time, cycle_of_time, style=style, spans=spans, holding=holding)
    return bake_course(name, course, keys, Wish(budget, targets, draft, shaded))


def usable(name: str, times: Sequence[float]) -> np.ndarray:
    """The times of a bake [key] s, or a refusal."""
    keys = np.asarray(times, np.float64)
    if not len(keys) or not np.isfinite(keys).all() or keys[0] < 0 or (np.diff(keys) <= 0).any():
        raise BakeError(f"{name}: the bake's times must run forward from 0: check the scene's length and rate")
    return keys


@dataclass(frozen=True)
class Wish:
    """What a bake is asked for."""

    budget: int | None
    targets: int
    draft: bool = False
    shaded: bool = False


def bake_course(name: str, course: Course, keys: np.ndarray, wish: Wish) -> Clip:
    """The clip of a course over `keys` [key] s, all of its times or a stretch of them: one mesh."""
    draft, budget = wish.draft, wish.budget
    if budget is None:
        budget = max(DEFAULT_BUDGET, LEAST_TRIANGLES * len(course.start))
    states, which = _states(course, keys)
    poses = [course.at(state) for state in states]
    moved = np.stack([m for _, m in poses])
    many = DRAFT_STATES if draft else STATES[course.end is not None]
    looked_at = min(2 * many if course.spanned else many, len(states))
    chosen = np.unique(np.linspace(0, len(states) - 1, looked_at).round().astype(int))
    fields = [Field(poses[k][0]) for k in chosen]
    diagonals = np.array([np.linalg.norm(np.subtract(*field.bounds())) for field in fields])
    shape = _shells(fields, float(diagonals.mean()), budget)
    smoothing = averaging(shape)
    lifted = [lift(shape, field, smoothing, diagonal) for field, diagonal in zip(fields, diagonals.tolist())]
    lead = None if course.end is None else np.array([state.share for state in states])
    sizes = diagonals[:, None]
    if course.spanned:      # what its bone makes small is looked at as small
        sizes = sizes / np.cbrt(np.linalg.det(moved[chosen][..., :3, :3]))[:, shape.part]
    best, normals, target_normals = _fitted(shape, lifted, moved[chosen], None if lead is None else lead[chosen],
                                            sizes, wish.targets)
    curves = np.stack([np.interp(np.arange(len(states)), chosen, c) for c in best.curves.T], 1) \
        if best.curves.size else np.zeros((len(states), 0))
    if lead is not None:
        curves[:, 0] = lead
    shown = np.any([one.shown for one in lifted], 0)
    clip, softened = _clip(name, course, shape, (float(diagonals.mean()), shown), curves[which], moved[which], keys,
                           best, (normals, target_normals), _moments(fields, lifted) if wish.shaded else ())
    report = {"draft": True} if draft else measured(clip, course.parts)
    finish = course.end is not None and float(np.abs(course.start.surface - course.end.surface).max()) > 0.02
    return replace(clip, report=clip.report | report | {
        "finish_changes": finish, "pattern_changes": softened, "cuts": []})


def _moments(fields: list[Field], lifted: list[Lifted]) -> list[Moment]:
    """Those that the light is looked at in."""
    chosen = np.unique(np.linspace(0, len(fields) - 1, MOMENTS).round().astype(int))
    return [(fields[k], lifted[k]) for k in chosen]


def _states(course: Course, keys: np.ndarray) -> tuple[list[State], np.ndarray]:
    """The different states among the keys, in order of first sight, and each key's index among them."""
    seen: dict[State, int] = {}
    which = np.array([seen.setdefault(course.state(time), len(seen)) for time in keys.tolist()], int)
    return list(seen), which


def _shells(fields: list[Field], diagonal: float, budget: int) -> Shells:
    """Shells fine enough for every moment; `diagonal` [m]: the object's mean one."""
    moments = [field.parts for field in fields]
    extent = np.max([m.size for m in moments], 0)
    folded = np.any([cup(m)[0] > 0 for m in moments], 0)
    bend = np.max([np.abs(m.bend) for m in moments], 0)
    return shells(extent, folded, bend, diagonal, budget=budget)


def _unposed(vectors: np.ndarray, moved: np.ndarray, part: np.ndarray, *, direction: bool = False) -> np.ndarray:
    """Vertices [vertex, 3] from the posed object back to the bind pose of their bones."""
    back = np.linalg.inv(moved)[part]
    out = np.einsum("vij,vj->vi", back[:, :3, :3], vectors)
    return out if direction else out + back[:, :3, 3]


def _fitted(shape: Shells, lifted: list[Lifted], moved: np.ndarray, lead: np.ndarray | None, sizes: np.ndarray,
            targets: int) -> tuple[Fit, np.ndarray, np.ndarray]:
    """The fit with as few targets as serve, and base and target normals on its curves.

    What a state misses counts as a share of `sizes` [state, 1 or vertex] m: a mug that becomes a rocket is looked at as
    a mug.
    """
    frames = np.stack([_unposed(one.positions, m, shape.part) for one, m in zip(lifted, moved)])
    shown = np.stack([one.shown for one in lifted])
    seen = np.where(shown, 1.0, COVERED)
    counts = seen * (sizes.mean() / sizes) ** 2
    most = targets - (lead is not None)
    best = fit(frames, counts, free=0, lead=lead)
    for free in range(1, most + 1):
        made = best.base + np.tensordot(best.curves, best.targets, 1)
        off = np.linalg.norm(made - frames, axis=2) / sizes
        miss = [(o[s].mean(), np.quantile(o[s], 0.99)) for o, s in zip(off, shown) if s.any()]
        mean, peak = 100.0 * np.max(miss, 0) if miss else (0.0, 0.0)
        if mean < GOOD and peak < GOOD_PEAK:
            break
        best = fit(frames, counts, free=free, lead=lead, rounds=ROUNDS if free == most else TRIAL)
    normals = np.stack([_unposed(one.normals, m, shape.part, direction=True) for one, m in zip(lifted, moved)])
    normals /= np.linalg.norm(normals, axis=2, keepdims=True)
    if len(best.targets):
        best = slid(best, frames, normals, counts, lead=lead is not None)
    return best, *fit_normals(normals, seen, best.curves)


def _larger(start: Parts, end: Parts | None) -> tuple[np.ndarray, np.ndarray]:
    """Roughness, metal and glow [part, 3], and opacity [part]. No curve can change them: those of the larger end."""
    if end is None:
        return start.surface, opacity(start.material)
    later = end.size.prod(1) > start.size.prod(1)
    return (np.where(later[:, None], end.surface, start.surface),
            np.where(later, opacity(end.material), opacity(start.material)))


def _redressed(start: Parts, end: Parts | None) -> np.ndarray:
    """Which parts [part] look different at the ends, the finish apart."""
    if end is None:
        return np.zeros(len(start), bool)
    apart = [np.abs(getattr(start, name) - getattr(end, name)).reshape(len(start), -1).max(1) > 1e-3
             for name in ("colour", "second", "grain", "pattern", "material")]
    return np.any(apart, 0)


def _at_vertices(parts: Parts, shape: Shells, chosen: np.ndarray) -> np.ndarray:
    """sRGB [vertex, 3]: of the parts `chosen` [part] with their patterns, as fine as their vertices are."""
    colour = parts.colour[shape.part]
    units = shape.units(Field(parts)) if chosen.any() else colour
    for k in np.flatnonzero(chosen):
        span = slice(shape.starts[k], shape.starts[k + 1])
        apart = float((2.0 * parts.size[k] / shape.lattices[k].grid.max(0)).max())
        second = pattern.share(parts, int(k), units[span], texel=0.5 * apart)[:, None]
        colour[span] += second * (parts.second[k] - parts.colour[k])
    return colour


def _unclouded(faces: np.ndarray, source: np.ndarray, part: np.ndarray, clear: np.ndarray,
               shown: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The faces without those of glass that lie inside the object for good: one would see them through it; and of which
    cell each is half."""
    corners = source[faces]
    kept = (clear[part[corners[:, 0]]] == 1.0) | shown[corners].any(1)
    return faces[kept], (np.arange(len(faces), dtype=np.int32) // 2)[kept]


def _clip(name: str, course: Course, shape: Shells, seen: tuple[float, np.ndarray], curves: np.ndarray,
          moved: np.ndarray, keys: np.ndarray, best: Fit,
          shading: tuple[np.ndarray, np.ndarray], moments: Sequence[Moment]) -> tuple[Clip, bool]:
    """Everything by name, and whether patterns change; `curves` [key, target], `moved` [key, part, 4, 4].

    `seen`: the object's diagonal [m], and which vertices [vertex] are on its surface at any moment; `shading`: base
    and target normals; `moments`: those that the light is looked at in, none: it is not.
    """
    start, end = course.start, course.end
    changed = _redressed(start, end)
    painted = pattern.painted(start) & ~changed
    last = start if end is None else end
    drawn = changed & ((start.pattern > 0) | (last.pattern > 0))
    colour, tint, change = shares(_at_vertices(start, shape, drawn), _at_vertices(last, shape, drawn), shape.part)
    finish, clear = _larger(start, end)
    laid = atlas(start, shape, colour, finish, clear, painted, seen[0], each=bool(moments))
    texels, varies = occlusion(laid, shape, moments) if moments else (None, 0.0)
    tint[painted[shape.part]] = 1.0
    source = laid.source
    count, part, led = best.targets.shape[0], shape.part[source], end is not None
    tints = np.zeros((count, len(part), 3))
    if led:
        tints[0] = np.where(painted[part][:, None], 0.0, change[source])
    rest = bind(start)
    translation, rotation, scale = local_curves(moved, rest, start.parent)
    joints = np.zeros((len(part), 4), np.uint16)
    joints[:, 0] = part
    if not count and not any(np.ptp(a, axis=0).max() > 1e-9 for a in (translation, rotation, scale)):
        keys, translation, rotation, scale, curves = (a[:1] for a in (keys, translation, rotation, scale, curves))
    single = np.float32
    faces, cells = _unclouded(laid.faces, source, shape.part, clear, seen[1])
    clip = Clip(
        name=name, positions=best.base[source].astype(single), normals=shading[0][source].astype(single),
        faces=faces, uvs=laid.uvs.astype(single),
        palette=laid.palette, surface=laid.surface, tint=tint[source].astype(single),
        part=part, joints=joints,
        weights=np.tile(np.array([1, 0, 0, 0], single), (len(part), 1)), joint_names=joint_names(start),
        joint_parents=start.parent.astype(np.int32), bind=rest,
        target_names=(("morph",) if led else ()) + tuple(f"fit {k + 1}" for k in range(count - led)),
        target_positions=best.targets[:, source].astype(single),
        target_normals=shading[1][:, source].astype(single),
        target_tints=tints.astype(single), times=keys, target_weights=curves.astype(single),
        joint_translation=translation.astype(single), joint_rotation=rotation.astype(single),
        joint_scale=scale.astype(single), place_times=np.zeros(1), place_translation=np.zeros((1, 3)),
        place_rotation=np.array([[0.0, 0.0, 0.0, 1.0]]), place_scale=np.ones((1, 3)), occlusion=texels, quads=cells,
        report={} if texels is None else {"occlusion_varies": round(varies, 4)})
    return clip, bool(drawn.any())
