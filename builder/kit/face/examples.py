"""Pages of an entity with values made by hand, for the living pages below `/kit`."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import url_for

from ..history import Change, Entry
from ..pages import (
    Act,
    Cell,
    Column,
    DraftNote,
    Filter,
    FormPage,
    InlineRow,
    InlineRows,
    Input,
    Link,
    ListPage,
    Move,
    Option,
    Part,
    Row,
    ShowPage,
    Step,
    Table,
    TabPart,
)

KINDS = tuple(Option(v, v.title()) for v in ("baru", "lama", "lainnya"))
COLUMNS = (
    Column("nomor", "Nomor", "aaaaaaaa", "asc", "?sort=-nomor"),
    Column("usaha", "Usaha", "aaaaaaab", "", "?sort=usaha"),
    Column("nilai", "Nilai", "aaaaaaac", "", "?sort=nilai", numeric=True),
    Column("status", "Status", "aaaaaaad"),
)


def at(page: str) -> str:
    """The address of a living page."""
    return url_for("kit.living", name=page)


def rows(count: int, wide: int = 4) -> tuple[Row, ...]:
    return tuple(
        Row(
            n,
            (
                Cell(f"00{n}/UMKM/XI/2026"),
                Cell("Keripik Tempe Bu Sri", "reference", href="#"),
                Cell("Rp2.500.000", "money"),
                Cell(("Draf", "Diajukan", "Ditolak", "Disetujui")[n % 4], "state"),
            )[:wide],
            at("rincian"),
            f"{n}.1",
        )
        for n in range(1, count + 1)
    )


def empty_page() -> ListPage:
    """A list before the first row."""
    return list_page(0)


def list_page(count: int = 12) -> ListPage:
    return ListPage(
        title="Pengajuan",
        columns=COLUMNS,
        rows=rows(count),
        total="10.000+" if count else "0",
        page=1,
        first=1,
        last=count,
        node="aaaaaaae",
        searchable=True,
        filters=(
            Filter("status", "Status", "select", options=KINDS),
            Filter("usaha", "Usaha", "reference", choices_url=at("pilihan")),
            Filter("tanggal", "Tanggal", "range", input_type="date"),
            Filter("uraian", "Uraian", "text"),
        ),
        views=(Link("Semua", "?", True), Link("Menunggu verifikasi", "?view=0")),
        next_url="?page=2",
        add_url=at("isian"),
        export_url="#",
        import_url="#",
        acts=(
            Act("langkah-ajukan", "Ajukan"),
            Act("langkah-tolak", "Tolak", note="required"),
            Act("hapus", "Hapus", icon="trash", danger=True),
        )
        if count
        else (),
        acts_url="#",
    )


def show_page() -> ShowPage:
    cells = (
        Cell("001/UMKM/XI/2026", label="Nomor", node="aaaaaaaa"),
        Cell("Keripik Tempe Bu Sri", "reference", href="#", label="Usaha", node="aaaaaaab"),
        Cell("23 November 2026", "date", label="Tanggal", node="aaaaaaaf"),
        Cell("proposal.pdf", "file", href="#", label="Proposal"),
        Cell("", label="Catatan"),
    )
    table = Table("Rincian alat", COLUMNS[:3], rows(3, 3), "aaaaaaag", add_url="#")
    return ShowPage(
        title="Pengajuan",
        heading="001/UMKM/XI/2026",
        id=1,
        version=3,
        tabs=(
            TabPart("Pengajuan", (Part("Identitas", "aaaaaaah", cells),)),
            TabPart("Rincian", (Part("Alat", table=table),)),
        ),
        status=Cell("Diajukan", "state", label="Status"),
        steps=(Step("Draf", "done"), Step("Diajukan", "now"), Step("Disetujui", "ahead")),
        moves=(
            Move("setujui", "Setujui", "#", "optional", "forward"),
            Move("tolak", "Tolak", "#", "required", "failed"),
            Move("tarik", "Tarik kembali", "#", "none", "back"),
        ),
        tables=(table, Table("Berita acara", COLUMNS[:2], ())),
        history=(
            Entry(
                datetime(2026, 11, 23, 3, 0, tzinfo=UTC),
                "Siti Rahmawati",
                "edit",
                "Diubah",
                "",
                (Change("Nilai", "Rp1.000.000", "Rp2.500.000"),),
            ),
        ),
        edit_url=at("isian"),
        delete_url="#",
        list_url=at("daftar"),
    )


def inline(prefix: str, error: str = "") -> InlineRow:
    errors = (error,) if error else ()
    return InlineRow(
        prefix,
        "",
        (
            Input(f"{prefix}-alat", "Alat", "reference", options=KINDS, errors=errors),
            Input(f"{prefix}-jumlah", "Jumlah", "number", "2", measure="unit"),
        ),
    )


def form_page(wrong: bool = False) -> FormPage:
    errors = ("NIK harus 16 angka. Contoh: 3201010101010001.",) if wrong else ()
    inputs = (
        Input("nik", "NIK", "digits", "32" if wrong else "", errors=errors, required=True),
        Input("nama", "Nama", "text", help="Seperti di KTP.", required=True, node="aaaaaaai"),
        Input("nilai", "Nilai", "money", "2500000"),
        Input("tanggal", "Tanggal", "date", "2026-11-23"),
        Input("jenis", "Jenis", "select", options=KINDS),
        Input("jenis_lain", "Sebutkan", "text", visible=False, visible_if="jenis == 'lainnya'"),
        Input("usaha", "Usaha", "reference", choices_url=at("pilihan")),
        Input("bidang", "Bidang", "checkboxes", options=KINDS, help="Boleh lebih dari satu."),
        Input("setuju", "Data sudah diperiksa", "checkbox", "true"),
        Input("berat", "Berat", "number", measure="kg"),
        Input("uraian", "Uraian", "textarea"),
        Input("proposal", "Proposal", "file", file_title="lama.pdf", file_url="#"),
        Input("nomor", "Nomor", "none", locked=True, shown="001/UMKM/XI/2026"),
    )
    detail = InlineRows(
        "rincian",
        "Rincian",
        COLUMNS[:2],
        (inline("rincian-0"), inline("rincian-1", "Pilih alat." if wrong else "")),
        inline("rincian-__n__"),
        may_add=True,
    )
    return FormPage(
        title="Tambah pengajuan",
        action="",
        tabs=(
            TabPart("Pemohon", (Part("Identitas", inputs=inputs),)),
            TabPart("Rincian", (Part("Alat", rows=detail),)),
        ),
        version=3,
        back_url=at("daftar"),
    )


def wrong_page() -> FormPage:
    """The form as it comes back: what is wrong is said above and at the fields."""
    return form_page(wrong=True)


def draft() -> DraftNote:
    """What was typed before and waits to be taken up."""
    return DraftNote(datetime(2026, 11, 23, 3, 0, tzinfo=UTC), False, False, "#", "#")
