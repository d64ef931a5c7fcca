"""A paper about an application for one case: the plugin's template, fed with the case's facts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from builder.delivery import CheckResult
from builder.erd import erd_svg
from builder.hookspecs import Document
from builder.house import House
from builder.spec import diff, expand
from sop_workflow.calendar import long_date
from sop_workflow.case import Case
from sop_workflow.desk import Actor
from sop_workflow.papers.words import letter_date


def make_document(
    house: House, case: Case, document: Document, checks: Sequence[CheckResult] = ()
) -> bytes:
    """PDF of the document for the case's submitted design; `checks`: what was found in it."""
    assert case.spec is not None
    revision = house.specs.need(int(case.spec.revision))
    types = house.plugins.types
    spec = expand(revision.spec(types), types)
    facts = {
        "office": office(house),
        "case": {**case_facts(house, case), "checks": [check_row(one) for one in checks]},
        "revision": {"number": revision.number, "sha256": revision.sha256},
        "erd": erd_svg(spec),
    }
    return house.typeset(document.template, document.data(spec, types, facts))


def office(house: House) -> dict[str, str]:
    """The letterhead, and the paper on which the office prints."""
    settings = house.office.settings()
    keys = ("pemerintah", "nama_kantor", "alamat", "telepon", "laman", "surel", "kode_pos")
    found = {key: settings.get(key, "") for key in keys}
    return {**found, "logo": settings.get("logo_svg", ""), "paper": settings.get("kertas", "a4")}


def case_facts(house: House, case: Case) -> Mapping[str, Any]:
    """What the papers tell of the case."""
    page = house.cases.page(Actor.system(), case.id)
    calendar = house.office.calendar()
    maker = house.seats.person(case.handler or case.proposer)
    makers = {s.number for s in page.procedure.steps if s.performer == page.procedure.maker}
    return {
        "number": case.number,
        "organization": case.organisation,
        "letter": case.fact("surat_nomor") or "",
        "letter_date": letter_date(day) if (day := case.fact("surat_tanggal")) else "",
        "purpose": case.fact("tujuan") or "",
        "users": case.fact("pengguna") or "",
        "proposer": house.seats.person(case.proposer).name,
        "maker": {
            "title": page.procedure.role_name(page.procedure.maker),
            "name": maker.name,
            "rank": maker.rank,
            "nip": maker.nip,
        },
        "place_date": f"{house.office.settings().get('kota', '')}, "
        f"{long_date(house.cases.today())}".lstrip(", "),
        "steps": [
            {
                "number": step.number,
                "title": step.activity,
                "by": f"{maker.name} ({step.performer})" if step.number in makers else step.who,
                "done": long_date(calendar.day(step.left)),
            }
            for step in page.steps
            if step.left and step.state == "selesai"
        ],
        "meetings": [
            {
                "day": long_date(calendar.day(one.at)),
                "place": one.place,
                "people": len(one.attendance),
                "minutes": one.minutes,
            }
            for one in case.presentations
            if one.held
        ],
        "remarks": [
            {
                "by": f"{one.author}, {one.unit}" if one.unit else one.author,
                "text": one.text,
                "answer": one.answer,
            }
            for one in case.remarks
        ],
        "changes": _changes(house, case),
    }


CHECKS = {
    "rahasia": "Kerahasiaan",
    "mandiri": "Kemandirian",
    "kode": "Mutu kode",
    "pengujian": "Pengujian",
}


def check_row(one: CheckResult) -> dict[str, str]:
    """A check in the words of the report."""
    result = "memenuhi" if one.passed else "tidak memenuhi"
    return {"name": CHECKS.get(one.name, one.name), "result": result, "note": one.words}


def _changes(house: House, case: Case) -> list[str]:
    """Sentences from the first submitted design to the newest."""
    if len(case.specs) < 2:
        return []
    types = house.plugins.types
    first, last = (
        house.specs.need(int(one.revision)).spec(types) for one in (case.specs[0], case.specs[-1])
    )
    return [sentence.text for sentence in diff(first, last)]
