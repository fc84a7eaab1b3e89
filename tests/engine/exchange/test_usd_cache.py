"""Points of a USD mesh that move by themselves: what usd-core says of any time is what is shown."""

import numpy as np
import pytest
import trimesh
from pxr import Gf, Usd, UsdGeom

from engine.bake.evaluate import evaluate
from engine.exchange.importing import Pace, asset_of, clip_of, import_file, stand
from engine.exchange.usd_cache import MOST

RATE = 24.0


def waving(path, samples, *, others=()):
    """A sheet through which a wave goes, in metres; and `others` of so many samples."""
    stage = Usd.Stage.CreateNew(str(path))
    stage.SetTimeCodesPerSecond(RATE)
    stage.SetStartTimeCode(1.0)
    stage.SetEndTimeCode(float(samples))
    UsdGeom.SetStageMetersPerUnit(stage, 1.0)
    UsdGeom.SetStageUpAxis(stage, UsdGeom.Tokens.y)
    sheet = trimesh.creation.box((1.0, 0.05, 1.0)).subdivide().subdivide()
    for number, count in enumerate((samples, *others)):
        mesh = UsdGeom.Mesh.Define(stage, f"/sheet{number or ''}")
        mesh.GetFaceVertexCountsAttr().Set([3] * len(sheet.faces))
        mesh.GetFaceVertexIndicesAttr().Set(sheet.faces.reshape(-1).tolist())
        for code in range(1, count + 1):
            points = np.array(sheet.vertices) + (0.0, number, 0.0)
            points[:, 1] += 0.2 * np.sin(4.0 * points[:, 0] + 0.4 * code)
            mesh.GetPointsAttr().Set([Gf.Vec3f(*map(float, p)) for p in points], float(code))
    stage.Save()
    return path


@pytest.mark.parametrize("samples", [12, 2 * MOST])
def test_a_mesh_cache_moves_as_usd_says(tmp_path, samples):
    path = waving(tmp_path / "sheet.usda", samples)
    read = import_file(path)
    assert [take.length for take in read.contents.takes] == pytest.approx([(samples - 1) / RATE])
    asset = asset_of(read.imported("0" * 64), read.data)
    where = stand(asset)
    clip = clip_of(asset, "a", where, pace=Pace((0.0, samples / RATE), loops=False))
    stage = Usd.Stage.Open(str(path))
    mesh = UsdGeom.Mesh(stage.GetPrimAtPath("/sheet"))
    worst = 0.0
    for code in (1.0, 1.5, 4.25, 7.9, samples - 0.3, float(samples)):
        true = np.array(mesh.GetPointsAttr().Get(Usd.TimeCode(code))) @ where.matrix[:3, :3].T + where.matrix[:3, 3]
        shown, normals, _ = evaluate(clip, (code - 1.0) / RATE)
        off = np.abs(shown[:, None] - true).max(2)
        worst = max(worst, float(off.min(1).max()), float(off.min(0).max()))
        surface = trimesh.Trimesh(shown, clip.faces, process=False)
        merged = trimesh.Trimesh(shown, clip.faces)
        assert merged.is_watertight
        near = np.einsum("fi,fi->f", surface.face_normals, normals[clip.faces].mean(1))
        assert np.mean(near > 0.7) > 0.95
    if samples <= MOST:
        assert worst < 1e-5
        assert not any("moments" in line for line in read.remarks)
    else:
        (said,) = [line for line in read.remarks if "moments" in line]
        assert f"{MOST + 1} are kept" in said
        assert worst < 0.02


def test_several_caches_share_what_can_be_shown(tmp_path):
    read = import_file(waving(tmp_path / "sheets.usda", 40, others=(40, 30, 20)))
    asset = asset_of(read.imported("0" * 64), read.data)
    clip = clip_of(asset, "a", stand(asset), pace=Pace((0.0, 2.0)))
    assert len(clip.target_names) == MOST
    said = " ".join(read.remarks)
    assert "sheet2: of the 30 moments" in said
    assert "sheet3: its points move by themselves; they are kept as they are at first" in said
