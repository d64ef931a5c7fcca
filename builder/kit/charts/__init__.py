"""Charts as SVG, made on the server: data in, markup out. No scripts, no inline style.

    chart = Chart("bar", "Usulan tiap langkah", ("Usulan",), (("Telaah", (7,)),))
    svg(chart)    # the picture; the macro `kit.chart` writes it with its table

Kinds: `bar`, `stacked`, `line`, `donut`, `number`. What a kind cannot show (a share of a negative
number) is drawn as bars. Widths are percentages and letters keep their size, so that one picture is
right on a phone, on a desk and on paper: nothing is scaled. Colour never stands alone: neighbours
differ by at least 3 to 1 (WCAG 2.2, 1.4.11), and each series has a pattern or a mark of its own.
"""

from __future__ import annotations

from markupsafe import Markup

from . import bars, donut, figures, line
from .data import SAY, Chart, Say, Value, drawn
from .draw import framed

__all__ = ["SAY", "Chart", "Say", "Value", "svg"]


def svg(chart: Chart, say: Say = SAY) -> Markup:
    """The picture of a chart, with title and description for those who cannot see it."""
    clean = drawn(chart)
    values = [v for _, numbers in clean.rows for v in numbers if v is not None]
    if not values:
        return framed(clean, say, 40, figures.note(say.nothing))
    kind = clean.kind
    if kind in ("stacked", "donut") and min(values) < 0:
        kind = "bar"  # a part of a whole cannot be less than nothing
    if kind == "donut" and max(values) == 0:
        kind = "bar"
    made = {
        "bar": bars.bars,
        "stacked": bars.stacked,
        "line": line.line,
        "donut": donut.donut,
        "number": figures.figures,
    }[kind]
    height, body = made(clean, say)
    return framed(clean, say, height, body)
