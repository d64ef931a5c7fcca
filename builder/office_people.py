"""The people of an office, pasted as a table: `nama; NIP; jabatan; surel atau nama pengguna`."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sop_workflow.errors import BadInput

MOST, TOLD = 500, 5
"""Lines of one table, and how many wrong ones are told at once."""
HEADINGS = {"nama", "name"}


class LineError(ValueError):
    """What is wrong with one line."""


@dataclass(frozen=True)
class Newcomer:
    """One line of the table, checked; `seat` is a role's key, empty for none."""

    name: str
    nip: str
    seat: str
    username: str
    email: str


def username_of(text: str, *, field: str = "username") -> str:
    """A name to log in with: small letters, digits, dot, dash; BadInput otherwise."""
    name = text.strip().lower()
    if not re.fullmatch(r"[a-z0-9][a-z0-9._-]{2,40}", name):
        raise BadInput(
            "Nama pengguna belum benar",
            field=field,
            which=text[:40] or "kosong",
            way_out="Pakai 3 sampai 40 huruf kecil, angka, titik, atau tanda hubung.",
        )
    return name


def read_people(
    text: str, seats: Sequence[tuple[str, str]], *, many: str = "", taken: Collection[str] = ()
) -> tuple[Newcomer, ...]:
    """The lines of a pasted table (tabs, semicolons or bars between columns); blank ones and a
    line of headings are passed over; `many` is the seat that several may hold. BadInput (field
    `orang`) names the lines that are wrong."""
    known = set(taken)
    found: list[Newcomer] = []
    wrong: list[str] = []
    for number, line in enumerate(text.splitlines(), 1):
        cells = [cell.strip() for cell in re.split(r"[\t;|]", line)]
        if not any(cells) or (not found and cells[0].lower() in HEADINGS):
            continue
        name, nip, seat, account = (*cells, "", "", "", "")[:4]
        try:
            one = _person(name, nip, _seat(seat, seats), account)
            if one.username in known:
                raise LineError(f"nama pengguna {one.username} dipakai dua kali")
        except LineError as error:
            wrong.append(f"baris {number}: {error}")
            continue
        known.add(one.username)
        found.append(one)
    if len(found) > MOST:
        wrong.append(f"paling banyak {MOST} orang sekaligus")
    if wrong:
        more = f"; dan {len(wrong) - TOLD} baris lain" if len(wrong) > TOLD else ""
        raise BadInput(
            "Tabel orang belum dapat dibaca",
            field="orang",
            which="; ".join(wrong[:TOLD]) + more,
            way_out="Urutan kolom: nama; NIP; jabatan; surel atau nama pengguna.",
        )
    for key in (key for key, _ in seats if key != many):
        holders = [one.name for one in found if one.seat == key]
        if len(holders) > 1:
            label = dict(seats)[key]
            raise BadInput(
                "Satu jabatan, satu pejabat definitif",
                field="orang",
                which=f"{label}: {', '.join(holders)}",
                way_out="Sisakan satu; yang lain diangkat Plt atau Plh kemudian.",
            )
    return tuple(found)


def _person(name: str, nip: str, seat: str, account: str) -> Newcomer:
    if not name or len(name) > 120:
        raise LineError("nama kosong atau terlalu panjang")
    digits = re.sub(r"[\s.]", "", nip)
    if digits and not re.fullmatch(r"\d{18}", digits):
        raise LineError("NIP harus 18 angka")
    email = account.lower() if "@" in account else ""
    if email and not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", email):
        raise LineError(f"surel {account} belum benar")
    plain = re.sub(r"[^a-z0-9._-]", "", (email.split("@")[0] or account or name).lower())
    try:
        return Newcomer(name, digits, seat, username_of(plain[:40]), email)
    except BadInput as error:
        raise LineError(f"nama pengguna {account or name} belum benar") from error


def _seat(text: str, seats: Sequence[tuple[str, str]]) -> str:
    if not text or text == "-":
        return ""
    for key, label in seats:
        if text.casefold() in (key.casefold(), label.casefold()):
            return key
    known = ", ".join(label for _, label in seats)
    raise LineError(f"jabatan {text[:60]} tidak ada; yang ada: {known}")
