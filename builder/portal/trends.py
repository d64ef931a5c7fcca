"""The numbers of the procedure as charts: each step, and the last twelve months."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from babel.dates import format_date
from flask_babel import get_locale, gettext as _

from builder.kit.charts import Chart
from sop_workflow.monitoring import MonthNumbers, Overview


def of_steps(numbers: Overview) -> tuple[Chart, Chart]:
    """How long each step takes, and how often in time."""
    names = [f"{s.number}. {s.activity}" for s in numbers.steps]
    days = [(s.median_days if s.visits else None,) for s in numbers.steps]
    kept = [(s.visits - s.late, s.late) for s in numbers.steps]
    head = _("Kegiatan")
    return (
        Chart(
            "bar",
            _("Median hari kerja tiap langkah"),
            (_("Hari kerja"),),
            tuple(zip(names, days, strict=True)),
            head=head,
        ),
        Chart(
            "stacked",
            _("Tepat waktu dan terlambat tiap langkah"),
            (_("Tepat waktu"), _("Terlambat")),
            tuple(zip(names, kept, strict=True)),
            head=head,
        ),
    )


def of_months(months: Sequence[MonthNumbers], title: str) -> tuple[Chart, Chart]:
    """What came and was done each month, and how long it took."""
    names = [month(one.first) for one in months]
    head = _("Bulan")
    return (
        Chart(
            "line",
            _("Datang dan selesai tiap bulan: %(title)s", title=title),
            (_("Datang"), _("Selesai")),
            tuple((n, (one.came, one.done)) for n, one in zip(names, months, strict=True)),
            head=head,
        ),
        Chart(
            "line",
            _("Median hari kerja tiap bulan: %(title)s", title=title),
            (_("Hari kerja"),),
            tuple((n, (one.median_days,)) for n, one in zip(names, months, strict=True)),
            head=head,
        ),
    )


def month(first: date) -> str:
    """'Nov 26': short enough to stand below a line."""
    return str(format_date(first, "MMM yy", locale=get_locale() or "id"))
