"""Rows: each relation is drawn once, in the family's colour, and the morph as a chain of states."""

from timeline_scene import SCENE

from engine.document.scene import Node, Relation
from engine.vocabulary.relations import RELATIONS
from studio.timeline.rows import edges_of, rows_of


def test_every_relation_stands_in_exactly_one_row():
    rows = rows_of(SCENE)
    drawn = [bar.relation for row in rows for bar in (*row.clips, *row.fades)]
    assert sorted(drawn) == sorted(relation.id for relation in SCENE.relations)


def test_clips_of_a_row_never_overlap_and_wear_their_family():
    more = SCENE.changed(relations=(*SCENE.relations, Relation("r5", "behind", "fish", "lamp", 0.5, 2.5)))
    for row in rows_of(more):
        for a, b in zip(row.clips, row.clips[1:]):
            assert a.end <= b.start
        assert all(clip.family == RELATIONS[more.relation(clip.relation).kind].family for clip in row.clips)


def test_a_state_takes_its_objects_row_and_has_none_of_its_own():
    rows = rows_of(SCENE)
    assert not [row for row in rows if row.kind == "node" and row.node == "tree"]
    lamp = next(row for row in rows if row.node == "lamp")
    assert [(fade.target, fade.start, fade.end) for fade in lamp.fades] == [("tree", 3.0, 4.5)]


def test_a_chain_of_states_follows_in_time():
    longer = SCENE.changed(nodes=(*SCENE.nodes, Node("mug", kind="state", category="mug")),
                           relations=(*SCENE.relations, Relation("r6", "morphs into", "tree", "mug", 5.0, 6.0)))
    lamp = next(row for row in rows_of(longer) if row.node == "lamp")
    assert [fade.target for fade in lamp.fades] == ["tree", "mug"]


def test_folding_keeps_every_key_time_on_the_main_row():
    row = next(row for row in rows_of(SCENE, {"lamp"}) if row.node == "lamp")
    assert row.times.tolist() == [0.0, 0.5, 1.2, 2.4, 4.0]
    assert not [row for row in rows_of(SCENE, {"lamp"}) if row.node == "lamp" and row.kind == "track"]


def test_violations_come_from_what_was_observed():
    seen = {"r1": {"id": "r1", "holds": False, "violations": [[1.0, 1.5]], "words": "off by 0.21 m"}}
    clip = next(clip for row in rows_of(SCENE, observed=seen) for clip in row.clips if clip.relation == "r1")
    assert [(v.start, v.end, v.words) for v in clip.violations] == [(1.0, 1.5, "off by 0.21 m")]


def test_edges_to_snap_to_leave_out_what_is_dragged():
    assert 5.0 in edges_of(SCENE)
    assert 5.0 not in edges_of(SCENE, but={"r2"})
    assert 2.4 in edges_of(SCENE)
