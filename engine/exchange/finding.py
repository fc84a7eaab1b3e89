"""Findings: what a file will show differently, in the artist's words, and what would mend it.

In     sentences.   Out   plain values for reports and for the studio.
Raises nothing.   Knows nothing of what is found: engine.exchange.preflight and the writers do.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Remedy:
    """Options of the export, changed, and what that is called on a button."""

    label: str
    options: Mapping[str, Any]


@dataclass(frozen=True)
class Finding:
    """One difference, in the artist's words."""

    sentence: str
    engines: tuple[str, ...] = ()           # titles of the readers that it is about; none: every one
    remedy: Remedy | None = None

    def line(self) -> str:
        """For whom, and what."""
        return f"{', '.join(self.engines)}: {self.sentence}" if self.engines else self.sentence

    def plain(self) -> dict[str, Any]:
        """JSON values."""
        return {"sentence": self.sentence, "engines": list(self.engines), "remedy": None if self.remedy is None else
                {"label": self.remedy.label, "options": dict(self.remedy.options)}}


def told(findings: Sequence[Finding]) -> dict[str, Any]:
    """The findings as a file's report has them."""
    return {"findings": [finding.plain() for finding in findings], "remarks": [finding.line() for finding in findings]}
