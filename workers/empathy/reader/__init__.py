"""Reads what fresh wording does: a linear model over words and shapes, trained on `tests/corpus`."""
