"""Text from people, made harmless for the language that it is printed into.

Every filter gives a whole literal or a whole run of text; none relies on what stands around it
except as its description says. That none of them is trusted is the differential check's business.
"""

import html as html_module
import json
import re
import textwrap
from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any

Literal = str | int | bool | None | Decimal

WIDTH = 100
"""Line length of generated Python code."""


def py(value: object) -> str:
    """A Python literal, in ASCII: of text, numbers, booleans, None, and tuples or lists of these.

    Anything else is a `TypeError`: its `repr` would be somebody else's code.
    """
    if isinstance(value, (tuple, list)):
        parts = [py(part) for part in value]
        if isinstance(value, list):
            return f"[{', '.join(parts)}]"
        return f"({', '.join(parts)}{',' if len(parts) == 1 else ''})"
    if value is None or type(value) in (bool, int, float):
        return repr(value)
    if isinstance(value, str):
        return _quoted(str(value))
    raise TypeError(f"No Python literal for {type(value).__name__} {value}.")


def _quoted(text: str) -> str:
    """In double quotes where that needs no more backslashes, as a formatter would write it."""
    literal = ascii(text)
    if literal[0] == "'" and '"' not in literal:
        return f'"{literal[1:-1]}"'
    return literal


def docstring(text: str, indent: int = 4) -> str:
    """A whole docstring, quotes included, wrapped, continued lines indented by `indent`.

    White space becomes single blanks; what no editor shows is written as an escape.
    """
    words = " ".join(text.split())
    safe = "".join(c if c.isprintable() else ascii(c)[1:-1] for c in words.replace("\\", "\\\\"))
    if '"""' in safe or safe.endswith('"'):
        safe = safe.replace('"', '\\"')
    room = WIDTH - indent
    if len(safe) + 6 <= room:
        return f'"""{safe}"""'
    lines = textwrap.wrap(safe, room - 3, break_long_words=False, break_on_hyphens=False)
    margin = " " * indent
    return '"""' + f"\n{margin}".join(lines) + f'\n{margin}"""'


def html(text: str) -> str:
    """Text or a quoted attribute in HTML that is itself a Jinja template."""
    escaped = html_module.escape(_storable(text), quote=True)
    return escaped.replace("{", "&#123;").replace("}", "&#125;")


def js(value: object) -> str:
    """A JavaScript literal for a script inside such HTML; also valid JSON."""
    literal = json.dumps(value, ensure_ascii=True, allow_nan=False)
    return re.sub("[<>&'{}]", lambda found: f"\\u{ord(found[0]):04x}", literal)


def yaml(text: str) -> str:
    """A double-quoted YAML scalar on one line."""
    import yaml as pyyaml  # the template engine's child pays for it only when a template asks

    dumped = pyyaml.dump(str(text), default_style='"', allow_unicode=False, width=10**9)
    return dumped.rstrip("\n")


def toml(text: str) -> str:
    """A basic TOML string on one line."""
    out = []
    for character in text:
        if character in '"\\':
            out.append("\\" + character)
        elif character.isprintable():
            out.append(character)
        else:
            out.append(
                f"\\u{ord(character):04X}" if ord(character) < 65536 else f"\\U{ord(character):08X}"
            )
    return '"' + "".join(out) + '"'


def md(text: str) -> str:
    """A run of text inside a paragraph, heading or table cell of Markdown, on one line."""
    line = " ".join(_storable(text).split())
    escaped = re.sub(r"([\\`*_{}\[\]<>()#|!~$&])", r"\\\1", line)
    return re.sub(r"^([-+=:]|\d+[.)])", lambda found: found[0][:-1] + "\\" + found[0][-1], escaped)


def csv(text: str) -> str:
    """A quoted CSV cell that no spreadsheet takes for a formula."""
    line = " ".join(_storable(text).split())
    if line[:1] in ("=", "+", "-", "@"):
        line = "'" + line
    return '"' + line.replace('"', '""') + '"'


def po(text: str) -> str:
    """A gettext string, quotes included."""
    marks = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t"}
    body = "".join(marks.get(c, c if c.isprintable() else " ") for c in _storable(text))
    return f'"{body}"'


def _storable(text: str) -> str:
    """Without what UTF-8 cannot hold."""
    return text.encode("utf-8", "replace").decode("utf-8")


def camel(name: str) -> str:
    """`jenis_usaha` to `JenisUsaha`: a class name."""
    return "".join(part[:1].upper() + part[1:].lower() for part in name.split("_"))


def snake(name: str) -> str:
    """`JenisUsaha` or `Jenis usaha` to `jenis_usaha`."""
    parted = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name)
    return re.sub(r"[^0-9a-z]+", "_", parted.lower()).strip("_")


def upper(name: str) -> str:
    """The name of a constant or of a member of `Choices`: `bukan-mikro` to `BUKAN_MIKRO`."""
    found = re.sub(r"[^0-9A-Za-z]+", "_", name).strip("_").upper()
    return found if found[:1].isalpha() else f"N_{found}"


def names(attribute: str, items: Iterable[str], indent: int = 4) -> str:
    """`attribute = ("a", "b",)`, one name to a line, as people read a list of columns."""
    margin = " " * indent
    lines = "".join(f"{margin}    {py(item)},\n" for item in items)
    return f"{margin}{attribute} = (\n{lines}{margin})"


FILTERS: dict[str, Callable[..., Any]] = {
    "py": py,
    "docstring": docstring,
    "html": html,
    "js": js,
    "yaml": yaml,
    "toml": toml,
    "md": md,
    "csv": csv,
    "po": po,
    "camel": camel,
    "snake": snake,
    "upper": upper,
}
"""What a template may use, by name."""
