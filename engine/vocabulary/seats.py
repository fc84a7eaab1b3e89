"""Seats: where another thing stands on an object whose highest point is no place to stand.

Plain table; imports nothing.
"""

SEATS: dict[str, float] = {"chair": 0.5, "horse": 0.66, "dog": 0.64, "cat": 0.66}
"""Category to share of its height; all others carry on their top."""
