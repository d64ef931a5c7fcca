"""Finds plugins, registers them in one fixed order, and answers for them by name.

Found are the folders of `plugins/`, the entry points of group `rakit.plugins`, and folders that a
caller names. Whatever is wrong with a plugin is a `PluginError` that names it.
"""

from __future__ import annotations

import importlib
import importlib.util
import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from importlib.metadata import entry_points
from pathlib import Path
from types import ModuleType
from typing import Any

import pluggy

from builder import hookspecs
from builder.errors import RakitError
from builder.hookspecs import GROUP, HOOK_API, Document, Join, Layer
from builder.spec import FieldType, Problem, Spec, Types

HOME = Path(__file__).resolve().parent.parent / "plugins"
"""Rakit's own plugins; each is an ordinary one."""


class PluginError(RakitError):
    """A plugin that can't be loaded, or two that contradict each other."""


@dataclass(frozen=True)
class About:
    """What the page of plugins shows of one."""

    name: str
    description: str
    path: Path
    priority: int
    hooks: tuple[str, ...]
    types: tuple[str, ...]


class Plugins:
    """The plugins of one installation, in the order (`PRIORITY`, name)."""

    def __init__(self, modules: Sequence[tuple[str, ModuleType]]) -> None:
        self._manager = pluggy.PluginManager("rakit")
        self._manager.add_hookspecs(hookspecs)
        self._modules = dict(sorted(modules, key=lambda one: (_priority(one[1]), one[0])))
        for name, module in self._modules.items():
            _check_api(name, module)
            self._register(name, module)

    def _register(self, name: str, module: ModuleType) -> None:
        try:
            self._manager.register(module, name=name)
            self._manager.check_pending()
        except (pluggy.PluginValidationError, ValueError) as error:
            raise PluginError(
                f"plugin tidak dapat dipakai: {error}",
                which=name,
                way_out="Bandingkan nama dan parameter fungsinya dengan builder/hookspecs.py.",
            ) from error

    @property
    def names(self) -> tuple[str, ...]:
        """Names of all plugins, in their order."""
        return tuple(self._modules)

    @property
    def only_own(self) -> bool:
        """Whether all of them are Rakit's own: what they make may run where the box is refused."""
        return all(
            Path(module.__file__ or "/").is_relative_to(HOME) for module in self._modules.values()
        )

    def ask(self, hook: str, **values: Any) -> Iterator[tuple[str, Any]]:
        """(plugin, what it answered) for each that has the hook, in the plugins' order."""
        caller = getattr(self._manager.hook, hook)
        found = {impl.plugin_name: impl for impl in caller.get_hookimpls()}
        for name in self._modules:
            if name in found:
                yield name, found[name].function(*[values[a] for a in found[name].argnames])

    @cached_property
    def types(self) -> Types:
        """All field types; `PluginError` names both plugins that bring the same one."""
        found: dict[str, tuple[str, FieldType]] = {}
        for name, types in self.ask("rakit_field_types"):
            for one in types:
                if one.key in found:
                    raise PluginError(
                        f"jenis isian {one.key!r} dibawa dua plugin",
                        which=f"{found[one.key][0]} dan {name}",
                        way_out="Hapus salah satunya, atau ubah kuncinya.",
                    )
                found[one.key] = (name, one)
        return Types(one for _, one in found.values())

    @cached_property
    def type_owner(self) -> dict[str, str]:
        """Field type -> plugin."""
        return {t.key: name for name, types in self.ask("rakit_field_types") for t in types}

    def layers(self, spec: Spec) -> tuple[Layer, ...]:
        """All layers, each with its plugin's name."""
        asked = self.ask("rakit_layers", spec=spec, types=self.types)
        return tuple(replace(layer, plugin=name) for name, layers in asked for layer in layers)

    def joins(self, spec: Spec) -> tuple[Join, ...]:
        """All joins, each with its plugin's name, in the order in which they are carried out."""
        asked = self.ask("rakit_joins", spec=spec, types=self.types)
        joins = [replace(join, plugin=name) for name, found in asked for join in found]
        return tuple(sorted(joins, key=lambda join: (join.order, join.module, join.function)))

    def requirements(self) -> tuple[tuple[str, Path], ...]:
        """(plugin, file of hashed requirements)."""
        asked = self.ask("rakit_requirements")
        return tuple((name, path) for name, path in asked if path is not None)

    def importers(self) -> tuple[Any, ...]:
        """All importers, in the plugins' order."""
        return tuple(one for _, found in self.ask("rakit_importers") for one in found)

    def documents(self) -> tuple[Document, ...]:
        """All documents, each with its plugin's name."""
        asked = self.ask("rakit_documents")
        return tuple(replace(one, plugin=name) for name, found in asked for one in found)

    def checks(self, spec: Spec) -> tuple[Problem, ...]:
        """What the plugins find in a specification."""
        return tuple(
            p for _, found in self.ask("rakit_checks", spec=spec, types=self.types) for p in found
        )

    def describe(self) -> tuple[About, ...]:
        """Who provides what: for `rakit plugins` and the portal."""
        return tuple(self._about(name, module) for name, module in self._modules.items())

    def _about(self, name: str, module: ModuleType) -> About:
        callers = self._manager.get_hookcallers(module) or []
        return About(
            name=name,
            description=(module.__doc__ or "").strip().split("\n")[0],
            path=Path(module.__file__ or "").parent,
            priority=_priority(module),
            hooks=tuple(sorted(caller.name for caller in callers)),
            types=tuple(sorted(key for key, owner in self.type_owner.items() if owner == name)),
        )


def installed_plugins() -> Plugins:
    """Those of this installation, portal and command line alike: Rakit's own, entry points, and
    the folders that `RAKIT_PLUGINS` names (several with a colon between them)."""
    named = os.environ.get("RAKIT_PLUGINS", "").split(os.pathsep)
    return load_plugins([Path(one).expanduser() for one in named if one])


def load_plugins(extra: Sequence[Path] = (), *, home: Path = HOME) -> Plugins:
    """Rakit's own, those of entry points, and the folders given. `PluginError` names the faulty."""
    found: dict[str, tuple[str, ModuleType]] = {}
    for name, where, module in (*_own(home), *_installed(), *_folders(extra)):
        if name in found:
            raise PluginError(
                "dua plugin bernama sama",
                which=f"{name} ({found[name][0]} dan {where})",
                way_out="Ganti nama salah satu foldernya.",
            )
        found[name] = (where, module)
    return Plugins([(name, module) for name, (_, module) in found.items()])


def _own(home: Path) -> Iterator[tuple[str, str, ModuleType]]:
    for folder in sorted(home.iterdir()) if home.is_dir() else ():
        if (folder / "__init__.py").is_file():
            if home == HOME:
                yield folder.name, str(folder), _import(folder.name, f"plugins.{folder.name}")
            else:
                yield folder.name, str(folder), _load(folder)


def _installed() -> Iterator[tuple[str, str, ModuleType]]:
    for point in sorted(entry_points(group=GROUP), key=lambda point: point.name):
        yield point.name, point.value, _import(point.name, point.value.partition(":")[0])


def _folders(extra: Sequence[Path]) -> Iterator[tuple[str, str, ModuleType]]:
    for folder in sorted(extra):
        if not (folder / "__init__.py").is_file():
            raise PluginError(
                "bukan folder plugin: __init__.py tidak ada",
                which=str(folder),
                way_out="`rakit plugin new NAMA` membuat folder yang lengkap.",
            )
        yield folder.name, str(folder), _load(folder)


def _import(name: str, module: str) -> ModuleType:
    try:
        return importlib.import_module(module)
    except Exception as error:  # a plugin's own code may raise anything while it is imported
        raise _unloadable(name, error) from error


def _load(folder: Path) -> ModuleType:
    """A package from a folder that is on no path."""
    name = f"rakit_plugin_{folder.name}"
    location = folder / "__init__.py"
    spec = importlib.util.spec_from_file_location(
        name, location, submodule_search_locations=[str(folder)]
    )
    if spec is None or spec.loader is None:
        raise PluginError("tidak dapat dibaca", which=str(folder))
    for loaded in [key for key in sys.modules if key == name or key.startswith(name + ".")]:
        del sys.modules[loaded]
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
    except Exception as error:  # as in _import
        raise _unloadable(folder.name, error) from error
    return module


def _unloadable(name: str, error: Exception) -> PluginError:
    return PluginError(
        f"gagal dimuat: {type(error).__name__}: {error}",
        which=name,
        way_out="Perbaiki plugin itu, atau hapus foldernya.",
    )


def _priority(module: ModuleType) -> int:
    return int(getattr(module, "PRIORITY", 50))


def _check_api(name: str, module: ModuleType) -> None:
    wanted = getattr(module, "HOOK_API", HOOK_API)
    if wanted != HOOK_API:
        raise PluginError(
            f"ditulis untuk HOOK_API {wanted}; Rakit ini memakai {HOOK_API}",
            which=name,
            way_out="Pasang versi plugin yang cocok.",
        )
