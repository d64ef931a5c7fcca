"""A paper about an application for one case: the plugin's template, fed with the case's facts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from builder.erd import erd_svg
from builder.hookspecs import Document
from builder.house import House
from builder.spec import diff, expand
from sop_workflow.calendar import long_date
from sop_workflow.case import Case
from sop_workflow.desk import Actor


def make_document(house: House, case: Case, document: Document) -> bytes:
    """PDF of the document for the case's submitted design."""
    assert case.spec is not None
    revision = house.specs.need(int(case.spec.revision))
    types = house.plugins.types
    spec = expand(revision.spec(types), types)
    facts = {
        "office": office(house),
        "case": case_facts(house, case),
        "revision": {"number": revision.number, "sha256": revision.sha256},
        "erd": erd_svg(spec),
    }
    return house.typeset(document.template, document.data(spec, types, facts))


def office(house: House) -> dict[str, str]:
    """The letterhead."""
    settings = house.office.settings()
    return {
        "government": settings["pemerintah"],
        "name": settings["nama_kantor"],
        "address": settings["alamat"],
    }


def case_facts(house: House, case: Case) -> Mapping[str, Any]:
    """What the report tells of the case."""
    page = house.cases.page(Actor.system(), case.id)
    calendar = house.office.calendar()
    letter = case.fact("surat_nomor") or ""
    return {
        "number": case.number,
        "organization": case.organisation,
        "letter": f"{letter}, {case.fact('surat_tanggal') or ''}".strip(", "),
        "purpose": case.fact("tujuan") or "",
        "users": case.fact("pengguna") or "",
        "proposer": house.seats.person(case.proposer).name,
        "steps": [
            {
                "number": step.number,
                "title": step.activity,
                "by": step.who or step.performer,
                "done": long_date(calendar.day(step.left)) if step.left else "",
            }
            for step in page.steps
            if step.entered
        ],
        "remarks": [{"by": r.author, "text": r.text, "answer": r.answer} for r in case.remarks],
        "changes": _changes(house, case),
        "checks": [],
    }


def _changes(house: House, case: Case) -> list[str]:
    """Sentences from the first submitted design to the newest."""
    if len(case.specs) < 2:
        return []
    types = house.plugins.types
    first, last = (
        house.specs.need(int(one.revision)).spec(types) for one in (case.specs[0], case.specs[-1])
    )
    return [sentence.text for sentence in diff(first, last)]
