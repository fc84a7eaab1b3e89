"""A session with a generated lamp, a state, a relation and a camera; and the inspector on it."""

import numpy as np
import pytest

from engine.document.edits import SetTokens, apply
from engine.document.scene import Key, Node, Relation, Scene, Track
from engine.vocabulary.slots import CHANNEL, SLOT, SLOT_COUNT, TOKEN_WIDTH
from studio import theme
from studio.inspector.panel import Inspector
from studio.session import Session

SCENE = Scene(
    nodes=(Node("lamp", name="Tall lamp", category="lamp", attributes={"height": 0.5},
                tracks=(Track("motion.intensity", (Key(0.0, 0.2), Key(2.0, 0.6))),)),
           Node("fish", name="Red fish", category="fish"), Node("tree", kind="state", name="Tree", category="tree"),
           Node("camera", kind="camera", name="Camera", settings={"field of view": 40.0})),
    relations=(Relation("r1", "orbits", "fish", "lamp", 0.0, 3.0), Relation("r2", "morphs into", "lamp", "tree", 3.0)))


def lamp_tokens() -> np.ndarray:
    """Tokens of a foot, a pole and three legs, in plain colours."""
    tokens = np.full((SLOT_COUNT, TOKEN_WIDTH), -1.0, np.float32)
    for index, role in enumerate(("body", "neck", "upper leg")):
        row = tokens[SLOT[role]]
        row[CHANNEL["exists"]] = 1.0
        row[CHANNEL["symmetry"]] = (1, -1, -1, -1, -1)
        row[CHANNEL["colour"]] = (0.2 * index, 0.0, -0.5)
        row[CHANNEL["log_size"]] = (-2.0, -1.0 - index, -2.0)
    tokens[SLOT["upper leg"], CHANNEL["symmetry"]] = (-1, -1, -1, 1, -1)
    tokens[SLOT["upper leg"], CHANNEL["count"]] = (-1, 1, -1)
    return tokens


@pytest.fixture
def session(qapp):
    theme.load_fonts()
    session = Session()
    name = session.blobs.put(lamp_tokens())
    session.open(apply(SCENE, SetTokens("lamp", name, "w1")), session.blobs)
    return session


@pytest.fixture
def inspector(session, qtbot):
    panel = Inspector(session)
    qtbot.addWidget(panel)
    panel.resize(320, 900)
    panel.show()
    qtbot.waitExposed(panel)
    return panel
