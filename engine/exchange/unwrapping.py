"""Unwrapping: UVs and pictures for an imported mesh that has none: its vertices' colours, the light it hides.

In     a Clip of materials.   Out   the same with more vertices along new seams, UVs, pictures.
Raises AssetError where UVs cannot be laid out; whatever `check` raises.   Knows nothing of files or documents.

Faces without UVs are laid flat together (xatlas) and share one picture. Occlusion lies on a material's own UVs where no
two of its faces have one place there; else on a second set for the whole mesh. Skin, morph targets, names and the order
of faces stay; so do pictures on second UVs of the file's own, whose material then gets no second ones of ours.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from engine.bake.clip import Clip, Material, Texture
from engine.bake.dressed import png
from engine.bake.evaluate import evaluate
from engine.bake.openness import openness
from engine.bake.palette import to_srgb
from engine.exchange.rebaking import Texels, covered
from engine.exchange.remesher import lacking, unwrapped

SIDES = 512, 4096
"""Texels of a picture's side, at least and at most."""
EACH = 4.0
"""Texels for each vertex whose colour is drawn."""
LIGHT = 1024
"""Texels of a picture of light, at most: light varies less than paint."""
SHARED = 0.02
"""Share of the texels that may have two faces before UVs count as overlapping."""
MOMENTS = 6
CLAMPED = ("clamp", "clamp")
Check = Callable[[], None]


def bare(clip: Clip) -> np.ndarray:
    """Which faces [face] have no UVs: those of materials without pictures that lie in one point."""
    out = np.zeros(len(clip.faces), bool)
    for material, run in _runs(clip):
        if run.stop > run.start and not material.textures:
            out[run] = not np.ptp(clip.uvs[np.unique(clip.faces[run])], axis=0).any()
    return out


def textured(clip: Clip, *, colours: bool, light: bool, check: Check = lambda: None) -> Clip:
    """With UVs where it has none. `colours`: those of its vertices as a picture; `light`: its occlusion as one."""
    todo = bare(clip)
    if todo.any() and (colours or not lacking("unwrap")):
        clip = _laid(clip, todo, check)
        if colours:
            clip = _painted(clip, todo)
    return _shaded(clip, check) if light else clip


def unshaded(clip: Clip) -> bool:
    """Whether it is lit and some of it has no occlusion."""
    return any(not material.unlit and material.occlusion_texture is None and run.stop > run.start
               for material, run in _runs(clip))


def _runs(clip: Clip) -> list[tuple[Material, slice]]:
    ends = np.cumsum([0, *(material.faces for material in clip.materials)]).tolist()
    return [(material, slice(a, b)) for material, a, b in zip(clip.materials, ends, ends[1:])]


def _side(count: int) -> int:
    return 1 << int(np.ceil(np.log2(np.clip(np.sqrt(EACH * count), *SIDES))))


# ---- UVs ---------------------------------------------------------------------------------------------


def _seamed(clip: Clip, chosen: np.ndarray, check: Check) -> tuple[Clip, np.ndarray, np.ndarray]:
    """The clip with vertices of their own for the chosen faces, doubled along seams; which vertices those are, and
    their UVs in 0..1."""
    used, flat = np.unique(clip.faces[chosen], return_inverse=True)
    points = clip.positions[used].astype(np.float64)
    points = (points - points.mean(0)) / max(float(np.ptp(points, axis=0).max()), 1e-30)
    source, faces, uvs = unwrapped(points, flat.reshape(-1, 3), _side(len(used)), check=check)
    kept = np.unique(clip.faces[~chosen])
    took = np.concatenate([kept, used[source]]).astype(np.int64)
    place = np.full(len(clip.positions), -1)
    place[kept] = np.arange(len(kept))
    whole = place[clip.faces]
    whole[chosen] = faces + len(kept)
    return taken(clip, took, whole), np.arange(len(kept), len(took)), uvs


def taken(clip: Clip, source: np.ndarray, faces: np.ndarray) -> Clip:
    """The clip over vertices that each are as one of its own was."""
    one = {name: getattr(clip, name)[source]
           for name in ("positions", "normals", "uvs", "tint", "part", "joints", "weights")}
    many = {name: getattr(clip, name)[:, source] for name in ("target_positions", "target_normals", "target_tints")}
    second = None if clip.second_uvs is None else clip.second_uvs[source]
    return replace(clip, faces=faces.astype(np.uint32), second_uvs=second, **one, **many)


def _laid(clip: Clip, chosen: np.ndarray, check: Check) -> Clip:
    clip, vertices, uvs = _seamed(clip, chosen, check)
    whole = clip.uvs.copy()
    whole[vertices] = uvs
    return replace(clip, uvs=whole)


def _overlap(uvs: np.ndarray, faces: np.ndarray) -> bool:
    """Whether UVs leave the picture, or two faces have one place on it."""
    own = uvs[np.unique(faces)]
    if own.min() < -1e-3 or own.max() > 1.0 + 1e-3:
        return True
    texels = covered(uvs.astype(np.float64), faces.astype(np.int64), SIDES[0])
    count = np.bincount(texels.row * texels.side + texels.column)
    return not count.any() or float((count > 1).sum()) > SHARED * float((count > 0).sum())


# ---- pictures ----------------------------------------------------------------------------------------


def _painted(clip: Clip, chosen: np.ndarray) -> Clip:
    """The colours of the chosen faces' vertices, where they do not change, as a picture on their UVs."""
    faces = clip.faces[chosen].astype(np.int64)
    mine = np.unique(faces)
    if (clip.tint[mine] == 1.0).all() or clip.target_tints[:, mine].any():
        return clip
    texels = covered(clip.uvs.astype(np.float64), faces, _side(len(mine)))
    colour = to_srgb(texels.mixed(clip.tint.astype(np.float64), faces))
    tint = clip.tint.copy()
    tint[mine] = 1.0
    clip = _with(replace(clip, tint=tint), texels, colour)
    picture = Texture(len(clip.images) - 1, CLAMPED)
    return replace(clip, materials=tuple(
        replace(material, colour_texture=picture) if run.stop > run.start and chosen[run].all() else material
        for material, run in _runs(clip)))


def _with(clip: Clip, texels: Texels, values: np.ndarray) -> Clip:
    """With an image more, of values [texel, 3] 0..1."""
    whole = texels.spread(np.concatenate([values, np.ones((len(values), 1))], 1))[..., :3]
    return replace(clip, images=(*clip.images, np.frombuffer(png(np.round(whole * 255.0).astype(np.uint8)), np.uint8)))


def _shaded(clip: Clip, check: Check) -> Clip:
    """An occlusion picture for each of the materials that have none and are lit; one for all on second UVs."""
    if not unshaded(clip):
        return clip
    todo = [not material.unlit and material.occlusion_texture is None and run.stop > run.start
            for material, run in _runs(clip)]
    chosen = np.zeros(len(clip.faces), bool)
    groups: list[tuple[list[int], np.ndarray, bool]] = []
    alike: dict[bytes, list[int]] = {}
    for k, (material, run) in enumerate(_runs(clip)):
        if not todo[k]:
            continue
        if _overlap(clip.uvs, clip.faces[run]):
            taken_up = any(texture.second for texture in material.textures.values())
            chosen[run] = not taken_up and not lacking("unwrap")
        else:
            alike.setdefault(b"" if material.colour_texture is None else clip.images[
                material.colour_texture.image].tobytes(), []).append(k)
    if chosen.any():
        clip, vertices, uvs = _seamed(clip, chosen, check)
        second = (clip.uvs.clip(0.0, 1.0) if clip.second_uvs is None else clip.second_uvs).astype(np.float32)
        second[vertices] = uvs
        clip = replace(clip, second_uvs=second)
        groups.append(([k for k, (_, run) in enumerate(_runs(clip)) if todo[k] and chosen[run].any()],
                       np.flatnonzero(chosen), True))
    for together in alike.values():
        runs = [np.arange(len(clip.faces))[_runs(clip)[k][1]] for k in together]
        if len(together) > 1 and not _overlap(clip.uvs, clip.faces[np.concatenate(runs)]):
            groups.append((together, np.concatenate(runs), False))
        else:
            groups += [([k], run, False) for k, run in zip(together, runs)]
    return _lit(clip, groups, check) if groups else clip


def _lit(clip: Clip, groups: list[tuple[list[int], np.ndarray, bool]], check: Check) -> Clip:
    """Occlusion pictures of groups of materials: their numbers, their faces, whether on second UVs."""
    drawn = []
    for _, faces, second in groups:
        uvs = clip.second_uvs if second and clip.second_uvs is not None else clip.uvs
        side = min(_side(len(np.unique(clip.faces[faces]))), LIGHT)
        drawn.append(covered(uvs.astype(np.float64), clip.faces[faces].astype(np.int64), side))
    starts = np.cumsum([0, *(len(texels.row) for texels in drawn)])
    open_ = openness([_moment(clip, time, groups, drawn) for time in _times(clip)], clip.faces, check=check)
    materials = list(clip.materials)
    for (numbers, _, second), texels, start in zip(groups, drawn, starts):
        value = open_[start:start + len(texels.row)]
        clip = _with(clip, texels, np.repeat(value[:, None], 3, 1))
        for k in numbers:
            materials[k] = replace(materials[k], shade=1.0, occlusion_texture=Texture(
                len(clip.images) - 1, CLAMPED, second=second))
    return replace(clip, materials=tuple(materials))


def _times(clip: Clip) -> list[float]:
    chosen = np.unique(np.linspace(0, len(clip.times) - 1, min(MOMENTS, len(clip.times))).round().astype(int))
    return [float(clip.times[k]) for k in chosen]


def _moment(clip: Clip, time: float, groups: list[tuple[list[int], np.ndarray, bool]],
            drawn: list[Texels]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Its vertices at a time in its own frame, and the texels' places and normals."""
    still = replace(clip, place_times=np.zeros(1), place_translation=np.zeros((1, 3)),
                    place_rotation=np.array([[0.0, 0.0, 0.0, 1.0]]), place_scale=np.ones((1, 3)))
    positions, normals, _ = evaluate(still, time)
    at = [tuple(texels.mixed(np.asarray(array, np.float64), clip.faces[faces].astype(np.int64))
                for array in (positions, normals)) for (_, faces, _), texels in zip(groups, drawn)]
    places, ways = (np.concatenate([pair[k] for pair in at]) for k in (0, 1))
    length = np.linalg.norm(ways, axis=1, keepdims=True)
    return np.asarray(positions, np.float64), places, ways / np.where(length > 0.0, length, 1.0)
