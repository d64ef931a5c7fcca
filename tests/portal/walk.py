"""Cases with a real design, walked through the procedure's door to where a test begins."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from builder import demo
from builder.house import House
from builder.spec import load, plain
from builder.spec.edit import Change
from sop_workflow import commands
from sop_workflow.case import Attendee, Case
from sop_workflow.desk import Actor

PDF = b"%PDF-1.7\n"
NUMBER = {"sri": 1, "kasi": 2, "kabid": 3, "kadis": 4}
FACTS = {
    "surat_nomor": "001/2026",
    "surat_tanggal": "2026-11-20",
    "tujuan": "Mencatat tamu",
    "pengguna": "Resepsionis",
    "baris_per_tahun": "800",
    "alat_sekarang": "Buku tulis",
    "pemilik_data": "Kecamatan Contoh",
    "kontak": "Rina Misalnya",
}
TELAAH = {
    "telaah_serupa": "Tidak ada.",
    "telaah_umum": "Tidak ada.",
    "telaah_simpulan": "perlu",
    "disposisi_instruksi": "Untuk dirancang",
}
CHECKED = {"periksa_laporan": True, "periksa_aplikasi": True}


class Opens:
    """Every package can be opened: packages have tests of their own."""

    def problems(self, sha256: str) -> tuple[str, ...]:
        return ()


def do(house: House, who: str, number: int, command: type[commands.Command], **given: Any) -> Case:
    """One command of one person (or "sistem"), who looked at the case just now."""
    actor = Actor.system() if who == "sistem" else Actor(person=NUMBER[who])
    seen = house.cases.case(number).version
    return house.cases.do(actor, command(case_id=number, seen=seen, **given)).case


def approve(house: House, who: str, number: int, **facts: Any) -> Case:
    """A yes over what the person sees now."""
    case = house.cases.case(number)
    step = house.cases.procedure_of(case).step(case.step)
    subject, signs = case.subject(step.binds), step.binds == "deliverable"
    return do(house, who, number, commands.Approve, sha256_seen=subject, facts=facts,
              confirmed=signs)  # fmt: skip


def attach(house: House, number: int, kind: str, who: str = "sri", **more: Any) -> Case:
    return do(house, who, number, commands.Attach, kind=kind, content=PDF + kind.encode(),
              filename=f"{kind}.pdf", **more)  # fmt: skip


def submit_design(house: House, number: int, **more: Any) -> Case:
    """Steps 5 and 7: the draft is frozen and handed in."""
    app = house.specs.of_case(number)
    assert app is not None
    frozen = house.specs.freeze(app.id, author="Sri Contoh")
    revision = house.specs.submit(frozen.id, house.cases.case(number).step)
    return do(house, "sri", number, commands.Submit, revision=str(revision.id), **more)


def change(house: House, number: int, *changes: Change) -> None:
    """Changes of the draft, as in the editor."""
    app = house.specs.of_case(number)
    assert app is not None
    seen = house.specs.draft(app.id).version
    house.specs.change(app.id, list(changes), author="Sri Contoh", seen=seen)
    house.session.commit()


def field_id(house: House, number: int, entity: str, field: str) -> str:
    app = house.specs.of_case(number)
    assert app is not None
    spec = house.specs.draft(app.id).spec(house.plugins.types)
    return spec.entity(entity).field(field).id


def bind(house: House, number: int, package: str) -> Case:
    """The system made a package of the design that was handed in."""
    spec = house.cases.case(number).spec
    assert spec is not None
    return do(house, "sistem", number, commands.BindDeliverable, deliverable_sha256=package,
              spec_sha256=spec.sha256, revision=spec.revision)  # fmt: skip


def write(house: House, number: int, package: str) -> Case:
    """Step 8: manual, report and package of the design, and on to the signatures."""
    for kind in ("manual", "laporan"):
        attach(house, number, kind, label=f"{kind} {package[:4]}")
    bind(house, number, package)
    return do(house, "sri", number, commands.Submit)


def case_at(house: House, step: int, package: str = "ab" * 32) -> int:
    """The number of a case with the demo's guest book that has come to that step."""
    house.cases.ports = replace(house.cases.ports, deliverable=Opens())
    title, skpd = "Buku Tamu", "Kecamatan Contoh"
    opened = commands.Open(title=title, organisation=skpd, facts=FACTS)
    number = house.cases.do(Actor(person=NUMBER["sri"]), opened).case.id
    design = load((Path(demo.__file__).parent / "buku_tamu.yaml").read_text(), house.plugins.types)
    house.specs.create(title, author="Sri Contoh", slug="buku_tamu", case_id=number,
                       raw=plain(design))  # fmt: skip
    house.session.commit()
    walk: dict[int, Callable[[], object]] = {
        1: lambda: (
            attach(house, number, "surat_usulan"),
            do(house, "sri", number, commands.Submit),
        ),
        2: lambda: approve(house, "kasi", number, disposisi_instruksi="Untuk diteruskan"),
        3: lambda: approve(house, "kabid", number, disposisi_instruksi="Untuk diteruskan"),
        4: lambda: approve(house, "kadis", number, **TELAAH),
        5: lambda: submit_design(house, number),
        6: lambda: _present(house, number),
        7: lambda: submit_design(house, number),
        8: lambda: write(house, number, package),
        9: lambda: approve(house, "kasi", number, **CHECKED),
        10: lambda: approve(house, "kabid", number, **CHECKED),
        11: lambda: approve(house, "kadis", number, **CHECKED),
    }
    for one in range(1, step):
        walk[one]()
    house.session.remove()
    return number


def _present(house: House, number: int) -> Case:
    spec = house.cases.case(number).spec
    assert spec is not None
    attach(house, number, "rancangan", "sistem", made=True, spec_sha256=spec.sha256)
    at = house.clock.now() + timedelta(hours=1)
    case = do(house, "sri", number, commands.CallPresentation, at=at, place="Aula")
    meeting = case.presentations[-1].id
    attach(house, number, "undangan_presentasi", presentation=meeting)
    do(house, "sri", number, commands.HoldPresentation, presentation=meeting,
       attendance=(Attendee("Rina Misalnya"),), minutes="Dicoba.", previewed=True,
       no_remarks=True)  # fmt: skip
    return do(house, "sri", number, commands.Submit)
