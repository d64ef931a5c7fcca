"""`python -m docs.reference`: writes the tables of docs/*.md from the live objects.

Between `<!-- begin: name -->` and `<!-- end: name -->` stands what this page writes; around it,
prose. With `--check` nothing is written: exit status 1 names the pages that are out of date.
"""

from __future__ import annotations

import ast
import dataclasses
import inspect
import os
import re
import sys
import types as python_types
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import click
from pydantic import BaseModel

from builder import hookspecs, settings
from builder.kit.expression.functions import FUNCTIONS
from builder.kit.face import words
from builder.plugin_host import load_plugins
from builder.spec import model, options, screens
from builder.spec.base import Ided, Named, Node
from builder.spec.types import FieldType
from sop_workflow import commands

DOCS = Path(__file__).parent
PIECES = DOCS.parent / "builder" / "kit" / "templates" / "kit"
MEANING = {
    "HOST": "Address to listen on; `0.0.0.0` opens the portal to the network.",
    "PORT": "Port of the portal.",
    "GATEWAY_PORT": "Port of the previews; 0 means `PORT` + 1.",
    "PUBLIC_URL": "Address of the portal in links and QR codes; empty: from `HOST` and `PORT`.",
    "GATEWAY_PUBLIC_URL": "Address of the previews in links and QR codes; an origin of its own.",
    "DATA_DIR": "Database, keys, uploads, deliverables, previews. Private to the account.",
    "APPS_DIR": "The generated applications, one git repository each.",
    "DATABASE_URL": "Empty: SQLite in `DATA_DIR`. Else `postgresql://…`.",
    "SECRET_KEY": "Key of the sessions; empty: made once in `DATA_DIR/keys`, mode 0600.",
    "DEMO": "1 permits the demo accounts, whose password is known, on an open address.",
    "TIMEZONE": "Time zone of the office.",
    "SESSION_HOURS": "People log in again after so many hours.",
    "UPLOAD_MB": "Largest upload, in MB.",
    "THREADS": "Requests that are served at once.",
    "WORKERS": "Worker processes on this machine.",
    "PROXIES": "Trusted reverse proxies in front of the portal.",
    "PREVIEWS": "Previews that may live at once.",
    "PREVIEW_MEMORY_MB": "Largest memory of one preview.",
    "PREVIEW_MINUTES": "A preview that nobody uses is stopped after so many minutes.",
    "LINK_HOURS": "The link of a presentation's room is valid for at least so many hours.",
}
"""The settings in English; the program's own help is Indonesian."""


def table(head: tuple[str, ...], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table."""
    lines = [head, tuple("---" for _ in head), *rows]
    cells = (
        " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in one) for one in lines
    )
    return "\n".join(f"| {line} |" for line in cells)


def root() -> click.Group:
    """The command line; its words are in the language of the moment when it is first loaded."""
    from builder.cli import cli

    return cli


def settings_table() -> str:
    """Every line of `builder.settings.TABLE`."""
    rows = [
        (f"`{one.name}`", f"`{one.default}`" if one.default else "", MEANING[one.name])
        for one in settings.TABLE
    ]
    return table(("name", "default", "what it is for"), rows)


def every_command(one: click.Command, path: str) -> Iterator[tuple[str, click.Command]]:
    """(`rakit plugin new`, command) for each command below `one`."""
    if isinstance(one, click.Group):
        for name, command in one.commands.items():
            yield from every_command(command, f"{path} {name}")
    else:
        yield path, one


def command_tables() -> str:
    """Every command, its arguments and options."""
    parts = []
    for path, command in every_command(root(), "rakit"):
        arguments = [p for p in command.params if isinstance(p, click.Argument)]
        chosen = [p for p in command.params if isinstance(p, click.Option)]
        usage = " ".join([path, *[str(p.name).upper() for p in arguments]])
        text = f"### {path}\n\n    {usage}\n\n{(command.help or '').replace('%', '')}"
        if chosen:
            rows = [(f"`{', '.join(p.opts)}`", (p.help or "")) for p in chosen]
            text += "\n\n" + table(("option", "what it does"), rows)
        parts.append(text)
    return "\n\n".join(parts)


def command_list() -> str:
    """One line for each command, for the README."""
    rows = [(f"`{path}`", (command.help or "").split(". ")[0].rstrip(".") + ".")
            for path, command in every_command(root(), "rakit")]  # fmt: skip
    return table(("command", "does"), rows)


def hooks() -> list[Callable[..., Any]]:
    """The hook specifications, in the order in which they stand in the module."""
    found = [f for name, f in vars(hookspecs).items() if name.startswith("rakit_")]
    return sorted(found, key=lambda f: f.__code__.co_firstlineno)


def signature(hook: Callable[..., Any]) -> str:
    """`rakit_layers(spec: Spec, types: Types) -> list[Layer]`, as it is written."""
    node = ast.parse(inspect.getsource(hook)).body[0]
    assert isinstance(node, ast.FunctionDef) and node.returns is not None
    return f"{node.name}({ast.unparse(node.args)}) -> {ast.unparse(node.returns)}"


def hook_pages() -> str:
    """Every hook with signature, promise, and who of ours uses it."""
    plugins = load_plugins().describe()
    parts = []
    for hook in hooks():
        users = [one.name for one in plugins if hook.__name__ in one.hooks]
        used = f"Used by {', '.join(users)}." if users else "None of ours uses it yet."
        parts.append(
            f"### {hook.__name__}\n\n    {signature(hook)}\n\n{inspect.getdoc(hook)}\n\n{used}"
        )
    return "\n\n".join(parts)


def hook_values() -> str:
    """What hooks return: the dataclasses and their fields."""
    parts = []
    for cls in (FieldType, hookspecs.Layer, hookspecs.Join, hookspecs.Document):
        rows = []
        for field in dataclasses.fields(cls):
            default = "" if field.default is dataclasses.MISSING else f"`{field.default!r}`"
            if field.name != "plugin":
                rows.append((f"`{field.name}`", f"`{field.type}`", default))
        parts.append(f"### {cls.__name__}\n\n{inspect.getdoc(cls)}\n\n"
                     + table(("field", "type", "default"), rows))  # fmt: skip
    return "\n\n".join(parts)


def plugin_list() -> str:
    """Rakit's own plugins."""
    rows = [
        (f"[`{one.name}`](../plugins/{one.name}/README.md)", one.description,
         ", ".join(f"`{hook}`" for hook in one.hooks))
        for one in load_plugins().describe()
    ]  # fmt: skip
    return table(("plugin", "what it brings", "hooks"), rows)


def nodes() -> list[type[BaseModel]]:
    """The models of the language, outermost first, each once."""
    found: dict[type[BaseModel], None] = {}
    for module in (model, screens, options):
        classes = [one for one in vars(module).values() if inspect.isclass(one)]
        own = [
            one for one in classes if issubclass(one, Node) and one.__module__ == module.__name__
        ]
        found |= dict.fromkeys(reversed(own) if module is model else own)
    return list(found)


def written(annotation: Any) -> str:
    """A type in words of the language: text, true or false, number, one of …, a list of …"""
    origin = get_origin(annotation)
    if origin is Annotated:
        return written(get_args(annotation)[0])
    if origin in (python_types.UnionType, Union):
        parts = [one for one in get_args(annotation) if one is not type(None)]
        return " or ".join(dict.fromkeys(written(one) for one in parts))
    if origin is Literal:
        return ", ".join(str(one) for one in get_args(annotation))
    if origin is tuple:
        inside = [one for one in get_args(annotation) if one is not Ellipsis]
        return f"list of {written(inside[0])}"
    if inspect.isclass(annotation) and issubclass(annotation, BaseModel):
        return annotation.__name__
    plain = {str: "text", bool: "true or false", int: "number", Any: "by type"}
    return plain.get(annotation, "mapping")


def keys_of(cls: type[BaseModel]) -> list[tuple[str, str, str, str]]:
    """(key, type, default, meaning) of a node's own keys; id, remark, name, label stand apart."""
    common = set(Ided.model_fields) | (set(Named.model_fields) if issubclass(cls, Named) else set())
    rows = []
    for key, info in cls.model_fields.items():
        if key in common and cls not in (Ided, Named):
            continue
        default = info.default
        if info.is_required():
            shown = "**required**"
        elif default in (None, ()) or default == {}:
            shown = ""
        else:
            shown = f"`{str(default).lower() if isinstance(default, bool) else default}`"
        meaning = info.description or ""
        rows.append((f"`{key}`", written(info.annotation), shown, meaning))
    return rows


def grammar() -> str:
    """Every node of a specification with its keys."""
    parts = []
    every: tuple[type[BaseModel], ...] = (Named, *nodes())
    for cls in every:
        kind = "named" if issubclass(cls, Named) else "with id" if issubclass(cls, Ided) else ""
        head = f"### {cls.__name__}" + (f" ({kind})" if kind and cls is not Named else "")
        rows = keys_of(cls)
        text = f"{head}\n\n{(inspect.getdoc(cls) or '').split(chr(10))[0]}"
        if rows:
            text += "\n\n" + table(("key", "value", "default", "meaning"), rows)
        parts.append(text)
    return "\n\n".join(parts)


def functions() -> str:
    """The functions of expressions."""
    rows = [
        (f"`{name}({', '.join(one.takes)})`", one.gives if not one.gives.isdigit()
         else f"as argument {one.gives}", one.about)
        for name, one in FUNCTIONS.items()
    ]  # fmt: skip
    return table(("function", "gives", "meaning"), rows)


def field_types() -> str:
    """The field types that are installed, with their options."""
    rows = []
    for one in load_plugins().types.values():
        chosen = ", ".join(f"`{key}`" for key in one.options.model_fields)
        rows.append((f"`{one.key}`", one.label["en"], one.kind, chosen))
    return table(("type", "what it is", "kind in expressions", "options"), rows)


def procedure_commands() -> str:
    """Every command that may be given to a case."""
    rows = []
    for cls in every_case_command():
        own = [f.name for f in dataclasses.fields(cls) if f.name not in ("case_id", "seen")]
        about = (inspect.getdoc(cls) or "").split("\n\n")[0].replace("\n", " ")
        rows.append((f"`{cls.__name__}`", f"`{cls.verb}`", ", ".join(own), about))
    return table(("command", "verb", "values", "what it does"), rows)


def every_case_command() -> list[type[commands.Command]]:
    """The commands of the procedure, in the order of the module."""
    return [one for one in vars(commands).values() if inspect.isclass(one)
            and issubclass(one, commands.Command) and one is not commands.Command]  # fmt: skip


def macro_lines(file: str) -> dict[str, str]:
    """Macro -> what it is for, from the head of a template of the kit."""
    head = (PIECES / file).read_text(encoding="utf-8").split("-#}")[0]
    return dict(re.findall(r"^  ([a-z_]+) {2,}(.+)$", head, re.M))


def macros_of(file: str) -> str:
    """The macros of a template of the kit, with what they take."""
    text = (PIECES / file).read_text(encoding="utf-8")
    takes = dict(re.findall(r"{%-? macro (\w+)(\(.*?\)) -?%}", text))
    rows = [(f"`{name}{takes[name]}`", said) for name, said in macro_lines(file).items()]
    return table(("macro", "what it is for"), rows)


def filters() -> str:
    """The filters of templates: how values are written."""
    rows = [
        (f"`{name}`", " ".join((inspect.getdoc(one) or "").split("\n\n")[0].split()))
        for name, one in words.FILTERS.items()
    ]
    return table(("filter", "writes"), rows)


PAGES: dict[str, dict[str, Callable[[], str]]] = {
    "../README.md": {"commands": command_list},
    "settings.md": {"settings": settings_table},
    "cli.md": {"commands": command_tables},
    "plugins.md": {"hooks": hook_pages, "values": hook_values, "plugins": plugin_list},
    "specification.md": {"grammar": grammar, "functions": functions, "types": field_types},
    "procedure.md": {"commands": procedure_commands},
    "kit.md": {
        "macros": lambda: macros_of("macros.html"),
        "parts": lambda: macros_of("parts.html"),
        "filters": filters,
    },
}


def filled(text: str, name: str, body: str) -> str:
    """The page with the part of that name written anew."""
    begin, end = f"<!-- begin: {name} -->", f"<!-- end: {name} -->"
    pattern = re.compile(re.escape(begin) + ".*?" + re.escape(end), re.S)
    if not pattern.search(text):
        raise SystemExit(f"no part {name!r}: write {begin} and {end} where it is to stand")
    return pattern.sub(lambda _: f"{begin}\n\n{body}\n\n{end}", text)


def main(arguments: list[str]) -> int:
    os.environ["RAKIT_LANG"] = "en"
    stale = []
    for page, parts in PAGES.items():
        path = DOCS / page
        old = new = path.read_text(encoding="utf-8")
        for name, body in parts.items():
            new = filled(new, name, body())
        if new != old:
            stale.append(page)
            if "--check" not in arguments:
                path.write_text(new, encoding="utf-8")
    for page in stale:
        print(f"{page}: {'out of date' if '--check' in arguments else 'written'}")
    return 1 if stale and "--check" in arguments else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
