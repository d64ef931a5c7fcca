"""A proposal to files: `spec.yaml`, `spec.data/<entity>.jsonl` and their names, `report.json`."""

from __future__ import annotations

import json
import os
import re
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from builder.row_files import write_names
from builder.spec import Spec, SpecError, Types, from_raw, naming
from builder.spec.scalars import NAME

from .values import Importer, IntakeError, Line, Proposal


@dataclass(frozen=True)
class Written:
    """Where everything lies. `data` is None when the structure alone was asked for."""

    spec: Path
    data: Path | None
    report: Path


def importer_for(source: str, importers: Sequence[Any]) -> Importer:
    """The importer that says it can read the source; `IntakeError` lists them when none does."""
    for one in importers:
        if one.matches(source):
            found: Importer = one
            return found
    known = ", ".join(str(one.label["id"]) for one in importers) or "tidak ada"
    raise IntakeError(
        "Tidak ada importer untuk sumber ini",
        which=without_password(source),
        way_out=f"Yang dapat dibaca: {known}.",
    )


def without_password(source: str) -> str:
    """An address as it may be shown."""
    return re.sub(r"(?<=://)([^:/@]*):[^@]*@", r"\1:***@", source)


def renamed(proposal: Proposal, name: str) -> Proposal:
    """The same proposal under another technical name."""
    if not re.match(NAME, name) or naming.refusal(name, table=True):
        raise IntakeError(
            "Nama aplikasi tidak dapat dipakai",
            which=name,
            way_out="Pakai huruf kecil, angka, dan garis bawah, diawali huruf.",
        )
    kept = {key: value for key, value in proposal.raw.items() if key != "label"}
    return replace(proposal, raw={**kept, "name": name})


def accept(proposal: Proposal, types: Types) -> tuple[Spec, Proposal]:
    """The proposal as a valid specification; a field type that is not installed becomes text."""
    raw = dict(proposal.raw)
    lines: list[Line] = []
    raw["entities"] = [_known(entity, types, lines) for entity in raw["entities"]]
    try:
        spec = from_raw(raw, types)
    except SpecError as error:
        raise IntakeError(
            f"Usulan importer bukan spesifikasi yang sah: {error}",
            way_out="Laporkan sebagai kesalahan importer, dengan sumbernya bila boleh.",
        ) from error
    return spec, replace(proposal, raw=raw).with_lines(*lines)


def _known(entity: dict[str, Any], types: Types, lines: list[Line]) -> dict[str, Any]:
    fields = []
    for one in entity["fields"]:
        kind = one.get("type", "text")
        if kind not in types:
            said = f"Jenis isian {kind} tidak terpasang: menjadi teks panjang"
            lines.append(Line("change", said, entity["name"], one["name"]))
            one = {k: v for k, v in one.items() if k not in ("options", "default")}
            one["type"] = "long_text"
        fields.append(one)
    return {**entity, "fields": fields}


def write(spec: Spec, proposal: Proposal, output: Path, *, force: bool = False) -> Written:
    """Lay everything beside `output`, rows first, each file whole or not at all.

    An existing specification is refused unless `force`: it may hold a person's work.
    """
    from builder.spec import dump

    data = output.with_suffix(".data") if proposal.rows else None
    report = output.parent / "report.json"
    for path in (output, data):
        if path is not None and path.exists() and not force:
            raise IntakeError(
                "Sudah ada; mungkin sudah disunting orang",
                which=str(path),
                way_out="Pakai nama lain, atau --force untuk menimpa.",
            )
    output.parent.mkdir(parents=True, exist_ok=True)
    if data is not None:
        _write_rows(proposal, spec, data)
    with _whole(report) as file:
        json.dump(_report(proposal), file, ensure_ascii=False, indent=1)
        file.write("\n")
    with _whole(output) as file:
        file.write(dump(spec))
    return Written(output, data, report)


def _write_rows(proposal: Proposal, spec: Spec, data: Path) -> None:
    stage = Path(tempfile.mkdtemp(dir=data.parent, prefix=f".{data.name}."))
    try:
        for name, rows in proposal.rows.items():
            with (stage / f"{name}.jsonl").open("w", encoding="utf-8", newline="\n") as file:
                for row in rows():
                    file.write(json.dumps(row, ensure_ascii=False, separators=(",", ":")) + "\n")
        write_names(spec, stage)
        stage.chmod(0o755)
        if data.exists():
            shutil.rmtree(data)
        stage.rename(data)
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def _report(proposal: Proposal) -> dict[str, Any]:
    lines = [line.plain() for line in proposal.report]
    levels = ("loss", "change", "advice", "info")
    return {
        "counts": {level: sum(line["level"] == level for line in lines) for level in levels},
        "rows": dict(proposal.counts),
        "folds": list(proposal.folds),
        "lines": lines,
    }


@contextmanager
def _whole(path: Path) -> Iterator[Any]:
    handle, draft = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            yield file
        os.chmod(draft, 0o644)
        os.replace(draft, path)
    finally:
        Path(draft).unlink(missing_ok=True)
