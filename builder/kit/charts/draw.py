"""The parts of a picture: text that fits, colours with patterns, the frame.

A picture is as wide as its place; it is laid out so that nothing overlaps from `NARROW` on, the
room inside a card on a phone. Letters are measured generously, since the font is not known here.
"""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup

from .data import Drawn, Say

NARROW = 270.0
SIZE = 13
LINE = 17

# Dark and middle tones in turn: each at least 3 to 1 against white and against its neighbours.
COLOURS = (
    "#0a2f6b",
    "#d9730d",
    "#123d26",
    "#3590cf",
    "#5b1a43",
    "#0f918c",
    "#3d2270",
    "#7d8a97",
)
PATTERNS = (
    "",
    "",
    "M0 8L8 0M-2 2L2 -2M6 10L10 6",
    "M0 4H8",
    "M4 0V8",
    "M0 0L8 8M-2 6L2 10M6 -2L10 2",
    "M0 4H8M4 0V8",
    "M2 2h2v2h-2z",
)
MARKS = (
    "M0-4a4 4 0 1 0 .01 0z",
    "M-4-4h8v8h-8z",
    "M0-5L5 4H-5z",
    "M0-5L5 0 0 5-5 0z",
    "M0 5L5-4H-5z",
    "M-5-1.5h3.5v-3.5h3v3.5h3.5v3h-3.5v3.5h-3v-3.5h-3.5z",
    "M-4 0L0-5 4 0 2 5h-4z",
    "M-5-2h10v4h-10z",
)
DASHES = ("", "7 4", "2 3", "10 3 2 3", "5 2", "1 4", "12 4", "8 2 2 2 2 2")

_WIDE = set("mwMWQO@%&—…")
_THIN = set("ijltfrI.,:;'|!()[]/\\ -")


def width(words: str, size: float = SIZE) -> float:
    """How wide the words are at most, in pixels."""
    units = 0.0
    for letter in words:
        if letter in _THIN:
            units += 0.42
        elif letter in _WIDE:
            units += 1.05
        elif letter.isupper() or letter.isdigit():
            units += 0.76
        elif letter.isascii():
            units += 0.66
        else:
            units += 1.3
    return units * size


def cut(words: str, room: float, size: float = SIZE) -> str:
    """The words, shortened with an ellipsis until they fit."""
    if width(words, size) <= room:
        return words
    while words and width(words + "…", size) > room:
        words = words[:-1]
    return words.rstrip() + "…"


def wrap(words: str, room: float, most: int = 3) -> list[str]:
    """The words on up to `most` lines; what is left over ends in an ellipsis."""
    lines: list[str] = []
    rest = words
    while rest and len(lines) < most - 1 and width(rest) > room:
        fits = len(rest)
        while width(rest[:fits]) > room:
            fits -= 1
        space = rest.rfind(" ", 1, fits + 1)
        at = space if space > 0 else max(fits, 1)
        lines.append(rest[:at].rstrip())
        rest = rest[at:].lstrip()
    return [*lines, cut(rest, room)] if rest or not lines else lines


def fitting(value: float | None, say: Say, room: float, size: float = SIZE) -> str:
    """A number in full where there is room, else shortened."""
    if value is None:
        return "–"
    for words in (say.show(value), say.short(value)):
        if width(words, size) <= room:
            return words
    return cut(f"{value:.0e}", room, size)


def put(
    x: str, y: float, words: str, *, end: bool = False, middle: bool = False, size: int = SIZE
) -> Markup:
    """One line of text; `y` is its baseline."""
    anchor = ' text-anchor="end"' if end else ' text-anchor="middle"' if middle else ""
    return Markup('<text x="{}" y="{}" font-size="{}" fill="currentColor"{}>{}</text>').format(
        x, f"{y:g}", size, Markup(anchor), words
    )


def share(part: float) -> str:
    """0.1234 as '12.34%'."""
    return f"{round(part * 100, 2):g}%"


def fill(at: int, key: str) -> str:
    """The paint of a series: its colour, with its pattern where it has one."""
    at %= len(COLOURS)
    return f"url(#{key}-{at})" if PATTERNS[at] else COLOURS[at]


def patterns(count: int, key: str) -> Markup:
    """The patterns that `fill` names."""
    made = Markup("")
    for at in range(min(count, len(COLOURS))):
        if PATTERNS[at]:
            made += Markup(
                f'<pattern id="{key}-{at}" width="8" height="8" patternUnits="userSpaceOnUse">'
                f'<path fill="{COLOURS[at]}" d="M0 0h8v8H0z"/>'
                f'<path fill="none" stroke="#fff" stroke-width="1.5" d="{PATTERNS[at]}"/></pattern>'
            )
    return Markup("<defs>{}</defs>").format(made) if made else made


def legend(names: Iterable[str], key: str, y: float) -> tuple[float, Markup]:
    """A line for each series: its paint and its name; the height below it."""
    made = Markup("")
    for at, name in enumerate(names):
        made += Markup(
            f'<rect x="0" y="{y:g}" width="14" height="14" fill="{fill(at, key)}"/>'
        ) + put("22", y + 12, cut(name, NARROW - 24))
        y += LINE + 3
    return y + 6, made


def told(chart: Drawn, say: Say) -> str:
    """The picture in a sentence, when nobody wrote one: its first rows."""
    if chart.about:
        return chart.about
    rows = [
        f"{label}: " + ", ".join("–" if v is None else say.show(v) for v in numbers)
        for label, numbers in chart.rows[:6]
    ]
    return "; ".join(rows) + ("; …" if len(chart.rows) > len(rows) else "") or say.nothing


def framed(chart: Drawn, say: Say, height: float, body: Markup) -> Markup:
    """The picture around its parts."""
    head = Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" class="kit-chart" width="100%" height="{h}" '
        'role="img" aria-labelledby="{key}-t {key}-d">'
        '<title id="{key}-t">{title}</title><desc id="{key}-d">{told}</desc>'
    )
    named = head.format(h=f"{height:g}", key=chart.key, title=chart.title, told=told(chart, say))
    return named + body + Markup("</svg>")
