"""After the warm-up no request compiles or loads anything more: it calls exactly what the engine calls."""

import io
import json
import subprocess
import sys
from pathlib import Path

from engine.document.plain import scene_to_json
from engine.document.storage import load
from engine.messages import Play, Prepare, Preview, Request, read, write
from engine.paths import asset


def _through_the_wire(request: Request) -> Request:
    stream = io.BytesIO()
    write(stream, request)
    stream.seek(0)
    return read(stream)


def _signatures() -> None:
    """Prints what is compiled after the warm-up, and after a preview, a bake and a morph."""
    from engine.bake.warm import warm
    from engine.form.compiling import signatures
    from engine.jobs import Engine
    from engine.worker import Job, Worker

    warm()
    warmed = str(signatures())
    scene, blobs, _ = load(asset("samples/first-light.chrono"))
    scene = scene.changed(duration=4.0, rate=2.0)
    plain, arrays = scene_to_json(scene), blobs.needed(scene)
    node = next(n.id for n in scene.nodes if n.kind == "object")
    engine = Engine(device="cpu")
    worker = Worker(io.BytesIO(), io.BytesIO())
    for request in (Play(scene=plain, arrays=arrays), Play(scene=plain, arrays=arrays, baked=True),
                    Preview(scene=plain, arrays=arrays, node=node)):
        request = _through_the_wire(request)
        engine.answer(request, Job(worker, request))
    print(json.dumps([warmed, str(signatures())]))


def test_a_warm_engine_compiles_nothing_more():
    done = subprocess.run([sys.executable, __file__], cwd=Path(__file__).parents[3], capture_output=True, text=True,
                          check=True)
    warmed, later = json.loads(done.stdout)
    assert "lattice.band" in warmed
    assert later == warmed


def test_preparing_is_a_request_like_others():
    assert _through_the_wire(Prepare(job="a")) == Prepare(job="a")


if __name__ == "__main__":
    _signatures()
