"""A node's words as numbers; what it leaves open stays open."""

import numpy as np
import pytest
import torch

from engine.conditioning.condition import Condition, ConditionError, nothing, of_node, of_values, to_tensors
from engine.document.scene import Motion, Node
from engine.vocabulary.attributes import CONDITION, CONDITION_INDEX
from engine.vocabulary.categories import CATEGORIES
from engine.vocabulary.verbs import VERB_KEYS


def test_said_and_open() -> None:
    node = Node("a", category="fish", attributes={"height": 0.4}, colours={"main": (1.0, 0.5, 0.0)},
                motion=Motion("swim", intensity=0.75))
    wish = of_node(node)
    assert list(CATEGORIES)[wish.category] == "fish"
    assert VERB_KEYS[wish.verb] == "swim"
    said = {name: float(wish.values[index]) for name, index in CONDITION_INDEX.items() if wish.mask[index]}
    assert said == pytest.approx({"height": 0.4, "main r": 1.0, "main g": 0.0, "main b": -1.0, "intensity": 0.5})
    assert not wish.values[wish.mask == 0].any()


def test_an_attribute_of_other_categories_says_nothing() -> None:
    key = "boxiness"
    assert key not in {a.key for a in CATEGORIES["fish"].attributes}
    assert np.array_equal(of_node(Node("a", category="fish", attributes={key: 1.0})).mask,
                          of_node(Node("a", category="fish")).mask)


@pytest.mark.parametrize(("node", "named"), [
    (Node("a", category="gryphon"), "gryphon"),
    (Node("a", category="fish", motion=Motion("moonwalk")), "moonwalk"),
    (Node("a", category="fish", attributes={"charm": 1.0}), "charm"),
    (Node("a", category="fish", colours={"third": (0.0, 0.0, 0.0)}), "third"),
])
def test_unknown_words_are_named(node: Node, named: str) -> None:
    with pytest.raises(ConditionError, match=named):
        of_node(node)


def test_values_must_be_finite_and_whole() -> None:
    with pytest.raises(ConditionError):
        Condition(0, 0, np.full(len(CONDITION), np.nan), np.ones(len(CONDITION)))
    with pytest.raises(ConditionError):
        Condition(0, 0, np.zeros(3), np.zeros(3))


def test_tensors_of_a_batch_on_any_device() -> None:
    batch = to_tensors([of_values(1, 2, {"height": 3.0}), nothing()])
    assert batch["category"].tolist() == [1, -1]
    assert batch["verb"].tolist() == [2, -1]
    assert batch["values"].shape == (2, len(CONDITION))
    assert float(batch["values"][0, 0]) == 1.0
    assert not batch["mask"][1].any()
    assert {t.device.type for t in to_tensors([nothing()], torch.device("meta")).values()} == {"meta"}
