"""The entity-relationship diagram of a specification, as SVG and as a table.

Layout by elkjs; where the front end was not built, by our own `layered`. The same specification
gives the same bytes; text from people is escaped.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import escape

from builder.spec import Spec

from .boxes import Words, boxes, lines, words
from .drawing import drawn, edge
from .elk import by_elk
from .layered import layered

__all__ = ["Words", "erd_svg", "erd_table"]


def erd_svg(
    spec: Spec,
    *,
    highlight: Mapping[str, str] | None = None,
    link: Callable[[str], str] | None = None,
    say: Words | None = None,
) -> str:
    """SVG of the whole specification.

    `highlight`: node id -> `added`, `changed` or `removed`. `link(entity name)` gives the address
    that a box opens, or nothing. `say`: its few words, Indonesian when not given.
    """
    marks, told = highlight or {}, say or Words()
    shown = boxes(spec, marks)
    wanted = lines(shown)
    laid = by_elk(shown, wanted) or layered(shown, wanted)
    wide, high = laid.size
    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide}" height="{high}" '
        f'viewBox="0 0 {wide} {high}" role="{"group" if link else "img"}" '
        'font-family="Inter Variable, Inter, Libertinus Sans, sans-serif" font-size="12">',
        f"<title>{escape(words(spec.label, spec.name))}</title>",
    ]
    out += [edge(way, line.required) for way, line in zip(laid.ways, wanted, strict=True)]
    out += [drawn(box, laid.places[box.id], marks, link, told) for box in shown]
    return "\n".join([*out, "</svg>\n"])


def erd_table(
    spec: Spec, *, highlight: Mapping[str, str] | None = None, say: Words | None = None
) -> tuple[tuple[str, str, str], ...]:
    """The same as text: (entity, its fields, what it refers to); a mark is a word behind it."""
    marks, told = highlight or {}, say or Words()
    shown = boxes(spec)
    labels = {box.name: box.label for box in shown}

    def marked(label: str, ident: str) -> str:
        return f"{label} ({getattr(told, marks[ident])})" if ident in marks else label

    out = []
    for table, box in zip(spec.tables, shown, strict=True):
        fields = ", ".join(marked(words(one.label, one.name), one.id) for one in table.fields)
        refers = ", ".join(
            f"{row.label} → {labels[row.target]}" for row in box.rows if row.target in labels
        )
        out.append((marked(box.label, box.id), fields, refers))
    return tuple(out)
