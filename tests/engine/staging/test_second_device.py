"""The layout's energies run on a second device type: a tensor left on the CPU would be found out."""

import numpy as np
import pytest
import torch

from engine.document.scene import Node, Relation, Scene
from engine.staging.bodies import bodies
from engine.staging.layout import Plan, levels
from engine.vocabulary.relations import RELATIONS

BOXES = {"mug": (np.array([-0.1, 0.0, -0.1]), np.array([0.1, 0.2, 0.1])),
         "table": (np.array([-0.6, 0.0, -0.4]), np.array([0.6, 0.7, 0.4])),
         "chair": (np.array([-0.3, 0.0, -0.3]), np.array([0.3, 0.9, 0.3]))}
PLACES = [key for key, row in RELATIONS.items() if row.family == "place" and key != "facing"]


def plan(kind: str, device: str) -> Plan:
    scene = Scene(nodes=tuple(Node(name, category=name) for name in BOXES),
                  relations=(Relation("r", kind, "mug", "table"),))
    group = bodies(scene, BOXES)
    return Plan(group, list(scene.relations), levels(group, list(scene.relations)), dict.fromkeys(group, 0.3), device)


@pytest.mark.parametrize("kind", PLACES)
def test_energy_and_slope_stay_on_their_device(kind: str) -> None:
    ground = torch.zeros(4, 3, 2, dtype=torch.float64, device="meta", requires_grad=True)
    energy = plan(kind, "meta").energy(ground)
    slope = torch.autograd.grad(energy.sum(), ground)[0]
    assert (energy.device.type, slope.device.type) == ("meta", "meta")
    assert slope.shape == ground.shape


def test_a_stray_tensor_would_be_found() -> None:
    ground = torch.zeros(4, 3, 2, dtype=torch.float64, device="meta")
    with pytest.raises(RuntimeError, match="device"):
        plan("next to", "cpu").energy(ground)
