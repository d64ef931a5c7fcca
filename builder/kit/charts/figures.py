"""Numbers alone: each large, its label below."""

from __future__ import annotations

from markupsafe import Markup

from .data import Drawn, Say
from .draw import LINE, NARROW, fitting, put, wrap

LARGE = 32
MOST = 12


def figures(chart: Drawn, say: Say) -> tuple[float, Markup]:
    """The first number of each row."""
    y, body = 0.0, Markup("")
    for label, numbers in chart.rows[:MOST]:
        body += put("0", y + LARGE, fitting(numbers[0], say, NARROW, LARGE), size=LARGE)
        y += LARGE + 8
        for words in wrap(label, NARROW - 2) if label else []:
            body += put("0", y + 13, words)
            y += LINE
        y += 10
    return y, body


def note(words: str) -> Markup:
    """A line instead of a picture."""
    return put("0", 24, words)
