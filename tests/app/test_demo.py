"""The demo office: six cases, each where a visitor should find it, made through the door."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from builder import app, demo
from builder.delivery import verify
from builder.migrate import head
from builder.preview.trees import Trees
from builder.settings import Settings
from builder.storage import base
from builder.tables import prepare_database
from builder.trees import design_tree
from sop_workflow.storage.chain import verify as verify_chain


@pytest.mark.prove
@pytest.mark.timeout(900)
def test_six_cases_and_an_application(tmp_path: Path) -> None:
    settings = Settings.from_env(
        {"DATA_DIR": str(tmp_path / "var"), "APPS_DIR": str(tmp_path / "apps")}
    )
    prepare_database(settings)
    app.load_demo(settings)
    assert demo.is_loaded(settings)
    house = app.compose(settings)
    steps = {row.title: (row.step, row.status) for row in house.cases.cases()}
    assert steps == {
        "Bantuan Alat UMKM": (12, "selesai"),
        "Buku Tamu Digital": (10, "berjalan"),
        "Peminjaman Ruang Rapat": (6, "berjalan"),
        "Jadwal Posyandu": (5, "berjalan"),
        "Arsip Surat Kecamatan": (4, "berjalan"),
        "Pengaduan Pasar Rakyat": (2, "berjalan"),
    }
    with Session(base.make_engine(settings.database_url)) as session:
        assert verify_chain(session) == ()
    changed = next(r for r in house.cases.cases() if r.title == "Buku Tamu Digital")
    case = house.cases.case(changed.case_id)
    voided = {(a.step, a.by.name) for a in case.approvals if not a.valid}
    assert (10, "Hasan Ibarat") in voided and case.valid_approval(9) is not None
    presenting = next(r for r in house.cases.cases() if r.step == 6)
    assert len(house.cases.case(presenting.case_id).remarks) == 3
    app_ = house.specs.of_case(presenting.case_id)
    assert app_ is not None
    tree, roles = design_tree(house, app_, house.specs.draft(app_.id).raw)
    assert Trees(settings.previews_dir).find(tree) is not None and len(roles) > 1
    for row in (r for r in house.cases.cases() if r.step >= 10):  # made twice already
        app_ = house.specs.of_case(row.case_id)
        assert app_ is not None
        tree, _ = design_tree(house, app_, house.specs.draft(app_.id).raw)
        versions = Trees(settings.previews_dir).root(tree).glob("migrations/versions/*.py")
        assert head([path.read_text() for path in versions]) is not None  # one chain
    half = next(r for r in house.cases.cases() if r.step == 5)
    app_ = house.specs.of_case(half.case_id)
    assert app_ is not None and house.specs.draft(app_.id).raw["entities"]
    missing = {one.key for one in house.cases.missing(half.case_id)}
    assert missing == {"flow", "interface"}
    finished = next(r for r in house.cases.cases() if r.status == "selesai")
    bound = house.cases.case(finished.case_id).deliverable
    assert bound is not None
    assert verify(settings.data_dir / "deliverables" / bound.sha256, sha256=bound.sha256) == ()
    assert (settings.apps_dir / "bantuan_alat_umkm" / "KELUAR.md").is_file()
    house.session.remove()
