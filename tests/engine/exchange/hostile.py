"""Hostile: files with something wrong are imported one after the other, in a process of its own that is watched.

Run as a script: hostile.py COUNT SEED [KIND]. Prints one JSON object: how many were tried, read and refused in words,
the words that are no clear sentence, whatever else was raised, files that were opened outside the folder (as Python's
audit hears it, here and in the processes that read for it: what USD's own library opens it does not), and the most
memory of any of them.
"""

import json
import os
import resource
import sys
import tempfile
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parent))
from clip_sample import bar, eye, lamp
from draco_samples import draco_glb, spans
from file_samples import bending_glb, beside_gltf, painted_obj
from mutations import OUTSIDE, changed, damaged, mutated, reworded, taken_apart

from engine.document.blobs import Blobs
from engine.document.scene import Generation, Node, Scene
from engine.document.storage import packed
from engine.exchange.gltf import export_gltf
from engine.exchange.gltf_bytes import AssetError
from engine.exchange.importing import bring
from engine.exchange.usd import export_usd

LISTENER = """
import os, sys
log = open(os.environ["HOSTILE_LOG"], "a", buffering=1)
sys.addaudithook(lambda event, values: log.write(f"{values[0]}\\n") if event == "open" and isinstance(values[0], str)
                 else None)
"""
USDA = """#usda 1.0
(
    defaultPrim = "root"
    metersPerUnit = 0.01
    upAxis = "Z"
)
def Xform "root" (references = @other.usda@</root>)
{
    def Mesh "square"
    {
        int[] faceVertexCounts = [4]
        int[] faceVertexIndices = [0, 1, 2, 3]
        point3f[] points = [(0, 0, 0), (1, 0, 0), (1, 1, 0), (0, 1, 0)]
        float3 xformOp:rotateXYZ.timeSamples = { 0: (0, 0, 0), 24: (0, 0, 90) }
        uniform token[] xformOpOrder = ["xformOp:rotateXYZ"]
    }
}
"""


def originals(folder: Path) -> dict[str, Path]:
    """A sound file of each format, in a folder of its own."""
    import trimesh

    made = {"glb": bending_glb(folder / "a.glb"), "gltf": beside_gltf(folder), "obj": painted_obj(folder)}
    ball = trimesh.creation.icosphere(1)
    for kind in ("ply", "stl", "off"):
        made[kind] = folder / f"b.{kind}"
        ball.export(made[kind])
    made["xyz"] = folder / "e.xyz"
    made["xyz"].write_text("\n".join(" ".join(f"{value:.4f}" for value in point) for point in ball.vertices))
    made["text ply"] = folder / "c.ply"
    ball.export(made["text ply"], encoding="ascii")
    blobs = Blobs()
    tokens = blobs.put(np.zeros((4, 4), np.float32))
    scene = Scene(nodes=(Node("mug", category="mug", generation=Generation(tokens=tokens)),))
    made["web"] = folder / "w.glb"
    export_gltf([bar()], made["web"], profile="web", origin=packed(scene, blobs))
    (folder / "other.usda").write_text(USDA.replace("references = @other.usda@</root>", ""))
    made["usda"] = folder / "d.usda"
    made["usda"].write_text(USDA)
    for ending in ("usdc", "usdz"):
        made[ending] = folder / f"f.{ending}"
        export_usd([bar()], made[ending])
    made["draco"] = draco_glb(folder / "h.glb")
    made["vrm"] = folder / "g.vrm"
    made["vrm"].write_bytes(made["glb"].read_bytes())
    made["seen"], made["seen usda"] = folder / "s.glb", folder / "s.usda"
    times, way = np.array([0.0, 1.0, 2.0]), np.array([[0.0, 1, 4], [1, 1, 4], [1, 2, 3]])
    cameras = [eye(times=times, translation=way, rotation=np.tile([0.0, 0, 0, 1], (3, 1)), field=np.full(3, 0.7))]
    lights = [lamp(), lamp("spot", spread=np.array([1.0])), lamp("bulb", spread=np.array([6.28]))]
    export_gltf([bar()], made["seen"], cameras=cameras, lights=lights)
    export_usd([bar()], made["seen usda"], cameras=cameras, lights=lights)
    return made


def wrong(kind: str, path: Path, dice: np.random.Generator) -> bytes:
    """The file's bytes with something wrong."""
    if kind in ("glb", "vrm", "web", "seen"):
        return mutated(*taken_apart(path), dice)
    if kind == "draco":
        return unpacking(path, dice)
    if kind == "gltf":
        document = json.loads(path.read_text())
        if dice.random() < 0.3:
            document["images" if dice.random() < 0.5 else "buffers"][0]["uri"] = str(dice.choice(OUTSIDE))
            return json.dumps(document).encode()
        return json.dumps(changed(document, dice)).encode()
    if kind in ("obj", "text ply", "off", "usda", "xyz", "seen usda"):
        return reworded(path.read_text(), dice).encode("latin-1", "replace")
    return damaged(path.read_bytes(), dice)


def unpacking(path: Path, dice: np.random.Generator) -> bytes:
    """Draco's own bytes with something wrong, or how they lie in the file."""
    if dice.random() < 0.3:
        return mutated(*taken_apart(path), dice)
    data, (start, end) = bytearray(path.read_bytes()), spans(path)[int(dice.integers(3))]
    end = end if dice.random() < 0.5 else start + 60        # what says how much there is
    for place in dice.integers(start, end, size=4):
        data[place] = int(dice.choice([0, 127, 128, 255, dice.integers(256)]))
    return bytes(data)


def peak() -> int:
    """The most memory of this process [byte]; Linux counts what its parent had before it began, except here."""
    status = Path("/proc/self/status")
    if status.exists():
        return 1024 * int(status.read_text().split("VmHWM:")[1].split()[0])
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def main(count: int, seed: int, only: str = "") -> dict:
    opened: list[str] = []
    watching = False

    def hear(event: str, arguments: tuple) -> None:
        if watching and event == "open" and isinstance(arguments[0], str):
            opened.append(arguments[0])

    sys.addaudithook(hear)
    dice, read, refused, unclear, raised = np.random.default_rng(seed), 0, 0, [], []
    with tempfile.TemporaryDirectory() as outer:
        (Path(outer) / "secret").write_text("newmtl paint\nKd 0 1 0\n")
        home = Path(outer) / "files"
        home.mkdir()
        unpacked = Path(outer) / "unpacked"          # where a .usdz's files lie while they are read
        unpacked.mkdir()
        tempfile.tempdir = str(unpacked)
        log = Path(outer) / "opened"
        log.touch()
        (Path(outer) / "listener").mkdir()
        (Path(outer) / "listener" / "sitecustomize.py").write_text(LISTENER)
        known = filter(None, [str(Path(outer) / "listener"), os.environ.get("PYTHONPATH")])
        os.environ |= {"PYTHONPATH": os.pathsep.join(known), "HOSTILE_LOG": str(log), "TMPDIR": str(unpacked)}
        made = originals(home)
        for path in made.values():
            bring(path)                              # all that is imported late is here before one watches
        names = [only] if only else list(made)
        for number in range(count):
            kind = names[number % len(names)]
            path = home / f"damaged{made[kind].suffix}"
            path.write_bytes(wrong(kind, made[kind], dice))
            watching = True
            try:
                bring(path)
                read += 1
            except AssetError as error:
                refused += 1
                if "damaged" not in str(error) or "\n" in str(error) or len(str(error)) > 400:
                    unclear.append(str(error)[:200])
            except BaseException as error:  # noqa: BLE001 - whatever it is, it is counted
                raised.append(f"{kind}: {type(error).__name__}: {str(error)[:200]}")
            watching = False
        opened += log.read_text().splitlines()
        inside = (os.devnull, "/proc/cpuinfo", str(home.resolve()), str(unpacked.resolve()))
        strange = sorted({name for name in map(os.path.realpath, opened) if not name.startswith(inside)
                          and not name.startswith((sys.prefix, sys.base_prefix, str(Path(__file__).parents[3])))})
    children = 1024 * resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return {"tried": count, "read": read, "refused": refused, "unclear": unclear, "raised": raised,
            "outside": strange, "peak": max(peak(), children)}


if __name__ == "__main__":
    print(json.dumps(main(int(sys.argv[1]), int(sys.argv[2]), *sys.argv[3:])))
