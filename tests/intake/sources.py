"""SQL text in, proposal out: what the tests of this room share."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from builder.intake import Importer, Proposal, accept, importer_for
from builder.plugin_host import Plugins, load_plugins
from builder.spec import Spec


@cache
def plugins() -> Plugins:
    return load_plugins()


def importer(source: str) -> Importer:
    return importer_for(source, plugins().importers())


def proposed(source: Path | str, with_data: bool = True) -> Proposal:
    return importer(str(source)).read(str(source), with_data)


def from_sql(folder: Path, sql: str, with_data: bool = True, name: str = "uji.sql") -> Proposal:
    """The proposal for a few statements."""
    path = folder / name
    path.write_text(sql, encoding="utf-8")
    return proposed(path, with_data)


def spec_of(proposal: Proposal) -> Spec:
    return accept(proposal, plugins().types)[0]


def entity(proposal: Proposal, name: str) -> dict[str, Any]:
    return next(one for one in proposal.raw["entities"] if one["name"] == name)


def fields(proposal: Proposal, name: str) -> dict[str, dict[str, Any]]:
    return {one["name"]: one for one in entity(proposal, name)["fields"]}


def rows(proposal: Proposal, name: str) -> list[dict[str, Any]]:
    return list(proposal.rows[name]())


def said(proposal: Proposal, level: str) -> list[str]:
    """The report's lines of one level."""
    return [str(line) for line in proposal.report if line.level == level]


def errors(proposal: Proposal) -> list[str]:
    """What `rakit check` would refuse."""
    from builder.spec import check

    found = check(spec_of(proposal), plugins().types)
    return [str(one) for one in found if one.severity == "error"]
