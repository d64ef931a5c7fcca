"""The entity-relationship diagram of a specification, as SVG and as a table.

Layout by elkjs; where the front end was not built, by our own `layered`. The same specification
gives the same bytes; text from people is escaped.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import escape

from builder.spec import Spec

from .boxes import boxes, lines, words
from .drawing import drawn, edge
from .elk import by_elk
from .layered import layered

__all__ = ["erd_svg", "erd_table"]


def erd_svg(
    spec: Spec,
    *,
    highlight: Mapping[str, str] | None = None,
    link: Callable[[str], str] | None = None,
) -> str:
    """SVG of the whole specification.

    `highlight`: node id -> `added`, `changed` or `removed`. `link(entity name)` gives the address
    that a box opens.
    """
    shown, marks = boxes(spec), highlight or {}
    wanted = lines(shown)
    laid = by_elk(shown, wanted) or layered(shown, wanted)
    wide, high = laid.size
    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide}" height="{high}" '
        f'viewBox="0 0 {wide} {high}" role="img" '
        'font-family="Inter Variable, Inter, Libertinus Sans, sans-serif" font-size="12">',
        f"<title>{escape(words(spec.label, spec.name))}</title>",
    ]
    out += [edge(way, line.required) for way, line in zip(laid.ways, wanted, strict=True)]
    out += [drawn(box, laid.places[box.id], marks, link) for box in shown]
    return "\n".join([*out, "</svg>\n"])


def erd_table(spec: Spec) -> tuple[tuple[str, str, str], ...]:
    """The same as text: (entity, its fields, what it refers to)."""
    shown = boxes(spec)
    labels = {box.name: box.label for box in shown}
    out = []
    for table, box in zip(spec.tables, shown, strict=True):
        fields = ", ".join(words(field.label, field.name) for field in table.fields)
        refers = ", ".join(
            f"{row.label} → {labels[row.target]}" for row in box.rows if row.target in labels
        )
        out.append((box.label, fields, refers))
    return tuple(out)
