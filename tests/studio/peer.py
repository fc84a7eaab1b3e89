"""A small real engine process for tests: it speaks the wire, and its answers are plain.

A Compose answers with the prompt's words as nodes; the prompt "die" ends the process, "wait" waits until it is
cancelled, "fail" fails. To Prepare it says that it compiles. Tokens are made of a node's seed, height and strength, so
that another wish gives other tokens; a clip is one triangle. Run as a script.
"""

import os
import sys
import threading
import time

import numpy as np

from engine import messages as m
from engine.bake.clip import Clip
from engine.document.blobs import digest

cancelled = set()


def answer(request, write):
    write(m.Started(job=request.job, title=type(request).__name__))
    if isinstance(request, m.Compose):
        if request.prompt == "die" or (request.prompt == "die once" and not os.path.exists(sys.argv[1])):
            if request.prompt == "die once":
                open(sys.argv[1], "w").close()
            os._exit(3)
        if request.prompt == "fail":
            return write(m.Failed(job=request.job, reason="It cannot be read: say it otherwise."))
        while request.prompt == "wait" and request.job not in cancelled:
            time.sleep(0.005)
        if request.job in cancelled:
            return write(m.Cancelled(job=request.job))
        nodes = [{"id": word, "category": word} for word in request.prompt.split()]
        write(m.Progress(job=request.job, done=0.5, note="halfway"))
        write(m.Composed(job=request.job, scene={"schema": 1, "nodes": nodes, "prompt": request.prompt}))
    if isinstance(request, m.Generate):
        for node in request.scene["nodes"]:
            if node["id"] in request.nodes:
                write(m.Generated(job=request.job, node=node["id"], weights="test", arrays={"tokens": tokens(node)}))
    if isinstance(request, m.Preview):
        node = next(node for node in request.scene["nodes"] if node["id"] == request.node)
        if not request.draft:
            write(m.Generated(job=request.job, node=node["id"], weights="test", arrays={"tokens": tokens(node)}))
        write(shown(request.job, node["id"], "draft" if request.draft else "preview"))
    if isinstance(request, m.Look):
        if "refused" in request.path:
            return write(m.Failed(job=request.job, reason="No object can be told from its background."))
        write(m.Looked(job=request.job, colours={"main": [1.0, 0.0, 0.0], "accent": [0.0, 0.0, 1.0]}, by="background",
                       arrays={"outline": np.eye(8, dtype=np.uint8)}))
    if isinstance(request, m.Preflight):
        if not request.scene.get("nodes"):
            return write(m.Failed(job=request.job, reason="The scene has no object: add one first."))
        lost = {"sentence": "It keeps its first colours.", "engines": ["Unity", "Godot"],
                "remedy": {"label": "Switch the colours", "options": {"colours": "switch", "profile": "unity"}}}
        told = [lost] if request.options.get("colours") == "targets" else []
        write(m.Found(job=request.job, findings=told, report={"triangles": 1200, "targets": 1, "baked": True}))
    if isinstance(request, m.Export):
        return exported(request, write)
    if isinstance(request, m.Import):
        if "refused" in request.path:
            return write(m.Failed(job=request.job, reason="It is damaged: export it again."))
        if "made" in request.path and not request.mesh:
            return carried(request, write)
        said = bool(request.unit) or request.path.endswith(".glb")
        contents = {"triangles": 12, "size": [1200.0, 80.0, 40.0], "takes": [{"name": "walk", "length": 1.5}]}
        write(m.Arrived(
            job=request.job, imported={"name": os.path.basename(request.path), "scale": 1.0 if said else 0.001,
                                       "contents": contents},
            assumed="" if said else "STL files have no unit; Z points up",
            faults=["4 edges of holes"] if not said or "holed" in request.path else [],
            mended=["1 holes closed."] if request.repair else [], beside=beside(request),
            arrays={"file": np.arange(8, dtype=np.uint8)}))
    if isinstance(request, m.Mend):
        if "broken" in request.imported["name"]:
            return write(m.Failed(job=request.job, reason="It has 500,000 triangles: reduce it first."))
        could = {"holes": "duck: 2 holes closed.", "sides": "duck: 7 faces turned."}
        done = [[kind, sentence] for kind, sentence in could.items() if kind in request.kinds]
        made = {**request.imported, "file": "", "contents": {**request.imported["contents"], "watertight": True}}
        write(m.Mended(job=request.job, imported=made, done=done, remarks=["It keeps its UVs."],
                       faults=[] if "holes" in request.kinds else ["4 edges of holes"],
                       arrays={"file": np.arange(20 + len(done), dtype=np.uint8)}))
    if isinstance(request, m.Retopologise):
        if request.triangles < 200:
            return write(m.Failed(job=request.job, reason="It could not be made even: ask for more triangles."))
        made = {**request.imported, "file": "", "rig": None,
                "contents": {**request.imported["contents"], "triangles": request.triangles}}
        write(m.Arrived(job=request.job, imported=made, mended=[f"Retopology: {request.triangles} triangles."],
                        arrays={"file": np.arange(9 + request.quads, dtype=np.uint8)}))
    if isinstance(request, m.Rig):
        if "bare" in request.node:
            return write(m.Failed(job=request.job, reason="It cannot be rigged: the mesh has no faces."))
        write(m.Rigged(job=request.job, node=request.node, kind="dog", turn=3, bones=17, sure=0.4,
                       arrays={"rig": np.arange(9, dtype=np.uint8)}))
    if isinstance(request, m.Prepare):
        write(m.Progress(job=request.job, note="Compiling"))
    if isinstance(request, m.Play):
        rows = [{"id": r["id"], "holds": False, "violations": [[0.5, 1.0]], "worst": 0.21, "unit": "m", "words": "off"}
                for r in request.scene.get("relations", ())]
        write(m.Observed(job=request.job, relations=rows))
        for node in request.scene["nodes"]:
            if node.get("kind", "object") == "object":
                write(shown(request.job, node["id"], "baked" if request.baked else "preview"))
    return write(m.Done(job=request.job, seconds=0.01))


def beside(request):
    """Of a file that says so: a camera that moves, as far away as its unit makes it."""
    if "seen" not in request.path:
        return {}
    away = {"m": 4000.0, "cm": 40.0}.get(request.unit, 4.0)
    keys = [{"time": time, "value": time, "easing": "linear"} for time in (0.0, 2.5)]
    eye = {"id": "Eye", "kind": "camera", "name": "Eye", "placement": {"position": [0.0, 1.0, away]},
           "tracks": [{"path": "position.x", "keys": keys}]}
    return {"sights": [eye], "position": [0.0, 0.0, 0.5], "remarks": ["1 camera of the file comes along."]}


def exported(request, write):
    """A file of the profile's name and the scene's prompt: "wait" waits until it is cancelled, two words fail."""
    words = request.scene.get("prompt", "")
    while words.startswith("wait") and request.job not in cancelled:
        time.sleep(0.005)
    if request.job in cancelled:
        return write(m.Cancelled(job=request.job))
    for prompt, reason in (("full", "No space left on device"), ("refused", "Permission denied")):
        if words == prompt:
            told = f"cannot write {request.path}: {reason}; choose a place you may write to"
            return write(m.Failed(job=request.job, reason=told))
    with open(request.path, "w") as file:
        size = file.write(f"{request.options['profile']} {words}")
    bakes = {"Fish": {"frames": {"times": [0.0, 1.0], "chamfer": [0.1, 0.2], "hausdorff": [0.3, 0.4],
                                 "stretch": [1.0, 1.1], "stretch_worst": [1.0, 2.0], "flipped": [0.0, 0.0]}}}
    write(m.Wrote(job=request.job, path=request.path, size=size,
                  report={"bakes": bakes} if request.options.get("report") else {}))
    return write(m.Done(job=request.job, seconds=0.01))


def carried(request, write):
    """A scene in a file: a fish in a group beside a lamp, with the fish's tokens."""
    array = np.full((1, 3), 7, np.float32)
    nodes = [{"id": "shoal", "kind": "group"}, {"id": "lamp", "category": "lamp", "name": "Lamp"},
             {"id": "fish", "category": "fish", "name": "Fish", "parent": "shoal",
              "generation": {"tokens": digest(array), "weights": "test"}}]
    relations = [{"id": "r", "kind": "on", "source": "fish", "target": "lamp"}]
    write(m.Restored(job=request.job, arrays={digest(array): array},
                     scene={"schema": 3, "nodes": nodes, "relations": relations, "prompt": "a fish on a lamp"}))
    return write(m.Done(job=request.job, seconds=0.01))


def tokens(node):
    asked = node.get("generation", {})
    return np.array([[asked.get("seed", 0), node.get("attributes", {}).get("height", 0.0),
                      asked.get("strength", 1.0)]], np.float32)


def shown(job, node, quality):
    clip = triangle(node)
    return m.Shown(job=job, node=node, quality=quality, header=clip.header(), arrays=clip.arrays())


def triangle(name):
    """One still triangle, a metre wide."""
    eye = np.eye(4)
    return Clip(
        name=name, positions=np.array([[-.5, 0, 0], [.5, 0, 0], [0, 1, 0]], np.float32),
        normals=np.tile(np.float32([0, 0, 1]), (3, 1)), faces=np.array([[0, 1, 2]], np.uint32),
        uvs=np.full((3, 2), 0.5, np.float32), palette=np.full((1, 1, 4), 200, np.uint8),
        surface=np.full((1, 1, 3), 120, np.uint8), tint=np.ones((3, 3), np.float32), part=np.zeros(3, np.int32),
        joints=np.zeros((3, 4), np.uint16), weights=np.tile(np.float32([1, 0, 0, 0]), (3, 1)), joint_names=("body",),
        joint_parents=np.array([-1], np.int32), bind=eye[None], target_names=(),
        target_positions=np.zeros((0, 3, 3), np.float32), target_normals=np.zeros((0, 3, 3), np.float32),
        target_tints=np.zeros((0, 3, 3), np.float32), times=np.array([0.0, 6.0]), target_weights=np.zeros((2, 0)),
        joint_translation=np.zeros((2, 1, 3)), joint_rotation=np.tile(np.float64([0, 0, 0, 1]), (2, 1, 1)),
        joint_scale=np.ones((2, 1, 3)), place_times=np.array([0.0, 6.0]), place_translation=np.zeros((2, 3)),
        place_rotation=np.tile(np.float64([0, 0, 0, 1]), (2, 1)), place_scale=np.ones((2, 3)),
        report={"error_worst": 0.5})


def main():
    lock = threading.Lock()

    def write(message):
        with lock:
            m.write(sys.stdout.buffer, message)

    write(m.Hello(device="cpu", dtype="float32", weights="test"))
    while (message := m.read(sys.stdin.buffer)) is not None:
        if isinstance(message, m.Shutdown):
            break
        if isinstance(message, m.Cancel):
            cancelled.add(message.job)
        else:
            threading.Thread(target=answer, args=(message, write), daemon=True).start()
    os._exit(0)


if __name__ == "__main__":
    main()
