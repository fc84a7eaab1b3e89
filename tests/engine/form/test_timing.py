"""Parts of a morph that go at times of their own."""

from dataclasses import fields

import numpy as np
import pytest

from engine.document.tracks import EASES
from engine.form.matching import aligned
from engine.form.morph import Morph, MorphError
from engine.form.outline import outline
from engine.form.pieces import components
from engine.form.timing import Span, reach, spans
from engine.form.unit import own_of, unit_of
from engine.vocabulary.slots import SLOT
from tests.engine.form.shapes import SHAPES, chair_slots, dog_slots, mug_slots, parts_of

LINEAR = EASES["linear"]
CHAIR, DOG = parts_of(chair_slots()), parts_of(dog_slots())


def of(common, name, start, end, ease=LINEAR):
    """Spans of the parts that a slot of the first object names."""
    return spans(common, {(SLOT[name], -1): (start, end, ease)})


def test_a_span_stands_still_before_and_after():
    span = Span(0.2, 0.6, EASES["ease"])
    assert [span.share(at) for at in (0.0, 0.2, 0.4, 0.6, 1.0)] == pytest.approx([0.0, 0.0, 0.5, 1.0, 1.0])


def test_the_head_goes_first_and_the_legs_last():
    common = aligned(DOG, CHAIR)
    told = {(SLOT["head"], -1): (0.0, 0.4, LINEAR), (SLOT["upper leg"], -1): (0.6, 1.0, LINEAR)}
    morph = Morph(common.first, common.last, spans=spans(common, told))
    head, legs = (common.first.slot == SLOT[name] for name in ("head", "upper leg"))
    ends = [morph.at(float(morph.even(at))) for at in (0.4, 0.6)]
    for made in ends:
        assert np.allclose(made.size[head], common.last.size[head])
        assert np.allclose(made.size[legs], common.first.size[legs])
        assert np.allclose(made.colour[legs], common.first.colour[legs])
    between = morph.at(float(morph.even(0.2)))
    for end in (common.first, common.last):
        assert np.abs(np.log(between.size[head] / end.size[head])).max() > 0.01
    other = common.first.slot == SLOT["body"]
    plain = Morph(common.first, common.last).at(float(morph.even(0.2)))
    assert np.array_equal(between.size[other], plain.size[other])


def test_a_span_is_kept_whatever_the_style_says_and_begins_when_it_was_asked():
    """Where all stand still for half of the way, no pace makes up for it."""
    common = aligned(CHAIR, DOG)
    late = [Span(0.5, 1.0, LINEAR)] * len(common.first)
    for style in ("direct", "wipe upwards", "grow along the skeleton"):
        morph = Morph(common.first, common.last, style=style, spans=late)
        before = morph.loose(float(morph.even(0.49)))
        assert np.array_equal(before.size, Morph(common.first, common.last).loose(0.0).size)
        assert np.abs(morph.loose(float(morph.even(0.6))).size - common.first.size).max() > 0.01
    with pytest.raises(MorphError, match="2 spans for"):
        Morph(common.first, common.last, spans=late[:2])


@pytest.mark.parametrize("ease", ["linear", "overshoot"])
@pytest.mark.parametrize(("first", "last"), [("chair", "dog"), ("dog", "mug"), ("mug", "dog")])
def test_what_goes_one_after_the_other_stays_joined_and_has_no_jumps(first, last, ease):
    common = aligned(parts_of(SHAPES[first]()), parts_of(SHAPES[last]()))
    count = len(common.first)
    told = [Span(0.7 * k / count, 0.7 * k / count + 0.3, EASES[ease]) for k in np.argsort(-np.arange(count))]
    morph = Morph(common.first, common.last, spans=told)
    assert morph.at(0.0) is common.first
    assert morph.at(1.0) is common.last
    made = [morph.at(share) for share in np.linspace(0.0, 1.0, 801).tolist()]
    assert max(np.abs(b.centre - a.centre).max() for a, b in zip(made, made[1:])) < 0.04
    assert all(components(parts) == 1 for parts in made[::32])
    assert all((parts.size > 0.0).all() and (parts.colour >= 0.0).all() and (parts.colour <= 1.0).all()
               and (np.abs(parts.exponents) <= 1.0).all() for parts in made)


def test_a_limb_hangs_on_its_host_by_the_same_place_while_only_the_host_goes():
    larger = DOG.changed(size=DOG.size * 1.5, centre=DOG.centre * 1.5, joint=DOG.joint * 1.5)
    common = aligned(DOG, larger)
    morph = Morph(common.first, common.last, spans=of(common, "body", 0.0, 0.5))
    leg = int(np.flatnonzero(common.first.slot == SLOT["upper leg"])[0])
    body = np.array([common.first.parent[leg]])
    made = morph.loose(float(morph.even(0.5)))
    assert np.allclose(made.size[body], common.last.size[body])
    held = [unit_of(parts, body, parts.joint[leg][None])[0] for parts in (common.first, made, common.last)]
    assert np.allclose(held[1], held[0], atol=1e-6)
    anchor = own_of(made, np.array([leg]), unit_of(common.first, np.array([leg]), common.first.joint[leg][None]))[0]
    assert np.allclose(made.joint[leg], made.centre[leg] + made.rotation[leg] @ anchor, atol=1e-6)


def test_what_overshoots_grows_farther_than_it_stays_and_what_vanishes_does_not_come_back():
    common = aligned(parts_of(mug_slots()), DOG)
    told = [Span(0.0, 0.5, EASES["overshoot"])] * len(common.first)
    morph = Morph(common.first, common.last, spans=told)
    sizes = np.array([morph.at(float(morph.even(at))).size.max(1) for at in np.linspace(0.0, 1.0, 101)])
    grown = common.of_first < 0
    assert (sizes[:, grown].max(0) > 1.08 * common.last.size[grown].max(1)).all()
    assert (sizes >= np.minimum(common.first.size, common.last.size).max(1) - 1e-12).all()
    back = aligned(DOG, parts_of(mug_slots()))
    gone = Morph(back.first, back.last, spans=[Span(0.0, 0.5, EASES["overshoot"])] * len(back.first))
    shrunk = back.of_last < 0
    after = gone.at(float(gone.even(0.45))).size[shrunk]
    assert np.allclose(after, back.last.size[shrunk], rtol=1e-6)


def test_a_part_is_named_by_what_it_was_or_by_what_it_becomes():
    common = aligned(CHAIR, DOG)
    pair = int(np.flatnonzero((common.of_first >= 0) & (common.of_last >= 0) & (common.first.parent >= 0))[0])
    first, last = int(common.first.slot[pair]), int(common.last.slot[pair])
    early, late = (0.0, 0.3, LINEAR), (0.7, 1.0, LINEAR)
    assert spans(common, {(-1, last): late})[pair].start == 0.7
    assert spans(common, {(-1, last): late, (first, -1): early})[pair].start == 0.0
    assert spans(common, {}) == []
    alone = int(np.flatnonzero(common.of_first < 0)[0])
    told = spans(common, {(-1, int(common.last.slot[alone])): late})
    assert told[alone].start == 0.7
    assert told[0] is None


def test_further_copies_of_what_a_part_becomes_go_with_it():
    """A mug's one handle and a dog's legs: whichever leg it becomes, its twin goes at the same time."""
    twin = parts_of([mug_slots()[0], dog_slots()[5]])
    one = parts_of([mug_slots()[0], mug_slots()[1]])
    common = aligned(one, twin, [(SLOT["handle"], SLOT["upper leg"])])
    slot = int(one.slot[1])
    told = spans(common, {(slot, -1): (0.7, 1.0, LINEAR)})
    legs = np.flatnonzero(common.last.slot == twin.slot[1])
    assert len(legs) == 2
    assert all(told[leg] is not None and told[leg].start == 0.7 for leg in legs)


def test_reach_tells_what_is_far_from_the_root():
    far = reach(DOG, DOG, [(int(slot), int(slot)) for slot in np.unique(DOG.slot)])
    told = dict(zip(np.unique(DOG.slot).tolist(), far))
    assert told[SLOT["body"]] == 0.0
    assert told[SLOT["neck"]] < told[SLOT["head"]] < told[SLOT["muzzle"]] <= 1.0


def test_the_same_spans_give_the_same_bytes():
    common = aligned(CHAIR, DOG)
    made = [Morph(common.first, common.last, spans=of(common, "upper leg", 0.2, 0.7, EASES["ease in"])).at(0.4)
            for _ in range(2)]
    for column in fields(made[0]):
        assert getattr(made[0], column.name).tobytes() == getattr(made[1], column.name).tobytes()
    assert np.isfinite(outline(made[0])).all()
