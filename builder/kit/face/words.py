"""How values read: money, dates, yes and no, deadlines, in the language of the page.

Template filters: `money number compact percent date date_short datetime time yesno relative ago
filesize show`. Every one takes None and answers a dash, so that templates hold no conditions.
"""

from __future__ import annotations

import enum
import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

from babel import dates, numbers
from flask import current_app, has_app_context
from flask_babel import get_locale, get_timezone, gettext as _, ngettext
from markupsafe import Markup, escape

from .heard import heard

NOTHING = "–"

# The status words of the national design system, and their tones.
TONES = {
    "draf": "secondary",
    "terkirim": "info",
    "diajukan": "info",
    "dalam verifikasi": "warning",
    "menunggu": "warning",
    "berjalan": "info",
    "perlu perbaikan": "warning",
    "dikembalikan": "warning",
    "lewat tenggat": "danger",
    "disetujui": "success",
    "diterima": "success",
    "selesai": "success",
    "sah": "success",
    "ditolak": "danger",
    "ditarik": "secondary",
    "batal": "secondary",
}


def status_tone(word: Any) -> str:
    """The tone of a status word: success, warning, danger, info or secondary."""
    return TONES.get(str(word).strip().lower(), "secondary")


def now() -> datetime:
    """Now by the application's clock (KIT_CLOCK), else the system's; aware."""
    clock = current_app.config.get("KIT_CLOCK") if has_app_context() else None
    moment: datetime = clock() if clock else datetime.now(UTC)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def today() -> date:
    """Today in the office's time zone."""
    return now().astimezone(get_timezone()).date()


def _language() -> Any:
    return get_locale() or "id"


def number(value: Any, places: int | None = None) -> str:
    """1234.5 as '1.234,5'; with `places` as many decimals as that."""
    if value is None or value == "":
        return NOTHING
    pattern = "#,##0.###" if places is None else "#,##0" + ("." + "0" * places if places else "")
    return numbers.format_decimal(value, pattern, locale=_language())


def compact(value: Any) -> str:
    """1250000 as '1,25 jt', where room is narrow."""
    if value is None or value == "":
        return NOTHING
    said: str = numbers.format_compact_decimal(value, locale=_language(), fraction_digits=2)
    return said.replace("\xa0", " ")


def money(value: Any) -> str:
    """2500000 as 'Rp2.500.000'; cents only when there are any."""
    if value is None or value == "":
        return NOTHING
    amount = Decimal(str(value))
    sign = "-" if amount < 0 else ""
    return f"{sign}Rp{number(abs(amount), 0 if amount == amount.to_integral_value() else 2)}"


def percent(value: Any) -> str:
    """12.5 as '12,5%': the number is already a percentage."""
    return NOTHING if value is None or value == "" else f"{number(value)}%"


def _local(value: datetime) -> datetime:
    return value.astimezone(get_timezone()) if value.tzinfo else value


def long_date(value: date | datetime | None) -> str:
    """'23 November 2026'."""
    if value is None:
        return NOTHING
    day = _local(value) if isinstance(value, datetime) else value
    return dates.format_date(day, "d MMMM y", locale=_language())


def short_date(value: date | datetime | None) -> str:
    """'23 Nov 2026', where a column is narrow."""
    if value is None:
        return NOTHING
    day = _local(value) if isinstance(value, datetime) else value
    return dates.format_date(day, "d MMM y", locale=_language())


def clock_time(value: time | datetime | None) -> str:
    """'14.05' in Indonesian, '14:05' in English."""
    if value is None:
        return NOTHING
    shown = _local(value) if isinstance(value, datetime) else value
    return shown.strftime("%H.%M" if str(_language()).startswith("id") else "%H:%M")


def long_datetime(value: datetime | None) -> str:
    """'23 November 2026, 14.05', in the office's time zone when the value knows its own."""
    return NOTHING if value is None else f"{long_date(value)}, {clock_time(value)}"


def yesno(value: bool | None) -> str:
    """Ya or Tidak."""
    return NOTHING if value is None else _("Ya") if value else _("Tidak")


def relative(due: date | datetime | None, reference: date | None = None) -> str:
    """A deadline in words: 'lewat 2 hari', 'hari ini', 'besok', '3 hari lagi'."""
    if due is None:
        return NOTHING
    day = _local(due).date() if isinstance(due, datetime) else due
    days = (day - (reference or today())).days
    if days < 0:
        return str(ngettext("lewat %(num)s hari", "lewat %(num)s hari", -days))
    if days == 0:
        return str(_("hari ini"))
    if days == 1:
        return str(_("besok"))
    return str(ngettext("%(num)s hari lagi", "%(num)s hari lagi", days))


def ago(value: datetime | None) -> str:
    """How long ago: '5 menit yang lalu'."""
    if value is None:
        return NOTHING
    moment = value if value.tzinfo else value.replace(tzinfo=UTC)
    return dates.format_timedelta(moment - now(), add_direction=True, locale=_language())


def filesize(value: int | None) -> str:
    """1536 as '1,5 KB'."""
    if value is None:
        return NOTHING
    size = float(value)
    for unit in ("B", "KB", "MB"):
        if size < 1024:
            return f"{number(round(size, 1))} {unit}"
        size /= 1024
    return f"{number(round(size, 1))} GB"


def show(value: Any) -> Any:
    """Any value as people read it; markup stays markup, everything else is text."""
    if value is None or value == "":
        return NOTHING
    if isinstance(value, Markup):
        return value
    if isinstance(value, bool):
        return yesno(value)
    if isinstance(value, datetime):
        return long_datetime(value)
    if isinstance(value, date):
        return long_date(value)
    if isinstance(value, time):
        return clock_time(value)
    if isinstance(value, enum.Enum):
        return str(getattr(value, "label", value.value))
    if isinstance(value, (int, float, Decimal)):
        return number(value)
    if isinstance(value, (list, tuple, set, frozenset)):
        return joined(value)
    return str(value)


def joined(values: Iterable[Any]) -> str:
    """Several values in one cell, or a dash."""
    return ", ".join(str(show(value)) for value in values) or NOTHING


def tr(text: Any) -> str:
    """Translate a label that is data: unlike `_`, a percent sign in it means a percent sign."""
    return str(_(str(text))) if text else ""


def lines(value: Any) -> Markup:
    """Text with its line breaks kept."""
    return Markup("<br>").join(escape(line) for line in str(value).splitlines())


def spaced_datetime(text: str) -> str:
    """'2026-11-23T14:05' as '2026-11-23 14:05:00'; any other text as it is."""
    found = re.fullmatch(r"(\d{4}-\d\d-\d\d)T(\d\d:\d\d)(:\d\d)?", text)
    return f"{found[1]} {found[2]}{found[3] or ':00'}" if found else text


def initials(name: Any) -> str:
    """'Siti Rahmawati, S.Kom.' as 'SR'."""
    parts = [part for part in str(name).split(",")[0].split() if part[:1].isalpha()]
    return "".join(part[0].upper() for part in parts[:2])


FILTERS = {
    "initials": initials,
    "money": money,
    "number": number,
    "compact": compact,
    "percent": percent,
    "date": long_date,
    "date_short": short_date,
    "datetime": long_datetime,
    "time": clock_time,
    "yesno": yesno,
    "relative": relative,
    "ago": ago,
    "filesize": filesize,
    "show": show,
    "lines": lines,
    "heard": heard,
}
