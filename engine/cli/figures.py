"""Figures: a measured clip in one line.

In     an object's name, its columns (engine.bake.by_frame).   Out   a sentence.   Raises nothing.
"""

from __future__ import annotations


def line(name: str, figures: dict) -> str:
    worst, most, flipped = (max(figures[key]) for key in ("stretch", "stretch_worst", "flipped"))
    strained = (f"edges up to {worst:.3g} times as long as at rest (99 in 100; the longest {most:.3g} times), at most "
                f"{flipped:.2%} of what is seen shows its back")
    if "unmeasured" in figures:
        return f"{name}: no {figures['unmeasured']}; {strained}"
    off = figures["chamfer"]
    at = figures["times"][off.index(max(off))]
    return (f"{name}: off by {sum(off) / len(off):.3g} % of its size in the mean, {max(off):.3g} % in its worst frame "
            f"(at {at:.2f} s), nowhere by more than {max(figures['hausdorff']):.3g} %; {strained}")
