"""Properties and sockets on the command line."""

import argparse

import pytest

from engine.cli.asking import CommandError
from engine.cli.attaching import attached, attaching
from engine.document.scene import Node, Scene, Socket

SCENE = Scene(nodes=(Node("robot-1", name="Robot", category="robot"), Node("mug", category="mug"),
                     Node("camera", kind="camera")))


def given(*words):
    command = argparse.ArgumentParser()
    attaching(command)
    return attached(SCENE, command.parse_args(words))


def test_they_are_given_to_one_object_or_to_all():
    made = given("--property", "health=3", "--property", "Robot:says=a: b=c", "--socket", "mug:grip@handle=0,0.1,0",
                 "--socket", "top")
    assert dict(made.node("robot-1").properties) == {"health": "3", "says": "a: b=c"}
    assert dict(made.node("mug").properties) == {"health": "3"}
    assert made.node("mug").sockets == (Socket("grip", "handle", (0.0, 0.1, 0.0)), Socket("top"))
    assert made.node("robot-1").sockets == (Socket("top"),)
    assert made.node("camera") is SCENE.node("camera")
    assert given() is SCENE


def test_the_last_of_one_name_counts():
    made = given("--socket", "a@head", "--socket", "a@hand", "--property", "x=1", "--property", "x=2")
    assert made.node("mug").sockets == (Socket("a", "hand"),)
    assert dict(made.node("mug").properties) == {"x": "2"}


@pytest.mark.parametrize(("words", "said"), [
    (("--property", "health"), "like health=3"), (("--socket", "a=1"), "three numbers"),
    (("--property", "lamp:a=1"), "choose one of Robot, mug"), (("--property", "chronoform=1"), "is not chronoform")])
def test_what_cannot_be_is_refused(words, said):
    with pytest.raises(CommandError, match=said):
        given(*words)
