"""Everything that a plugin may say to Rakit. Read this page to write one.

A plugin is a folder `plugins/<name>/` (or a package that an entry point of group `rakit.plugins`
names): `__init__.py` with functions marked `@hookimpl`, a folder `template/` when it makes files,
`runtime/` when it brings field types, `tests/`, and a README with a tree before and after.
It sees this module, `builder.spec` and `builder.errors`; never another plugin.

A hook may leave out parameters that it does not need.

The order of plugins is (`PRIORITY`, name), both read from the package; `PRIORITY` is 50 when the
package says nothing. A hook is removed only after one version of warning.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, Protocol

import pluggy

from builder.spec import Entity, FieldType, Flow, Link, Problem, Spec, Types

HOOK_API = 1
"""A package may say `HOOK_API = 1`; another number is refused, with words."""

GROUP = "rakit.plugins"
"""Entry points of this group are found by themselves."""

Fan = Literal["once", "entity", "flow", "link"]
Subject = Spec | Entity | Link | Flow
View = Callable[[Spec, Any, Types], Mapping[str, Any]]
When = Callable[[Spec, Any], bool]

hookspec = pluggy.HookspecMarker("rakit")
hookimpl = pluggy.HookimplMarker("rakit")


@dataclass(frozen=True)
class Layer:
    """One folder of templates, laid over the application once, or once for each entity or flow.

    `root` is a folder that holds `{{cookiecutter.slug}}`: an ordinary cookiecutter template. In
    paths stand `{{cookiecutter.package}}`, and `{{entity.name}}`, `{{flow.name}}` or
    `{{link.name}}`; a file belongs to the layer whose `fan` its path asks for. Fan `entity` goes
    over links too: a link is a table like an entity's.

    `view(spec, subject, types)` gives what the templates see under the name `entity`, `flow`,
    `link`, or `own` for fan `once`: text, numbers, booleans, None, and lists and mappings of
    these. Without it they see name, label and fields of the subject. `app` they see always.
    `when(spec, subject)` false: no file for that subject.
    `facts(spec, subject, types)` gives what can only be worked out from the meaning of expressions
    (an example that breaks a rule); the templates see it as `facts` of their subject. It holds
    names, numbers and dates: text that a person may write as he likes is refused there, since the
    check that text stays text does not look at it.
    """

    root: Path
    fan: Fan = "once"
    view: View | None = None
    when: When | None = None
    plugin: str = ""
    facts: View | None = None


Into = Literal["call", "entities", "views", "menu", "roles", "flows", "apis"]


@dataclass(frozen=True)
class Join:
    """Something for `create_app`, the one place in an application where its parts meet.

    `module` is relative to the application's package (`pengajuan.flow`). `into="call"`: `function`
    is called with the application before the heirs' own code, in the order of (`order`, `module`).
    Otherwise `function` names what is handed over: a class, a flow, a menu.
    """

    module: str
    function: str
    order: int = 50
    into: Into = "call"
    plugin: str = ""


@dataclass(frozen=True)
class Document:
    """A paper about the application that goes with it, typeset from the specification.

    `template` is a Typst file; it reads `json(bytes(sys.inputs.data))`. `data(spec, types, facts)`
    gives what it reads; `facts` holds `office`, `case`, `revision` and `erd` (an SVG) as plain
    values. `step` is the step of the procedure that asks for it.
    """

    key: str
    title: str
    step: int
    template: Path
    data: Callable[[Spec, Types, Mapping[str, Any]], Mapping[str, Any]]
    plugin: str = ""


class Importer(Protocol):
    """Reads somebody's structure and proposes a specification (see `builder.intake`)."""

    key: str


@hookspec
def rakit_field_types() -> list[FieldType]:
    """When plugins are loaded. Return the field types that you bring.

    A type's `runtime` is `runtime/<key>.py`, plain functions `clean`, `show`, `sample` (and
    `parse`, `export` where they differ) and the annotated alias; it imports neither Rakit nor
    kit, since it is copied into every application that uses the type. Two plugins that bring one
    key are refused, both named.
    """
    raise NotImplementedError


@hookspec
def rakit_layers(spec: Spec, types: Types) -> list[Layer]:
    """When an application is planned. You get the expanded specification; return your layers.

    No files are written here, and nothing is asked of the clock or of chance: the same
    specification must give the same layers.
    """
    raise NotImplementedError


@hookspec
def rakit_joins(spec: Spec, types: Types) -> list[Join]:
    """When an application is planned. Return what `create_app` has to take up of yours."""
    raise NotImplementedError


@hookspec
def rakit_requirements() -> Path | None:
    """When an application is planned. Return a file of pinned and hashed requirements, or None.

    The format is that of `pip install --require-hashes`. It is added to the application's
    `requirements.lock`; the same package in two versions is refused, both plugins named.
    """
    raise NotImplementedError


@hookspec
def rakit_importers() -> list[Importer]:
    """When plugins are loaded. Return what reads specifications from elsewhere."""
    raise NotImplementedError


@hookspec
def rakit_documents() -> list[Document]:
    """When plugins are loaded. Return the papers that you typeset from a specification."""
    raise NotImplementedError


@hookspec
def rakit_checks(spec: Spec, types: Types) -> list[Problem]:
    """When a specification is checked. Return what you find wrong, or cannot make yet.

    `error` blocks generation, `gap` blocks leaving the interface step, `advice` blocks nothing.
    What you leave out of an application you must say here: nothing is dropped silently.
    """
    raise NotImplementedError
