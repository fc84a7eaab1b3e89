"""Importing: anyone's file becomes the bytes that a scene keeps, and what there is to say about it.

In     a path; a unit, an axis and the consent to mend it, where they are given.   Out   Import; or Restored, where the
       file is one of ours and carries the scene it was made from.
Raises AssetError, one sentence that names the file and says what to do, whatever its bytes are.
Knows nothing of scenes beyond engine.document.scene.Contents and what engine.exchange.origin and sight_nodes give, and
nothing of who asks.

glTF says its unit and its axes, and its bytes are kept; so does USD. The other formats say neither: what is assumed is
the likeliest for the format and the size, and the reason is told. The axes and the unit are kept beside the bytes and
never worked into them, so that they can be chosen again at any time.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from engine.document.attached import found
from engine.document.blobs import Blobs
from engine.document.imports import Beside
from engine.document.scene import UPS, Contents, Imported, Property, Scene, Take
from engine.exchange.asset import Asset
from engine.exchange.asset_clip import MOST_TRIANGLES, MOST_VERTICES, Pace, Stand, clip_of, stand
from engine.exchange.asset_glb import asset_glb
from engine.exchange.gltf_bytes import AssetError, contents, understood
from engine.exchange.gltf_draco import unpacked
from engine.exchange.gltf_pack import packed
from engine.exchange.gltf_reader import in_scene, read_source
from engine.exchange.gltf_sights_reader import read_sights
from engine.exchange.mending import Done, Faults, faults, mended
from engine.exchange.mesh_files import read_mesh
from engine.exchange.origin import OriginError, origin_of
from engine.exchange.sight_nodes import beside
from engine.exchange.sights import Sight
from engine.vocabulary.formats import FORMATS, UNITS
from engine.vocabulary.layers import LAYERS
from engine.vocabulary.repairs import REPAIRS

MENDED_TRIANGLES = 400_000
"""Most that are looked through for what is wrong with them: more takes minutes."""
Told = Callable[[float, str], None]
"""Hears the share done and what is being done, and may end it by raising."""
USUAL = (0.002, 50.0)
"""m across; of another size is what was written in another unit than its format has."""
_COMMON = {"m": 20.0, "cm": 500.0}
"""Units a file may be across and still be likely to be in that unit; beyond, it is in millimetres."""


@dataclass(frozen=True)
class Read:
    """An Asset, its bytes, and what its format says of its unit [m] and its axis that is up; None: nothing."""

    asset: Asset
    data: bytes | None = None            # a GLB that is kept as it is; None: it is written anew
    scale: float | None = None
    up: str | None = None
    sights: tuple[Sight, ...] = ()       # in the file's axes and unit
    told: tuple[str, ...] = ()           # what is said of those


@dataclass(frozen=True)
class Import:
    data: np.ndarray                     # a self-contained GLB, [byte] uint8
    name: str
    scale: float
    up: str
    assumed: str                         # on what scale and axis rest, where the file does not say; else ""
    contents: Contents
    faults: Faults
    mended: tuple[str, ...]
    remarks: tuple[str, ...]             # what was left out, and why
    beside: Beside = Beside()            # its cameras and lights

    def imported(self, file: str, *, take: int | None = 0) -> Imported:
        """The document's value; `file` is the hash of `data`."""
        return Imported(file, self.name, self.scale, self.up, take if self.contents.takes else None,
                        contents=self.contents)


@dataclass(frozen=True)
class Restored:
    """What a file was made from."""

    scene: Scene
    blobs: Blobs


@dataclass(frozen=True)
class Retopology:
    """An even mesh in place of the file's (engine.exchange.retopology)."""

    triangles: int
    quads: bool = False


def bring(path: Path, *, unit: str | None = None, up: str | None = None, repair: bool = False,
          mesh: bool = False, retopology: Retopology | None = None, told: Told = lambda share, words: None,
          ) -> Restored | Import:
    """The scene that the file carries, or else its mesh. `mesh`: whatever it carries."""
    note = ()
    try:
        if not mesh and retopology is None and (found := origin_of(path)) is not None:
            return Restored(*found)
    except OriginError as error:
        note = (f"{error}. Its mesh is imported instead.",)
    read = import_file(path, unit=unit, up=up, repair=repair, retopology=retopology, told=told)
    return replace(read, remarks=(*note, *read.remarks))


def import_file(path: Path, *, unit: str | None = None, up: str | None = None, repair: bool = False,
                retopology: Retopology | None = None, told: Told = lambda share, words: None) -> Import:
    if unit is not None and unit not in UNITS:
        raise AssetError(f"there is no unit {unit!r}: choose one of {', '.join(UNITS)}")
    if up is not None and up not in UPS:
        raise AssetError(f"there is no axis {up!r}: choose one of {', '.join(UPS)}")
    kind = FORMATS.get(path.suffix.lower())
    if kind is None:
        raise AssetError(f"{path.name} is no file that can be imported: choose one that ends in {', '.join(FORMATS)}")
    read = READERS.get(kind, _mesh)(path)
    asset, said = read.asset, list[str]()
    wrong = Faults()
    for count, most, what in ((_triangles(asset), MOST_TRIANGLES, "triangles"),
                              (_vertices(asset), MOST_VERTICES, "vertices")):
        if count > most:
            raise AssetError(f"{path.name} has {count:,} {what}; up to {most:,} can be shown: reduce it in the program "
                             "it comes from")
    if _triangles(asset) <= MENDED_TRIANGLES:
        wrong = faults(asset)
        if repair:
            asset, done = mended(asset)
            said = [each.sentence for each in done] or ["There was nothing to mend."]
            wrong = faults(asset)
    elif repair:
        raise AssetError(f"{path.name} has {_triangles(asset):,} triangles, and up to {MENDED_TRIANGLES:,} are "
                         "repaired: import it without")
    if retopology is not None:
        asset, what = _even(asset, path.name, retopology, told)
        said = [*said, *what]
        wrong = faults(asset) if _triangles(asset) <= MENDED_TRIANGLES else Faults()
    data = asset_glb(asset) if read.data is None or repair or retopology else read.data
    try:
        size = _size(asset)
        likely, reason = _likely(path, size)
        scale = UNITS[unit] if unit else read.scale or UNITS[likely]
        axis = up or read.up or ("z" if path.suffix.lower() == ".stl" else "y")
        where = stand(asset, scale=scale, up=axis, take=0)
        clip = clip_of(asset, path.stem, where, take=0 if asset.animations else None, pace=Pace((0.0, 1.0)))
    except AssetError as error:
        raise AssetError(f"{path.name}: {error}") from error
    odd = [] if unit or not read.scale or USUAL[0] <= scale * max(size) <= USUAL[1] else [
        f"By its file it is {scale * max(size):.3g} m across: choose another unit if it is not."]
    guesses = [] if unit or read.scale else [reason]
    guesses += [] if up or read.up else [f"{axis.upper()} points up, as is usual in {path.suffix[1:].upper()} files"]
    return Import(
        np.frombuffer(data, np.uint8), path.name, scale, axis, "; ".join(guesses),
        _contents(asset, size, wrong), wrong, tuple(said),
        (*odd, *asset.remarks, *clip.report["remarks"], *_unkept(asset)), beside(read.sights, where, read.told))


def _unkept(asset: Asset) -> list[str]:
    lost = _properties(asset)[1]
    return [f"{len(lost)} of its custom properties cannot be kept, {lost[0]!r} first."] if lost else []


def renewed(imported: Imported, data: np.ndarray, retopology: Retopology, *,
            told: Told = lambda share, words: None) -> tuple[Imported, np.ndarray, list[str]]:
    """What a scene keeps with an even mesh in place of its own: without the bones that were found in that."""
    asset, said = _even(asset_of(imported, data), imported.name, retopology, told)
    wrong = faults(asset) if _triangles(asset) <= MENDED_TRIANGLES else Faults()
    held = replace(_contents(asset, imported.contents.size, wrong), properties=imported.contents.properties)
    return replace(imported, file="", contents=held, rig=None), np.frombuffer(asset_glb(asset), np.uint8), said


@dataclass(frozen=True)
class Repaired:
    """What a scene keeps of a mesh that was mended."""

    imported: Imported                   # without its file: the hash of `data`
    data: np.ndarray
    done: tuple[Done, ...]
    faults: Faults                       # what is left
    remarks: tuple[str, ...]             # what it keeps and what it does not


def repaired(imported: Imported, data: np.ndarray, kinds: Collection[str], *,
             told: Told = lambda share, words: None) -> Repaired:
    """An imported mesh with what is wrong with it mended; `kinds`: keys of engine.vocabulary.repairs."""
    if unknown := [kind for kind in kinds if kind not in REPAIRS]:
        raise AssetError(f"there is no repair {unknown[0]!r}: choose of {', '.join(REPAIRS)}")
    before = asset_of(imported, data)
    if (count := _triangles(before)) > MENDED_TRIANGLES:
        raise AssetError(f"{imported.name} has {count:,} triangles, and up to {MENDED_TRIANGLES:,} are repaired: "
                         "reduce it first")
    after, done = mended(before, kinds, on_mesh=lambda share: told(share, f"Repairing {imported.name}"))
    wrong, same = faults(after), _places(before) == _places(after)
    made = replace(imported, file="", contents=_contents(after, imported.contents.size, wrong),
                   rig=imported.rig if same else None)
    remarks = [_keeps(after), *(["The bones that were found in the old mesh go: find them again."]
                                if imported.rig and not same else [])]
    return Repaired(made, np.frombuffer(asset_glb(after), np.uint8), tuple(done), wrong, tuple(filter(None, remarks)))


def _places(asset: Asset) -> list[list[bytes]]:
    """Where the vertices of every mesh are, to be compared."""
    return [[p.positions.tobytes() for p in mesh.primitives] for mesh in asset.meshes]


def _keeps(asset: Asset) -> str:
    """What a repair leaves as it is, in a sentence."""
    primitives = [p for mesh in asset.meshes for p in mesh.primitives]
    kept = [words for there, words in (
        (any(p.uvs is not None for p in primitives), "UVs"), (bool(asset.materials), "materials"),
        (bool(asset.images), "pictures"), (bool(asset.skins), "skin"),
        (any(len(mesh.weights) for mesh in asset.meshes), "morph targets"),
        (bool(asset.animations), "animations")) if there]
    return f"It keeps its {' and '.join(filter(None, [', '.join(kept[:-1]), kept[-1]]))}." if kept else ""


def _even(asset: Asset, name: str, wish: Retopology, told: Told) -> tuple[Asset, list[str]]:
    from engine.exchange.retopology import retopologised

    if (count := _triangles(asset)) > MENDED_TRIANGLES:
        raise AssetError(f"{name} has {count:,} triangles, and up to {MENDED_TRIANGLES:,} are made even: reduce it "
                         "first")
    try:
        return retopologised(asset, wish.triangles, quads=wish.quads, told=told)
    except AssetError as error:
        raise AssetError(f"{name}: {error}") from error


def asset_of(imported: Imported, data: np.ndarray) -> Asset:
    """The Asset of the bytes that a scene keeps. Nothing else is read."""
    return read_source(understood(data.tobytes(), Path(imported.name or "the imported file"), sealed=True))


def _triangles(asset: Asset) -> int:
    return sum(len(p.faces) for node in asset.nodes if node.mesh >= 0 for p in asset.meshes[node.mesh].primitives)


def _vertices(asset: Asset) -> int:
    return sum(len(p.positions) for node in asset.nodes if node.mesh >= 0 for p in asset.meshes[node.mesh].primitives)


def _size(asset: Asset) -> tuple[float, float, float]:
    """Of its box as its first animation begins, in its own axes and units."""
    shown = [mesh.positions[np.unique(mesh.faces)] for mesh in asset.shown(0.0) if len(mesh.faces)]
    if not shown:
        raise AssetError("it has no triangles: nothing of it can be shown")
    x, y, z = np.ptp(np.concatenate(shown), axis=0).tolist()
    if not np.isfinite([x, y, z]).all():
        raise AssetError("it has no size: some of its positions are not numbers")
    return x, y, z


def _likely(path: Path, size: tuple[float, float, float]) -> tuple[str, str]:
    """The unit that a file without one is likely in, and why."""
    most, kind = max(size), path.suffix[1:].upper()
    limits = {"m": 3.0} if kind == "STL" else _COMMON       # printers and CAD programs write millimetres
    unit = next((name for name, limit in limits.items() if most <= limit), "mm")
    return unit, f"{kind} files have no unit: it is {most:.3g} across, so {unit} is likely, {most * UNITS[unit]:.3g} m"


def _contents(asset: Asset, size: tuple[float, float, float], wrong: Faults) -> Contents:
    shown = [asset.meshes[node.mesh] for node in asset.nodes if node.mesh >= 0]
    used = {p.material for mesh in shown for p in mesh.primitives}
    worn = {layer.key for k in used if k >= 0 for layer in asset.materials[k].layers}
    return Contents(
        triangles=_triangles(asset), vertices=_vertices(asset),
        materials=len(used), images=len(asset.images),
        joints=len({int(joint) for skin in asset.skins for joint in skin.joints}),
        morphs=sum(len(mesh.weights) for mesh in {id(mesh): mesh for mesh in shown}.values()), size=size,
        watertight=wrong.watertight and _triangles(asset) <= MENDED_TRIANGLES,
        takes=tuple(Take(animation.name[:80], animation.length) for animation in asset.animations),
        layers=tuple(key for key in LAYERS if key in worn), properties=_properties(asset)[0])


def _properties(asset: Asset) -> tuple[tuple[Property, ...], list[str]]:
    """The scene's and its nodes' own, and the names of those that cannot be kept."""
    rows = [("scene", asset.extras), *((node.name, node.extras) for node in asset.nodes)]
    if any({"id", "verb"} <= set(values) for _, values in rows):        # of ours: what it was made from
        rows[0] = ("scene", {key: value for key, value in asset.extras.items() if key != "prompt"})
    seen, own = set(), []
    for name, values in rows:           # what two meshes of one object say is said once
        own.append((name, {key: value for key, value in values.items() if (key, repr(value)) not in seen}))
        seen |= {(key, repr(value)) for key, value in values.items()}
    return found(own)


# ---- readers -----------------------------------------------------------------------------------------


def _gltf(path: Path) -> Read:
    data, remarks = contents(path, path.name), list[str]()
    plain, made = unpacked(understood(data, path))
    whole = packed(plain, made or data, remarks)
    source = understood(whole, path, sealed=True)
    asset = read_source(source)
    sights, told = read_sights(source, asset, in_scene(source, asset.nodes))
    return Read(replace(asset, remarks=tuple(dict.fromkeys((*remarks, *asset.remarks)))), whole, 1.0, "y",
                tuple(sights), tuple(told))


def _mesh(path: Path) -> Read:
    return Read(read_mesh(path))


def _usd(path: Path) -> Read:
    from engine.exchange.usd_apart import converted

    made = converted(path)
    asset = read_source(understood(made.glb, path, sealed=True))
    return Read(replace(asset, remarks=made.remarks), made.glb, made.scale, made.up, made.sights, made.told)


READERS: dict[str, Callable[[Path], Read]] = {"glTF": _gltf, "USD": _usd}
"""Who reads a format of engine.vocabulary.formats; the others are meshes alone."""

__all__ = ["AssetError", "Import", "Pace", "Repaired", "Restored", "Retopology", "Stand", "asset_of", "bring",
           "clip_of", "import_file", "renewed", "repaired", "stand"]
