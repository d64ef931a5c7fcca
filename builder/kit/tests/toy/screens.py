"""Rights, flow, screens and API of the toy."""

from typing import Any

from builder.kit import (
    ADD,
    ALL_ROWS,
    DELETE,
    EDIT,
    EXPORT,
    IMPORT,
    OWN_ROWS,
    OWN_UNIT,
    OWNER,
    READ,
    Choices,
    EntityApi,
    EntityView,
    Flow,
    Grant,
    Group,
    Item,
    SavedView,
    Section,
    Tab,
    Transition,
    Where,
)

from .model import Branch, Loan, LoanItem, LoanState, Reader, Title


class Role(Choices):
    CLERK = "petugas", "Petugas"
    HEAD = "kepala", "Kepala"
    GUEST = "tamu", "Tamu"
    PUBLIC = "publik", "Masyarakat"


WRITE = READ | ADD | EDIT | DELETE
GRANTS = (
    Grant(Branch, Role.CLERK, READ),
    Grant(Branch, Role.HEAD, WRITE),
    Grant(Branch, Role.PUBLIC, READ),
    Grant(Reader, Role.CLERK, WRITE | EXPORT | IMPORT, OWN_UNIT),
    Grant(Reader, Role.HEAD, READ | EDIT | EXPORT, ALL_ROWS, hide=("nik",), readonly=("lahir",)),
    Grant(Reader, Role.GUEST, READ | ADD | EDIT, OWN_ROWS),
    Grant(Title, Role.CLERK, WRITE | EXPORT | IMPORT, ALL_ROWS),
    Grant(Title, Role.HEAD, WRITE, ALL_ROWS),
    Grant(Title, Role.PUBLIC, READ, Where("aktif")),
    Grant(Loan, Role.CLERK, WRITE, OWN_UNIT, readonly=("alasan",)),
    Grant(Loan, Role.HEAD, READ | EDIT, ALL_ROWS),
    Grant(LoanItem, Role.CLERK, WRITE, OWN_UNIT),
    Grant(LoanItem, Role.HEAD, READ, ALL_ROWS),
)

S = LoanState
FLOW = Flow(
    Loan.status,
    initial=S.DRAF,
    open={S.DIAJUKAN: ("alasan",)},
    final={S.DIPINJAM: "done", S.DITOLAK: "failed"},
    transitions=(
        Transition(
            "ajukan",
            "Ajukan",
            source=(S.DRAF,),
            target=S.DIAJUKAN,
            roles=(OWNER, Role.CLERK),
            needs="count(items) > 0",
            message="Isi paling sedikit satu buku.",
            tells=(Role.HEAD,),
        ),
        Transition(
            "tolak",
            "Tolak",
            source=(S.DIAJUKAN,),
            target=S.DITOLAK,
            roles=(Role.HEAD,),
            note="required",
            sets={"alasan": "note"},
            tells=(OWNER,),
        ),
        Transition("pinjamkan", "Pinjamkan", (S.DIAJUKAN,), S.DIPINJAM, (Role.HEAD,), "optional"),
    ),
)


class BranchView(EntityView):
    entity = Branch
    list_columns = ("kode", "nama", "induk")
    form = ("kode", "nama", "induk")


class ReaderView(EntityView):
    entity = Reader
    list_columns = ("nik", "nama", "cabang.nama")
    filters = ("cabang", "lahir")
    search_columns = ("nama", "nik")
    base_order = (("nama", "asc"),)
    form = (
        Tab("Data diri", Section("Identitas", "nik", "nama", "lahir", "foto")),
        Tab("Lainnya", Section("Cabang", "cabang")),
    )
    details = ("loans",)


class TitleView(EntityView):
    entity = Title
    list_columns = ("judul", "tahun", "genre", "harga", "aktif")
    filters = ("genre", "aktif")
    views = (SavedView("Rusak", "not aktif"),)
    base_order = (("tahun", "desc"),)
    form = (
        Section("Buku", "judul", "tahun", "genre", "bahasa", "harga"),
        Section("Keadaan", "aktif", "rusak", "rak"),
    )


class LoanView(EntityView):
    entity = Loan
    list_columns = ("nomor", "tanggal", "reader.nama", "reader.cabang.nama", "total", "status")
    filters = ("status", "tanggal", "reader")
    base_order = (("tanggal", "desc"),)
    form = (
        Section("Peminjam", "reader", "tanggal", "alasan"),
        Section("Buku yang dipinjam", rows="items"),
    )
    detail = (
        Section("Ringkasan", "nomor", "tanggal", "status", "reader.nama", "total"),
        Section("Keputusan", "alasan", visible_if="status != 'draf'"),
        Section("Buku", rows="items"),
    )


class LoanItemView(EntityView):
    entity = LoanItem
    list_columns = ("loan", "title", "jumlah", "subtotal")
    form = ("loan", "title", "jumlah", "subtotal")


MENU = (Item(LoanView, icon="clipboard"), Group("Data", "database", (ReaderView, TitleView)))
VIEWS = (BranchView, LoanItemView)


def api(entity: Any, *columns: str) -> type[EntityApi]:
    return type(f"{entity.__name__}Api", (EntityApi,), {"entity": entity, "columns": columns})


APIS = (
    api(Branch, "kode", "nama", "induk"),
    api(Reader, "nik", "nama", "lahir", "foto", "cabang"),
    api(Title, "judul", "tahun", "genre", "harga", "aktif"),
    api(Loan, "nomor", "reader", "tanggal", "total", "alasan", "status"),
    api(LoanItem, "loan", "title", "jumlah", "subtotal"),
)
