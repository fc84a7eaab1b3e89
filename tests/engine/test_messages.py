import io
import struct

import numpy as np
import pytest

from engine import messages
from engine.messages import Failed, Shown, WireError


def _frame(message):
    stream = io.BytesIO()
    messages.write(stream, message)
    return stream.getvalue()


def test_messages_travel_whole():
    arrays = {"a": np.arange(6, dtype=np.float32).reshape(2, 3), "b": np.zeros((0, 3), np.uint16), "c": np.array([7])}
    got = messages.read(io.BytesIO(_frame(Shown(job="j1", node="fish", header={"k": [1, None]}, arrays=arrays))))
    assert isinstance(got, Shown)
    assert (got.job, got.node, got.header) == ("j1", "fish", {"k": [1, None]})
    for name, array in arrays.items():
        np.testing.assert_array_equal(got.arrays[name], array)
        assert got.arrays[name].dtype == array.dtype


def test_the_end_between_frames_is_no_error():
    assert messages.read(io.BytesIO(b"")) is None


@pytest.mark.parametrize("spoil", [
    lambda f: b"XX" + f[2:],                                        # not ours
    lambda f: f[:4] + struct.pack("<H", 99) + f[6:],                # another protocol
    lambda f: f[:-3],                                               # cut off
    lambda f: f[:6] + struct.pack("<I", 2**31) + f[10:],            # absurd header
    lambda f: f.replace(b'"float32"', b'"object_"'),                # a type that must not travel
    lambda f: f.replace(b'"shape":[2]', b'"shape":[9]'),            # longer than its frame
    lambda f: f.replace(b'"type":"Shown"', b'"type":"Evil1"'),
])
def test_spoilt_frames_are_refused(spoil):
    frame = _frame(Shown(job="j", arrays={"a": np.zeros(2, np.float32)}))
    with pytest.raises(WireError):
        messages.read(io.BytesIO(spoil(frame)))


def test_arrays_of_objects_do_not_leave():
    with pytest.raises(WireError, match="object"):
        _frame(Shown(arrays={"a": np.array([{}])}))


def test_unknown_fields_are_refused():
    frame = _frame(Failed(job="j", reason="x")).replace(b'"reason"', b'"season"')
    with pytest.raises(WireError, match="season"):
        messages.read(io.BytesIO(frame))
