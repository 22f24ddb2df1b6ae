"""Helpdesk replies with sixteen codes as 0 or 1 and a grade of empathy; `context` is what the customer wrote."""

from __future__ import annotations

from typing import TYPE_CHECKING

from config.cli.evaluation.schemes import SILVER, Scheme
from config.cli.evaluation.shapes.common import answered, flags, grade

if TYPE_CHECKING:
    from config.cli.evaluation.labelled import Labelled
    from config.cli.formats import Fields

END = "__cust>"
"""A mark that some of the customers' messages end with."""
MOST_EMPATHY = 3


def silver(fields: Fields, labels: Fields, line: int) -> tuple[Labelled, ...]:
    """Return the labelled conversation."""
    context = (fields.text("context") or "").strip().removesuffix(END)
    present = dict.fromkeys(flags(labels, SILVER))
    emp = grade(fields, "empathy_0_3", MOST_EMPATHY)
    return (answered(fields, line, Scheme.SILVER, present, [("customer", context)], emp=emp),)
