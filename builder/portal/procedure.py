"""The SOP as its table, with the position of a case; assumptions, periksa SOP, monitoring."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import abort, flash, redirect, request, url_for
from flask_appbuilder import expose
from flask_appbuilder.security.decorators import has_access
from flask_babel import gettext as _, lazy_gettext as _l
from markupsafe import Markup

from sop_workflow import papers, xlsx
from sop_workflow.case import Case
from sop_workflow.diagram import symbol_svg
from sop_workflow.errors import NotFound, ProcedureError, SopError
from sop_workflow.findings import findings
from sop_workflow.monitoring import monitoring_form, overview, trend
from sop_workflow.papers.context import Context
from sop_workflow.papers.table import step_states
from sop_workflow.procedure import Assumption, Procedure, Step

from . import downloads, trends, typed
from .house import house
from .pages import Page, errors_of
from .people import actor, me
from .spoken import spoken

STATES = {
    "selesai": (_l("selesai"), "success"),
    "kini": (_l("sedang berjalan"), "primary"),
    "terlambat": (_l("terlambat"), "danger"),
    "dikembalikan": (_l("dikembalikan"), "warning"),
}
ABOUT = {
    "pelaksana": _l("Pelaksana"),
    "tidak": _l("Tujuan bila Tidak"),
    "kembali": _l("Boleh dikembalikan ke"),
    "waktu": _l("Arti satuan waktu"),
}


class ProcedureView(Page):
    """Prosedur kantor."""

    route_base = "/prosedur"
    default_view = "show"
    class_permission_name = "PortalProcedure"

    @expose("/")
    @has_access
    def show(self) -> str:
        """The table of the paper; with `?usulan=ID` what is done, current, and late."""
        procedure, context = _wanted()
        seen = procedure.for_office(context.settings)
        states = step_states(context) if context.case.id else {}
        lines = arrows(procedure)
        rows = [
            {
                "step": step,
                "symbol": _symbol(step, states.get(step.number, "nanti")),
                "lines": lines[step.number],
                "state": STATES.get(states.get(step.number, "")),
                "no": [_("akhir") if t == 0 else str(t) for t in step.no_targets],
            }
            for step in procedure.steps
        ]
        return self.render(
            "procedure.html",
            procedure=seen,
            case=context.case,
            rows=rows,
            findings=findings(seen),
            assumptions=[(a, _told(a, procedure)) for a in procedure.assumptions],
            about={key: str(words) for key, words in ABOUT.items()},
        )

    @expose("/sop.pdf")
    @has_access
    def paper(self) -> Any:
        """The same on paper, A4 landscape."""
        _procedure, context = _wanted()
        made = papers.make(context, "sop")
        name = f"SOP-{context.case.number.replace('/', '-')}.pdf" if context.case.id else "SOP.pdf"
        return downloads.pdf(house().typeset(made.template, made.data), name)

    @expose("/pemantauan")
    @has_access
    def monitoring(self) -> str:
        """Numbers of all cases, and the half-yearly form filled in from the record."""
        year, half, start, end = _half()
        rooms = house()
        numbers = overview(rooms.cases)
        step = typed.number(request.args.get("langkah", ""))
        known = next((one for one in numbers.steps if one.number == step), None)
        title = known.activity if known else _("seluruh usulan")
        return self.render(
            "monitoring.html",
            numbers=numbers,
            step=known.number if known else 0,
            charts=trends.of_steps(numbers),
            months=trends.of_months(trend(rooms.cases, known.number if known else 0), title),
            form=monitoring_form(rooms.cases, start, end),
            year=year,
            half=half,
            start=start,
            end=end,
        )

    @expose("/pemantauan.xlsx")
    @has_access
    def monitoring_excel(self) -> Any:
        """The form as an Excel file, to be completed and signed."""
        year, half, start, end = _half()
        head = ("No", "Prosedur", "Berjalan baik", "Catatan", "Tindakan", "Paraf")
        rows = [
            (r.number, r.procedure, _well(r.runs_well), r.note, r.action, "")
            for r in monitoring_form(house().cases, start, end)
        ]
        content = xlsx.workbook(f"Pemantauan {year} semester {half}", head, rows)
        return downloads.excel(content, f"pemantauan-sop-{year}-{half}.xlsx")


def arrows(procedure: Procedure) -> dict[int, dict[str, str]]:
    """Step -> role -> classes of the lines in its cell: as on the paper, an arrow comes down from
    the performer of the step before, goes across to who does this one, and leaves below him."""
    lanes = [role.key for role in procedure.roles]
    found: dict[int, dict[str, str]] = {}
    before: int | None = None
    for step in procedure.steps:
        mine = lanes.index(step.performer)
        cells: dict[int, list[str]] = {mine: ["sop-down"] if before is not None else []}
        if before is not None:
            cells.setdefault(before, []).append("sop-in")
            for lane in range(min(before, mine), max(before, mine) + 1):
                sides = cells.setdefault(lane, [])
                sides += ["sop-left"] if lane > min(before, mine) else []
                sides += ["sop-right"] if lane < max(before, mine) else []
        if step.number != procedure.last:
            cells[mine].append("sop-out")
        found[step.number] = {lanes[lane]: " ".join(names) for lane, names in cells.items()}
        before = mine
    return found


class AssumptionView(Page):
    """The office's assumptions: a change is a new version; running cases stay on theirs."""

    route_base = "/asumsi"
    default_view = "edit"
    class_permission_name = "SopAssumptions"

    @expose("/", methods=["GET", "POST"])
    @has_access
    def edit(self) -> Any:
        """Every assumption with its reason; only what changed goes into the new version."""
        procedure, rooms = newest(), house()
        error: SopError | None = None
        if request.method == "POST":
            try:
                changes = _changes(procedure)
                if not changes:
                    flash(_("Tidak ada yang berubah."), "info")
                else:
                    new = rooms.cases.versions.amend(me().name, procedure.key, changes)
                    words = _("Versi %(n)s berlaku untuk usulan baru.", n=new.version)
                    flash(f"{words} {_('Usulan yang berjalan tetap pada versinya.')}", "success")
                return redirect(url_for("ProcedureView.show", _anchor="asumsi"))
            except SopError as refused:
                rooms.session.rollback()
                error = refused
        page = self.render(
            "assumptions.html",
            procedure=procedure,
            lines=[(a, shown(a.value, procedure)) for a in procedure.assumptions],
            about={key: str(words) for key, words in ABOUT.items()},
            error=error,
            errors=errors_of(error),
        )
        return page, 422 if error else 200


def _symbol(step: Step, state: str) -> Markup:
    """The step's sign, with its state in the page's language for those who cannot see it."""
    label = spoken(f"Langkah {step.number}: {state}")
    return Markup(symbol_svg(step, state, label))


def newest() -> Procedure:
    """The version on which new cases start."""
    versions, default = house().cases.versions, house().procedure
    return versions.newest(default.key) or default


def shown(value: Any, procedure: Procedure) -> str:
    """An assumption's value in words: performers by name, targets as numbers."""
    if isinstance(value, list | tuple):
        return ", ".join(str(one) for one in value)
    return procedure.role_name(str(value))


def _told(one: Assumption, procedure: Procedure) -> str:
    """The same for reading: a target of 0 is the end."""
    return _("akhir") if list(one.value) == [0] else shown(one.value, procedure)


def _changes(procedure: Procedure) -> dict[str, Any]:
    out: dict[str, Any] = {}
    for one in procedure.assumptions:
        if one.key in request.form:
            value = _value(one, request.form[one.key])
            if value != (list(one.value) if isinstance(one.value, list | tuple) else one.value):
                out[one.key] = value
    return out


def _value(one: Assumption, text: str) -> Any:
    if not isinstance(one.value, list | tuple):
        return text.strip()
    parts = [part.strip() for part in text.replace(";", ",").split(",") if part.strip()]
    if any(typed.number(part, -1) < 0 for part in parts):
        raise ProcedureError(
            "Tujuan harus nomor langkah",
            which=f"langkah {one.step}: {text[:40]}",
            way_out="Tulis nomor dipisah koma; 0 berarti usulan berakhir.",
        )
    return [int(part) for part in parts]


def _wanted() -> tuple[Procedure, Context]:
    """The procedure asked for: of a case its own version, else that version, else the newest."""
    rooms, args = house(), request.args
    case, procedure = Case(), newest()
    try:
        if text := args.get("usulan", ""):
            page = rooms.cases.page(actor(), typed.number(text))
            case, procedure = page.case, page.procedure
        elif text := args.get("versi", ""):
            procedure = rooms.cases.versions.get(procedure.key, typed.number(text))
    except NotFound:
        abort(404)
    return procedure, Context(
        case=case,
        procedure=procedure,
        settings=rooms.office.settings(),
        calendar=rooms.office.calendar(),
        now=rooms.clock.now(),
    )


def _half() -> tuple[int, int, date, date]:
    """Year, half (1 or 2), first and last day; the current one unless asked."""
    today, args = house().cases.today(), request.args
    year = typed.number(args.get("tahun", ""))
    year = year if 2000 <= year <= 2100 else today.year
    half = {"1": 1, "2": 2}.get(args.get("semester", ""), 1 if today.month < 7 else 2)
    if half == 1:
        return year, 1, date(year, 1, 1), date(year, 6, 30)
    return year, 2, date(year, 7, 1), date(year, 12, 31)


def _well(value: bool | None) -> str:
    return "" if value is None else "Ya" if value else "Tidak"
