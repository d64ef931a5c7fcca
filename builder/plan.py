"""Specification + hooks -> plan: which plugin lays which template where. A pure function.

A plan is frozen. It holds no text of a rendered file, only what a template will be given; two
plans of the same specification and the same plugins are equal.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, get_args

from builder.codenames import class_names, label_of, tables
from builder.errors import RakitError
from builder.hookspecs import Into, Layer, Subject
from builder.plugin_host import Plugins
from builder.rendering import canaries, catalogs, copies
from builder.spec import Entity, Flow, Link, Spec, Types, dump, expand, naming, sha256

NAME = re.compile(r"[A-Za-z0-9_.][A-Za-z0-9_.-]{0,99}")
"""What a part of a path in an application may be."""
FACT = re.compile(r"[A-Za-z0-9_./:-]{0,100}")
"""What a text among the facts of a layer may be: nothing that could end a string or begin code."""
PLACEHOLDER = re.compile(r"\{\{\s*([a-z]+)\.([a-z]+)\s*\}\}")
ROOT = "{{cookiecutter.slug}}"


class PlanError(RakitError):
    """Plugins that contradict each other, or a template folder that can't be laid."""


@dataclass(frozen=True)
class PlannedFile:
    """One file: where it will stand, who makes it, from what, about what.

    `view` is the place in `Plan.views` of what its template is given; None for a file that is
    copied, in which `rename` replaces one text, or that has its `content` already.
    """

    path: str
    plugin: str
    template: Path | None
    subject: str
    view: int | None = None
    name: str = ""
    rename: tuple[str, str] | None = None
    content: bytes | None = None


@dataclass(frozen=True)
class Plan:
    """What will be made of one specification by one set of plugins."""

    slug: str
    package: str
    spec_sha256: str
    files: tuple[PlannedFile, ...]
    common: Mapping[str, Any]
    views: tuple[Mapping[str, Any], ...]
    texts: Mapping[str, str] = field(default_factory=dict)
    mirrored: Plan | None = None

    @property
    def mirror(self) -> Plan:
        """The same plan with a canary (a key of `texts`) for every free text."""
        return self.mirrored or self

    def file(self, path: str) -> PlannedFile:
        """The file of that path; KeyError says which one is missing."""
        for one in self.files:
            if one.path == path:
                return one
        raise KeyError(path)


def plan(spec: Spec, plugins: Plugins) -> Plan:
    """Lay every plugin's layers; `PlanError` names both plugins that claim one path."""
    whole = expand(spec, plugins.types)
    birds, texts = canaries.mirrored(whole, plugins.types)
    layout = _Layout(whole, plugins, original=spec)
    found = layout.plan()
    other = _Layout(birds, plugins, original=None, facts=layout.facts).plan()
    if [one.path for one in found.files if one.view is not None] != [
        one.path for one in other.files
    ]:
        raise PlanError(
            "isi teks menentukan berkas mana yang dibuat",
            way_out="Plugin memilih berkas menurut nama dan jenis, bukan menurut sebutan.",
        )
    return replace(found, texts=texts, mirrored=other)


class _Layout:
    """Lays the layers of a specification, or (`facts` are given) of its mirror."""

    def __init__(
        self,
        spec: Spec,
        plugins: Plugins,
        original: Spec | None,
        facts: Mapping[tuple[str, str], Mapping[str, Any]] | None = None,
    ) -> None:
        self.spec, self.plugins, self.original = spec, plugins, original
        self.given, self.facts = facts, dict(facts or {})
        self.types = plugins.types
        self.files: dict[str, PlannedFile] = {}
        self.views: list[Mapping[str, Any]] = []

    def plan(self) -> Plan:
        package = self.spec.name
        for layer in self.plugins.layers(self.spec):
            self._lay(layer)
        if self.original is not None:
            for one in self._copied(self.original):
                self._add(one)
        return Plan(
            slug=self.spec.name,
            package=package,
            spec_sha256=sha256(self.original) if self.original else "",
            files=tuple(self.files[path] for path in sorted(self.files)),
            common=common(self.spec, self.plugins),
            views=tuple(self.views),
        )

    def _lay(self, layer: Layer) -> None:
        found = list(_templates(layer))
        for subject in _subjects(self.spec, layer):
            if layer.when and not layer.when(self.spec, subject):
                continue
            self.views.append(self._view(layer, subject))
            for source, relative in found:
                self._add(
                    PlannedFile(
                        path=_path(relative, layer, self.spec, subject),
                        plugin=layer.plugin,
                        template=source,
                        subject=_described(subject),
                        view=len(self.views) - 1,
                        name="own" if layer.fan == "once" else layer.fan,
                    )
                )

    def _view(self, layer: Layer, subject: Subject) -> Mapping[str, Any]:
        """What the templates of a layer see of one subject."""
        view = layer.view or basic_view
        seen = view(self.spec, subject, self.types)
        if layer.facts is None:
            return seen
        key = (f"{layer.root}:{layer.fan}", _described(subject))
        if self.given is None:
            self.facts[key] = layer.facts(self.spec, subject, self.types)
            _check_facts(self.facts[key], layer)
        return {**seen, "facts": self.facts[key]}

    def _copied(self, original: Spec) -> Iterator[PlannedFile]:
        package = self.spec.name
        used = {f.type for table in tables(self.spec) for f in table.fields}
        owner = self.plugins.type_owner
        for key in sorted(used):
            runtime = self.types[key].runtime
            if runtime is not None:
                yield _copy(f"{package}/types/{key}.py", owner[key], runtime, f"type {key}")
        for path, source in copies.kit():
            yield _copy(f"{package}/kit/{path}", "kit", source, "kit")
        for path, source in copies.kit_tests():
            name = ("builder.kit", f"{package}.kit")
            yield _copy(f"tests/kit/{path}", "kit", source, "kit", rename=name)
        lock = copies.requirements(self.plugins.requirements())
        yield PlannedFile("requirements.lock", "skeleton", None, "spec", content=lock)
        tests = copies.test_requirements()
        yield PlannedFile("requirements-test.lock", "skeleton", None, "spec", content=tests)
        for path, content in catalogs.catalogs(original):
            yield PlannedFile(f"{package}/{path}", "skeleton", None, "spec", content=content)
        text = dump(original).encode()
        yield PlannedFile("spec.yaml", "skeleton", None, "spec", content=text)

    def _add(self, one: PlannedFile) -> None:
        other = self.files.get(one.path)
        if other is not None:
            raise PlanError(
                "dua plugin menulis berkas yang sama",
                which=f"{one.path} ({other.plugin} dan {one.plugin})",
                way_out="Ubah nama berkas di folder template salah satunya.",
            )
        folder = one.path
        while "/" in folder:
            folder = folder.rpartition("/")[0]
            if folder in self.files:
                raise PlanError(
                    "berkas dan folder bernama sama",
                    which=f"{folder} ({self.files[folder].plugin} dan {one.plugin})",
                    way_out="Ubah nama salah satunya.",
                )
        self.files[one.path] = one


def _check_facts(value: Any, layer: Layer) -> None:
    """Names, numbers and dates, at any depth; `PlanError` names the plugin."""
    if isinstance(value, Mapping):
        value = [*value, *value.values()]
    if isinstance(value, list | tuple):
        for part in value:
            _check_facts(part, layer)
    elif isinstance(value, str) and not FACT.fullmatch(value):
        raise PlanError(
            f"`facts` memuat teks bebas: {value[:60]!r}",
            which=f"plugin {layer.plugin}",
            way_out="Yang boleh di sana hanya nama, angka, dan tanggal; teks orang lewat `view`.",
        )


def _copy(
    path: str, plugin: str, source: Path, subject: str, rename: tuple[str, str] | None = None
) -> PlannedFile:
    return PlannedFile(path, plugin, source, subject, rename=rename)


def _subjects(spec: Spec, layer: Layer) -> Iterable[Subject]:
    if layer.fan == "once":
        return (spec,)
    if layer.fan == "entity":
        return tables(spec)
    return spec.flows if layer.fan == "flow" else spec.links


def _described(subject: Subject) -> str:
    return (
        "spec" if isinstance(subject, Spec) else f"{type(subject).__name__.lower()} {subject.name}"
    )


def _templates(layer: Layer) -> Iterator[tuple[Path, str]]:
    """(template, its path with placeholders) for the files that belong to this layer's fan."""
    root = layer.root / ROOT
    if not root.is_dir():
        raise PlanError(f"folder {ROOT} tidak ada", which=f"{layer.root} (plugin {layer.plugin})")
    for source in sorted(root.rglob("*")):
        if source.is_file() and "__pycache__" not in source.parts:
            relative = source.relative_to(root).as_posix()
            fans = {name for name, _ in PLACEHOLDER.findall(relative)} - {"cookiecutter"}
            if fans == ({layer.fan} - {"once"}):
                yield source, relative


def _path(relative: str, layer: Layer, spec: Spec, subject: Subject) -> str:
    """The path in the application: placeholders filled, every part allowed."""
    known = {("cookiecutter", "package"): spec.name, ("cookiecutter", "slug"): spec.name}
    known[layer.fan, "name"] = subject.name
    if isinstance(subject, Flow):
        known["flow", "entity"] = subject.entity

    def fill(found: re.Match[str]) -> str:
        return known.get((found[1], found[2]), found[0])

    path = PLACEHOLDER.sub(fill, relative)
    for part in path.split("/"):
        if not NAME.fullmatch(part) or part in (".", "..", ".git"):
            raise PlanError(
                f"nama berkas {part!r} tidak diizinkan",
                which=f"{relative} (plugin {layer.plugin})",
                way_out="Pakai huruf, angka, titik, garis bawah, dan placeholder yang dikenal.",
            )
    return path


def common(spec: Spec, plugins: Plugins) -> dict[str, Any]:
    """What every template sees as `app`."""
    joins = plugins.joins(spec)
    classes = class_names(spec, plugins.types)
    return {
        "slug": spec.name,
        "package": spec.name,
        "name": spec.name,
        "label": label_of_spec(spec),
        "description": spec.description or "",
        "owner": spec.owner or "",
        "language": spec.language,
        "units": classes.get(spec.units or "", ""),
        "units_module": spec.units or "",
        "entities": [
            {"name": t.name, "cls": classes[t.name], "label": label_of(t)} for t in tables(spec)
        ],
        "roles": [role.name for role in spec.roles],
        "plugins": list(plugins.names),
        **{
            into: [{"module": j.module, "function": j.function} for j in joins if j.into == into]
            for into in get_args(Into)
        },
    }


def label_of_spec(spec: Spec) -> str:
    """The application's name for people."""
    return spec.label or naming.label_of(spec.name)


def basic_view(spec: Spec, subject: Subject, types: Types) -> dict[str, Any]:
    """What a template sees of its subject when its layer has no view of its own."""
    if isinstance(subject, Spec):
        return {"name": subject.name}
    found: dict[str, Any] = {"name": subject.name, "label": subject.label or ""}
    if isinstance(subject, (Entity, Link)):
        found |= {
            "cls": class_names(spec, types)[subject.name],
            "description": getattr(subject, "description", None) or "",
            "fields": [
                {"name": f.name, "label": label_of(f), "type": f.type, "required": f.required}
                for f in subject.fields
            ],
        }
    if isinstance(subject, Flow):
        found["entity"] = subject.entity
    return found
