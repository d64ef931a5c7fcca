"""A small mapped world with rows in SQLite: every corner of the language can be reached."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from types import SimpleNamespace

import sqlalchemy as sa
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, relationship
from sqlalchemy.pool import StaticPool

from builder.kit.choices import ChoiceColumn, Choices
from builder.kit.expression import Scope
from builder.kit.expression.mapped import MappedWorld


class Status(Choices):
    DRAF = "draf", "Draf"
    JADI = "jadi", "Jadi"
    BATAL = "batal", "Batal"


class Base(DeclarativeBase):
    pass


class Unit(Base):
    __tablename__ = "unit"
    id: Mapped[int] = mapped_column(primary_key=True)
    nama: Mapped[str]
    induk_id: Mapped[int | None] = mapped_column(sa.ForeignKey("unit.id"))
    induk: Mapped[Unit | None] = relationship(remote_side="Unit.id", back_populates="bawahan")
    bawahan: Mapped[list[Unit]] = relationship(back_populates="induk")
    orang: Mapped[list[Orang]] = relationship(back_populates="unit")


class Orang(Base):
    __tablename__ = "orang"
    id: Mapped[int] = mapped_column(primary_key=True)
    nama: Mapped[str | None]
    lahir: Mapped[date | None]
    aktif: Mapped[bool | None]
    unit_id: Mapped[int | None] = mapped_column(sa.ForeignKey("unit.id"))
    unit: Mapped[Unit | None] = relationship(back_populates="orang")
    pesanan: Mapped[list[Pesanan]] = relationship(back_populates="orang")


class Pesanan(Base):
    __tablename__ = "pesanan"
    id: Mapped[int] = mapped_column(primary_key=True)
    nomor: Mapped[str | None]
    catatan: Mapped[str | None]
    tanggal: Mapped[date | None]
    dibuat: Mapped[datetime | None] = mapped_column(sa.DateTime(timezone=True))
    status: Mapped[Status | None] = mapped_column(ChoiceColumn(Status))
    lunas: Mapped[bool | None]
    banyak: Mapped[int | None]
    bobot: Mapped[Decimal | None] = mapped_column(sa.Numeric(18, 6))
    harga: Mapped[Decimal | None] = mapped_column(
        sa.Numeric(18, 2), info={"type": "app.types.money"}
    )
    orang_id: Mapped[int | None] = mapped_column(sa.ForeignKey("orang.id"))
    orang: Mapped[Orang | None] = relationship(back_populates="pesanan")
    baris: Mapped[list[Baris]] = relationship(back_populates="pesanan")
    deleted_at: Mapped[datetime | None]


class Baris(Base):
    __tablename__ = "baris"
    id: Mapped[int] = mapped_column(primary_key=True)
    jumlah: Mapped[int | None]
    nilai: Mapped[Decimal | None] = mapped_column(
        sa.Numeric(18, 2), info={"type": "app.types.money"}
    )
    cocok: Mapped[bool | None]
    hari: Mapped[date | None]
    pesanan_id: Mapped[int] = mapped_column(sa.ForeignKey("pesanan.id"))
    pesanan: Mapped[Pesanan] = relationship(back_populates="baris")
    pengganti_id: Mapped[int | None] = mapped_column(sa.ForeignKey("orang.id"))
    pengganti: Mapped[Orang | None] = relationship()
    deleted_at: Mapped[datetime | None]


WORLD = MappedWorld.of(
    (Unit, Orang, Pesanan, Baris), units="unit", roles=("operator", "verifikator")
)


def rows(engine: sa.Engine | None = None) -> Session:
    """Some sixty rows with every kind of emptiness, the same each time."""
    engine = engine or sa.create_engine("sqlite://", poolclass=StaticPool)
    Base.metadata.create_all(engine)
    session = Session(engine)
    dice = random.Random(7)

    def some(*values: object) -> object:
        return dice.choice((*values, None))

    days = [date(2026, 1, 31), date(2024, 2, 29), date(2026, 11, 23), date(1990, 11, 24)]
    session.add_all(Unit(id=i, nama=f"Unit {i}", induk_id=(i // 2) or None) for i in range(1, 5))
    for i in range(1, 8):
        session.add(
            Orang(
                id=i,
                nama=some("Ani", "budi", "", " Ani "),
                lahir=some(*days),
                aktif=some(True, False),
                unit_id=some(1, 2, 3),
            )
        )
    for i in range(1, 25):
        made = datetime(2026, 11, 22, dice.randrange(24), 30, tzinfo=UTC) + timedelta(days=i % 3)
        session.add(
            Pesanan(
                id=i,
                nomor=some("A-1", "a-1", "B'2", ""),
                catatan=some("Ani", "x%y_z", ""),
                tanggal=some(*days),
                dibuat=some(made),
                status=some(*Status),
                lunas=some(True, False),
                banyak=some(0, 1, 2, 7, -3),
                bobot=some(Decimal("0.25"), Decimal("1.5"), Decimal(0), Decimal("-2.125")),
                harga=some(Decimal(1500), Decimal("0.50"), Decimal(0), Decimal(200000)),
                orang_id=some(1, 2, 3, 4, 5, 6),
                deleted_at=datetime(2026, 1, 1) if i % 9 == 0 else None,
            )
        )
        for _ in range(dice.randrange(4)):
            session.add(
                Baris(
                    pesanan_id=i,
                    jumlah=some(0, 1, 5),
                    nilai=some(Decimal(10), Decimal("2.50")),
                    cocok=some(True, False),
                    hari=some(*days),
                    pengganti_id=some(1, 2),
                    deleted_at=datetime(2026, 1, 1) if dice.random() < 0.2 else None,
                )
            )
    session.commit()
    return session


def scope(row: object = None) -> Scope:
    """Asked by somebody of unit 2 at half past three in the morning, Jakarta's time."""
    from zoneinfo import ZoneInfo

    now = datetime(2026, 11, 23, 3, 30, tzinfo=ZoneInfo("Asia/Jakarta"))
    user = SimpleNamespace(id=9, name="Ani", unit=SimpleNamespace(id=2, nama="Unit 2", induk_id=1))
    return Scope(row, now, user=user, roles=frozenset({"operator"}))
