import pytest
from clip_sample import bar

from engine.exchange.files import ExportError
from engine.exchange.writing import GLTF_ALONE, WRITERS, check_options, most_targets, write
from engine.vocabulary.formats import EXPORTS, FORMATS, FRAMES

OPTIONS = {"profile": "portable", "pivot": "base", "per_object": False, "lods": 0, "path_motion": None, "colours": None}


@pytest.mark.parametrize("ending", EXPORTS)
def test_every_ending_has_a_writer_and_can_be_imported_again(tmp_path, ending):
    path = tmp_path / f"a{ending}"
    check_options(path, OPTIONS)
    assert EXPORTS[ending] in WRITERS
    assert FORMATS[ending] == EXPORTS[ending]
    report = write([bar()], path, OPTIONS, scene_name="a", fps=30.0, extras=[{"id": "x"}], about=None)
    assert report["path"] == str(path)
    assert report["bytes"] == sum(file.stat().st_size for file in tmp_path.rglob("*") if file.is_file())


@pytest.mark.parametrize("ending", FRAMES)
def test_what_is_written_frame_by_frame_tells_how_far_it_is(tmp_path, ending):
    path = tmp_path / (f"a_##{ending}" if FRAMES[ending] == "series" else f"a{ending}")
    check_options(path, OPTIONS)
    heard = []
    report = write([bar()], path, OPTIONS, scene_name="a", fps=5.0, extras=[{}], about=None, on_frame=heard.append)
    assert report["bytes"] == sum(file.stat().st_size for file in tmp_path.rglob("*") if file.is_file())
    assert len(heard) >= report["frames"] == 11
    assert heard == sorted(heard)
    wrong = tmp_path / (f"a{ending}" if FRAMES[ending] == "series" else f"a_##{ending}")
    with pytest.raises(ExportError, match=r"number them as a_####|leave the # out"):
        check_options(wrong, OPTIONS)
    with pytest.raises(ExportError, match="leave the way of changing colours out"):
        check_options(path, OPTIONS | {"colours": "switch"})


def test_what_only_a_glb_has_is_refused_elsewhere(tmp_path):
    for key, value in (("profile", "web"), ("lods", 2), ("per_object", True), ("path_motion", "root"),
                       ("variants", 2)):
        with pytest.raises(ExportError, match=GLTF_ALONE[key][1]):
            check_options(tmp_path / "a.usdc", OPTIONS | {key: value})
    with pytest.raises(ExportError, match=r"end it in \.glb"):
        check_options(tmp_path / "a.dae", OPTIONS)
    check_options(tmp_path / "a.usdc", OPTIONS | {"occlusion": True})
    with pytest.raises(ExportError, match="ambient occlusion is for"):
        check_options(tmp_path / "a.mdd", OPTIONS | {"occlusion": True})
    with pytest.raises(ExportError, match="0 to 8"):
        check_options(tmp_path / "a.glb", OPTIONS | {"variants": 9})
    with pytest.raises(ExportError, match="levels of detail"):
        check_options(tmp_path / "a.glb", OPTIONS | {"lods": 2})
    assert most_targets(tmp_path / "a.usdc", "portable") > most_targets(tmp_path / "a.glb", "portable")
