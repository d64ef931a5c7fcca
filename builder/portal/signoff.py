"""What an official sees beside the sign button: checks, documents with hashes, the application."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

from builder import pipeline
from builder.delivery import DeliveryError, read_manifest
from sop_workflow.views import CasePage

from .house import House

NAMES = {
    "rancangan.pdf": _l("Rancangan Sistem"),
    "manual.pdf": _l("Buku Manual"),
    "laporan.pdf": _l("Laporan Pembuatan Aplikasi"),
}


def signoff(rooms: House, page: CasePage) -> dict[str, Any] | None:
    """The package as its own manifest tells it, at the steps that sign it; None at others.

    A document is tied to its paper by the hash of its bytes, so that the picture shown is of
    exactly the file that is signed.
    """
    signed = page.case.deliverable
    if signed is None or page.step.binds != "deliverable" or not page.case.is_open:
        return None
    try:
        manifest = read_manifest(pipeline.deliverables(rooms.settings.data_dir) / signed.sha256)
    except DeliveryError as error:
        return {"error": str(error)}
    papers = {paper.sha256: paper for paper in page.case.papers}
    documents = []
    for name, sha256 in sorted(manifest["documents"].items()):
        paper = papers.get(sha256)
        label = paper.label if paper else str(NAMES.get(name, name))
        documents.append({"label": label, "sha256": sha256, "paper": paper.id if paper else ""})
    return {"error": "", "checks": manifest.get("checks", []), "documents": documents}


def superseded(page: CasePage) -> set[str]:
    """Papers of which a newer one of the same kind and meeting exists; attachments all count."""
    newest: dict[tuple[str, str], str] = {}
    old = set()
    for paper in page.case.papers:
        if paper.kind == "lampiran":
            continue
        key = (paper.kind, paper.presentation)
        if key in newest:
            old.add(newest[key])
        newest[key] = paper.id
    return old
