"""Chronoform's engine: from words to moving, exportable things. Knows nothing of windows."""

VERSION = "0.1.0"
