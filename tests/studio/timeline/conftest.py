"""A session on the sample scene, and panels that are shown."""

import pytest
from timeline_scene import SCENE

from studio import theme
from studio.session import Session
from studio.timeline.panel import Timeline


@pytest.fixture
def session(qapp):
    theme.load_fonts()
    return Session(SCENE)


@pytest.fixture
def timeline(session, qtbot):
    panel = Timeline(session)
    qtbot.addWidget(panel)
    panel.resize(1200, 320)
    panel.show()
    qtbot.waitExposed(panel)
    return panel
