"""What tests of the engine share."""

import pytest

from engine.generation.generator import Generator
from engine.stages import Stages


@pytest.fixture(scope="module")
def stages():
    generator = Generator(device="cpu")
    return Stages(lambda: generator)
