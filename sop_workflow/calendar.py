"""Working days: the office's table of holidays, its week and its time zone.

hari = working day; minggu = 5 working days; bulan = calendar month, rolled to the next working day
(the office's assumptions, shown with the procedure). The day on which a step is entered is day 0.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sop_workflow.errors import ProcedureError

MONTHS = (
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
)
DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
ZONES = {"WIB": "Asia/Jakarta", "WITA": "Asia/Makassar", "WIT": "Asia/Jayapura"}


@dataclass(frozen=True, slots=True)
class Duration:
    """A standard time as the paper writes it: '1 hari', '2 minggu', '1 bulan'."""

    count: int
    unit: str

    @classmethod
    def parse(cls, text: str) -> Duration:
        """ProcedureError for anything but a number and hari, minggu or bulan."""
        found = re.fullmatch(r"\s*(\d{1,3})\s+(hari|minggu|bulan)\s*", text)
        if not found:
            raise ProcedureError("Waktu baku tidak dapat dibaca", which=text or "kosong")
        return cls(int(found[1]), found[2])


@dataclass(frozen=True)
class WorkingCalendar:
    """Which days are worked. ``week`` is 5 (Monday to Friday) or 6 (to Saturday)."""

    holidays: frozenset[date] = field(default_factory=frozenset)
    week: int = 5
    zone: str = "WIB"

    def day(self, moment: datetime) -> date:
        """The office's date at that moment."""
        return moment.astimezone(ZoneInfo(ZONES[self.zone])).date()

    def local(self, moment: datetime) -> datetime:
        """That moment on the office's clock."""
        return moment.astimezone(ZoneInfo(ZONES[self.zone]))

    def works(self, day: date) -> bool:
        """True on a day on which the office works."""
        return day.weekday() < self.week and day not in self.holidays

    def roll(self, day: date) -> date:
        """That day, or the next working day after it."""
        while not self.works(day):
            day += timedelta(days=1)
        return day

    def add(self, day: date, count: int) -> date:
        """The day `count` working days after `day`."""
        for _ in range(count):
            day = self.roll(day + timedelta(days=1))
        return day

    def due(self, start: date, time: Duration) -> date:
        """The last day of a standard time that starts on `start`."""
        if time.unit == "hari":
            return self.add(start, time.count)
        if time.unit == "minggu":
            return self.add(start, 5 * time.count)
        return self.roll(_months_later(start, time.count))

    def between(self, start: date, end: date) -> int:
        """Working days after `start` up to and including `end`; negative when `end` is earlier."""
        if end < start:
            return -self.between(end, start)
        span = (end - start).days
        return sum(self.works(start + timedelta(days=n)) for n in range(1, span + 1))


def _months_later(day: date, count: int) -> date:
    month = day.month - 1 + count
    year, month = day.year + month // 12, month % 12 + 1
    last = (date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)).day
    return date(year, month, min(day.day, last))


def long_date(day: date) -> str:
    """'23 November 2026', as in letters."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def short_date(day: date) -> str:
    """'23-11-2026', as in tables."""
    return f"{day:%d-%m-%Y}"


def spoken_date(day: date) -> str:
    """'Senin, 23 November 2026', as in invitations."""
    return f"{DAYS[day.weekday()]}, {long_date(day)}"
