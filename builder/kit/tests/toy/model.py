"""Tables of the toy: every kind of rule that kit knows stands here once."""

from sqlalchemy.orm import Mapped, relationship

from builder.kit import Check, Choices, Entity, field, reference

from .boolean import Boolean
from .day import Day
from .file import File
from .money import Money
from .number import Number
from .types import Text
from .whole import Whole


class Genre(Choices):
    NOVEL = "novel", "Novel"
    ILMIAH = "ilmiah", "Karya ilmiah"
    KASET = "kaset", "Kaset", True


class Language(Choices):
    ID = "id", "Indonesia"
    EN = "en", "Inggris"


class LoanState(Choices):
    DRAF = "draf", "Draf"
    DIAJUKAN = "diajukan", "Diajukan"
    DIPINJAM = "dipinjam", "Dipinjam"
    DITOLAK = "ditolak", "Ditolak"


class Branch(Entity):
    """A branch of the library: the unit that people and readers belong to."""

    __tablename__ = "toy_branch"
    __label__ = "Cabang"
    __plural__ = "Cabang"
    __display__ = ("nama",)
    __tree__ = "induk"

    kode: Mapped[Text] = field("Kode", max_length=20, unique=True, publicity="open")
    nama: Mapped[Text] = field("Nama", publicity="open")
    induk_id: Mapped[int | None] = reference("toy_branch", "Cabang induk")
    induk: Mapped["Branch | None"] = relationship(remote_side="Branch.id")


class Reader(Entity):
    """A reader, with personal data."""

    __tablename__ = "toy_reader"
    __label__ = "Pembaca"
    __plural__ = "Pembaca"
    __display__ = ("nama",)
    __unit__ = "cabang"

    nik: Mapped[Text] = field(
        "NIK",
        help="16 angka.",
        unique=True,
        pattern="[0-9]{4,16}",
        pattern_message="NIK hanya angka.",
        privacy="general",
        publicity="pribadi",
    )
    nama: Mapped[Text] = field("Nama", max_length=40, publicity="open")
    lahir: Mapped[Day | None] = field("Tanggal lahir", max="today", privacy="general")
    foto: Mapped[File | None] = field("Foto", max_mb=1)
    cabang_id: Mapped[int] = reference("toy_branch", "Cabang", default="user.unit")
    cabang: Mapped[Branch] = relationship()
    loans: Mapped[list["Loan"]] = relationship(back_populates="reader")


class Title(Entity):
    """A book that can be lent."""

    __tablename__ = "toy_title"
    __label__ = "Buku"
    __plural__ = "Buku"
    __display__ = ("judul", "tahun")
    __unique__ = (("judul", "tahun"),)
    __checks__ = (
        Check("murah", "empty(harga) or harga < 1000000", "Buku ini terlalu mahal.", ("harga",)),
    )

    judul: Mapped[Text] = field("Judul", publicity="open")
    tahun: Mapped[Whole] = field("Tahun", min=1900, max=2100, default=2020, publicity="open")
    genre: Mapped[Genre | None] = field("Genre", publicity="open")
    bahasa: Mapped[Language | None] = field("Bahasa", radio=True)
    harga: Mapped[Money] = field("Harga", min=0)
    aktif: Mapped[Boolean] = field("Dapat dipinjam", default=True, publicity="open")
    rusak: Mapped[Text | None] = field(
        "Kerusakan", required_if="aktif == false", visible_if="aktif == false"
    )
    rak: Mapped[Text | None] = field("Rak", readonly_if="genre == 'ilmiah'")


class Loan(Entity):
    """A loan: rows inline, numbers, a flow."""

    __tablename__ = "toy_loan"
    __label__ = "Peminjaman"
    __plural__ = "Peminjaman"
    __display__ = ("nomor",)
    __unit__ = "reader.cabang"

    nomor: Mapped[Number | None] = field(
        "Nomor", pattern="{seq:04}/{unit}/{year}", issued="ajukan", publicity="open"
    )
    reader_id: Mapped[int] = reference("toy_reader", "Pembaca")
    reader: Mapped[Reader] = relationship(back_populates="loans")
    tanggal: Mapped[Day] = field("Tanggal", default="today")
    total: Mapped[Money | None] = field("Total", computed="sum(items.subtotal)")
    alasan: Mapped[Text | None] = field("Alasan", required_if="status == 'ditolak'")
    status: Mapped[LoanState] = field("Status", publicity="open")
    items: Mapped[list["LoanItem"]] = relationship(back_populates="loan")


class LoanItem(Entity):
    """One line of a loan."""

    __tablename__ = "toy_loan_item"
    __label__ = "Buku pinjaman"
    __plural__ = "Buku pinjaman"
    __display__ = ("title.judul",)
    __unit__ = "loan.reader.cabang"
    __unique__ = (("loan", "title"),)
    __soft_delete__ = False

    loan_id: Mapped[int] = reference(
        "toy_loan", "Peminjaman", on_delete="cascade", inline=True, min_rows=1
    )
    loan: Mapped[Loan] = relationship(back_populates="items")
    title_id: Mapped[int] = reference("toy_title", "Buku", filter="aktif")
    title: Mapped[Title] = relationship()
    jumlah: Mapped[Whole] = field("Jumlah", default=1, min=1, max=9)
    subtotal: Mapped[Money | None] = field("Subtotal", computed="jumlah * title.harga")
