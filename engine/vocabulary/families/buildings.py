"""Buildings: the rows of one family (see engine.vocabulary.category)."""

from engine.vocabulary.category import Category

ROWS: tuple[Category, ...] = ()
