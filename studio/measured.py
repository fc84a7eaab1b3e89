"""What an export measured, key by key: a chart of each object, to be looked at and saved.

In     the report of a file that was written with "report" (engine.messages.Wrote): its bakes by name.
Out    a dialog; `chose` the time of a key that was clicked [s]; a CSV or JSON file where the artist saves one.
Raises nothing.  Knows nothing of how it was measured.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from io import StringIO
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QDialog, QFileDialog, QHBoxLayout, QLabel, QPushButton, QWidget

from studio import theme
from studio.endings import stacked
from studio.error_chart import ErrorChart

COLUMNS = {"chamfer": "Chamfer, % of size", "hausdorff": "Hausdorff, % of size", "stretch": "stretch, 99 of 100 edges",
           "stretch_worst": "stretch, worst edge", "flipped": "inside out, share"}
FILTERS = {".csv": "Table (*.csv)", ".json": "JSON (*.json)"}

Bakes = Mapping[str, Mapping[str, Any]]


def measured(report: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """Of a file's report, the objects that were measured."""
    return {name: bake for name, bake in report.get("bakes", {}).items() if "frames" in bake}


def as_csv(bakes: Bakes) -> str:
    """A row for every key of every object; a cell is empty where there is nothing to measure against."""
    out = StringIO()
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow(["object", "time, s", *COLUMNS.values(), "another mesh begins"])
    for name, bake in bakes.items():
        figures, began = bake["frames"], set[int]()
        for key, time in enumerate(figures["times"]):
            why = [cut[2] for index, cut in enumerate(bake.get("cuts", ())) if cut[0] <= time and index not in began]
            began |= {index for index, cut in enumerate(bake.get("cuts", ())) if cut[0] <= time}
            rows.writerow([name, time, *(figures[each][key] if each in figures else "" for each in COLUMNS),
                           "; ".join(why)])
    return out.getvalue()


def as_json(bakes: Bakes) -> str:
    """The same by object and column, with what was not measured and why."""
    objects = [{"name": name, **bake["frames"],
                "cuts": [dict(zip(("start", "end", "why"), cut)) for cut in bake.get("cuts", ())]}
               for name, bake in bakes.items()]
    units = {"times": "s", "chamfer": "% of size", "hausdorff": "% of size", "stretch": "times its length at rest",
             "stretch_worst": "times its length at rest", "flipped": "share of what is seen"}
    return json.dumps({"units": units, "objects": objects}, indent=1, allow_nan=False) + "\n"


class MeasuredDialog(QDialog):
    chose = Signal(float)            # s

    def __init__(self, bakes: Bakes, file: Path, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.bakes, self.file = bakes, file
        self.setWindowTitle(f"Error of {file.name}")
        self.setProperty("role", "sheet")
        self.objects, self.chart = QComboBox(), ErrorChart()
        self.objects.setAccessibleName("Object")
        self.objects.addItems(list(bakes))
        self.objects.setVisible(len(bakes) > 1)
        self.readout, self.notes, self.problem = QLabel(), QLabel(), QLabel()
        self.notes.setProperty("role", "dim")
        for label in (self.readout, self.notes, self.problem):
            label.setWordWrap(True)
        self.readout.setMinimumHeight(2 * theme.ROW)
        self.problem.hide()
        stacked(self, self.objects, self.chart, self.readout, self.notes, self.problem, self._buttons())
        self.objects.currentTextChanged.connect(self._show)
        self.chart.went.connect(self._read)
        self.chart.chose.connect(lambda key: self.chose.emit(float(self._figures()["times"][key])))
        theme.follow(self, lambda: self._show(self.objects.currentText()))
        self._show(self.objects.currentText())
        self.chart.setFocus(Qt.FocusReason.OtherFocusReason)

    def _buttons(self) -> QHBoxLayout:
        save, close = QPushButton("Save…"), QPushButton("Close")
        save.setToolTip("The figures of all objects, as a table or as JSON")
        save.setAutoDefault(False)
        save.clicked.connect(self._ask)
        close.setProperty("role", "primary")
        close.clicked.connect(self.accept)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(save)
        row.addStretch(1)
        row.addWidget(close)
        return row

    def _figures(self) -> Mapping[str, Any]:
        return self.bakes[self.objects.currentText()]["frames"]

    def _show(self, name: str) -> None:
        bake = self.bakes[name]
        cuts = bake.get("cuts", ())
        self.chart.show_figures(bake["frames"], cuts)
        lines = [f"{number}: another mesh from {start:.2f} s to {end:.2f} s: {why}."
                 for number, (start, end, why) in enumerate(cuts, 1)]
        if why := bake["frames"].get("unmeasured"):
            lines.append(f"There are no {why}.")
        self.notes.setText("\n".join(lines))
        self.notes.setVisible(bool(lines))

    def _read(self, key: int) -> None:
        """One key's figures in words."""
        figures, said = self._figures(), []
        if "chamfer" in figures:
            said.append(f"off by {figures['chamfer'][key]:.3g} % of its size in the mean, nowhere by more than "
                        f"{figures['hausdorff'][key]:.3g} %")
        said.append(f"99 of 100 edges at most {figures['stretch'][key]:.3g} times as long as at rest, the worst "
                    f"{figures['stretch_worst'][key]:.3g} times")
        said.append(f"{figures['flipped'][key]:.2%} of it shows its back")
        self.readout.setText(f"{figures['times'][key]:.2f} s: " + "; ".join(said) + ".")

    def _ask(self) -> None:
        proposed = str(self.file.with_name(f"{self.file.stem} error.csv"))
        chosen, kind = QFileDialog.getSaveFileName(self, "Save the figures", proposed, ";;".join(FILTERS.values()))
        if chosen:
            path = Path(chosen)
            wanted = next((ending for ending, words in FILTERS.items() if words == kind), ".csv")
            self.save(path if path.suffix.lower() in FILTERS else path.with_name(path.name + wanted))

    def save(self, path: Path) -> None:
        """Writes the figures, as the ending says; what fails is said in the dialog."""
        text = as_json(self.bakes) if path.suffix.lower() == ".json" else as_csv(self.bakes)
        try:
            path.write_text(text, encoding="utf-8")
        except OSError as error:
            self.problem.setText(f"It cannot be written to {path}: {error.strerror or error}. Choose a place you may "
                                 "write to.")
            self.problem.show()
            return
        self.problem.hide()
        self.setWindowTitle(f"Error of {self.file.name} – saved as {path.name}")
