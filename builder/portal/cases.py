"""A case: entering one, its page, and every verb that a person may use on it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask import abort, flash, redirect, request, url_for
from flask_appbuilder import expose
from flask_appbuilder.security.decorators import has_access
from flask_babel import gettext as _, lazy_gettext as _l
from werkzeug.wrappers import Response

from sop_workflow import commands, values
from sop_workflow.errors import NotFound, SopError
from sop_workflow.rules import takes_spec
from sop_workflow.views import CasePage

from . import typed
from .case_parts import context
from .house import house
from .pages import Page, errors_of
from .people import actor, me
from .signing import confirmed

Form = Mapping[str, str]
Make = Callable[[CasePage, Form, dict[str, Any]], commands.Command]


def _facts(page: CasePage, form: Form) -> dict[str, Any]:
    """What was typed and is not written down already: the record holds changes only."""
    known = {one.input.key: one.value for one in page.inputs}
    given = typed.facts(page.step, form)
    same = {key for key, value in given.items() if typed.same(value, known.get(key))}
    return {key: value for key, value in given.items() if key not in same}


def _submit(page: CasePage, form: Form, base: dict[str, Any]) -> commands.Command:
    """Steps 5 and 7 are completed with a revision: the design is frozen in the same transaction."""
    revision = ""
    if takes_spec(page.step):
        specs = house().specs
        app = specs.of_case(page.case.id)
        if app is not None:
            frozen = specs.freeze(app.id, author=me().name)
            revision = str(specs.submit(frozen.id, page.step.number).id)
    note = form.get("note", "")
    return commands.Submit(
        **base,
        note=note,
        facts=_facts(page, form),
        revision=revision,
        accept_losses=bool(form.get("accept_losses")),
    )


def _change_spec(page: CasePage, form: Form, base: dict[str, Any]) -> commands.Command:
    """The design changed after the review: freeze it, and go back to the review with it."""
    specs = house().specs
    app = specs.of_case(page.case.id)
    revision = str(specs.freeze(app.id, author=me().name).id) if app else ""
    return commands.ChangeSpec(
        **base,
        revision=revision,
        note=form.get("note", ""),
        accept_losses=bool(form.get("accept_losses")),
    )


def _approve(page: CasePage, form: Form, base: dict[str, Any]) -> commands.Command:
    return commands.Approve(
        **base,
        sha256_seen=form.get("sha256_seen", ""),
        note=form.get("note", ""),
        facts=_facts(page, form),
        confirmed=confirmed(form.get("password", ""))
        if page.step.binds == "deliverable"
        else False,
    )


def _return(page: CasePage, form: Form, base: dict[str, Any]) -> commands.Command:
    to = typed.number(form.get("to", ""))
    return commands.Return(**base, to=to, note=form.get("note", ""))


def _reject(page: CasePage, form: Form, base: dict[str, Any]) -> commands.Command:
    return commands.Reject(**base, note=form.get("note", ""), facts=_facts(page, form))


def _hand_over(page: CasePage, form: Form, base: dict[str, Any]) -> commands.Command:
    to = typed.number(form.get("to", ""))
    return commands.HandOver(**base, to=to, note=form.get("note", ""))


def _call(page: CasePage, form: Form, base: dict[str, Any]) -> commands.Command:
    return commands.CallPresentation(
        **base,
        at=typed.moment(form.get("at", ""), house().office.calendar().zone),
        place=form.get("place", ""),
        agenda=form.get("agenda", ""),
        invited=tuple(typed.lines(form.get("invited", ""))),
    )


def _hold(page: CasePage, form: Form, base: dict[str, Any]) -> commands.Command:
    return commands.HoldPresentation(
        **base,
        presentation=form.get("presentation", ""),
        attendance=typed.attendees(form.get("attendance", "")),
        minutes=form.get("minutes", ""),
        previewed=bool(form.get("previewed")),
        no_remarks=bool(form.get("no_remarks")),
    )


def _note(page: CasePage, form: Form, base: dict[str, Any]) -> commands.Command:
    """What somebody said who had no phone with him; his own name is needed for it."""
    author = values.required(form.get("author", ""), field="author", label=_("Nama peserta"))
    names = ("text", "unit", "presentation")
    words: dict[str, Any] = {name: form.get(name, "") for name in names}
    return commands.AddRemark(**base, author=author, **words)


def _words(command: type[commands.Command], *names: str) -> Make:
    """A command whose values are the form's texts of the same names."""

    def make(page: CasePage, form: Form, base: dict[str, Any]) -> commands.Command:
        values: dict[str, Any] = {name: form.get(name, "") for name in names}
        return command(**base, **values)

    return make


MAKE: dict[str, Make] = {
    "submit": _submit,
    "approve": _approve,
    "return": _return,
    "reject": _reject,
    "hand_over": _hand_over,
    "change_spec": _change_spec,
    "call_presentation": _call,
    "hold_presentation": _hold,
    "record": lambda page, form, base: commands.Record(**base, facts=_facts(page, form)),
    "withdraw": _words(commands.Withdraw, "note"),
    "comment": _words(commands.Comment, "text"),
    "cancel_presentation": _words(commands.CancelPresentation, "presentation", "note"),
    "answer_remark": _words(commands.AnswerRemark, "remark", "answer", "outcome"),
    "add_remark": _note,
    "tell_remark": _words(commands.TellRemark, "remark", "how"),
}
"""Verb -> how its command is made of what was typed."""

DONE = {
    "submit": _l("Langkah selesai dan dikirim."),
    "approve": _l("Disetujui dan diteruskan."),
    "return": _l("Dikembalikan dengan catatan."),
    "reject": _l("Usulan ditolak."),
    "hand_over": _l("Usulan dialihkan."),
    "withdraw": _l("Usulan ditarik."),
    "change_spec": _l("Rancangan baru tercatat; usulan kembali ke langkah perbaikan."),
    "comment": _l("Komentar terkirim."),
    "record": _l("Isian tersimpan."),
    "call_presentation": _l("Presentasi dijadwalkan."),
    "hold_presentation": _l("Pelaksanaan presentasi tercatat."),
    "cancel_presentation": _l("Presentasi dibatalkan."),
    "answer_remark": _l("Jawaban tersimpan."),
    "add_remark": _l("Catatan peserta tersimpan."),
    "tell_remark": _l("Tercatat sudah diberitahukan."),
}
RARE = {
    "hand_over": _l("Alihkan ke prakom lain"),
    "change_spec": _l("Kirim perubahan rancangan"),
    "withdraw": _l("Tarik usulan"),
}
ANCHOR = dict.fromkeys(("answer_remark", "tell_remark", "add_remark"), "catatan-pengguna")


class CaseView(Page):
    """Usulan: entering, reading, acting."""

    route_base = "/usulan"
    default_view = "index"
    class_permission_name = "PortalCase"

    @expose("/")
    @has_access
    def index(self) -> Response:
        """The list of cases is the inbox."""
        return redirect(url_for("InboxView.inbox", bagian="ikuti"))

    @expose("/baru", methods=["GET", "POST"])
    @has_access
    def new(self) -> Any:
        """Step 1 in one form: what was typed stays when something is refused."""
        rooms, step = house(), house().procedure.step(1)
        error: SopError | None = None
        if request.method == "POST":
            try:
                return self._open(step)
            except SopError as refused:
                rooms.session.rollback()
                error = refused
        page = self.render(
            "case_new.html",
            step=step,
            error=error,
            errors=errors_of(error),
            upload_mb=rooms.settings.upload_mb,
        )
        return page, 422 if error else 200

    def _open(self, step: Any) -> Response:
        rooms, by = house(), actor()
        given = typed.facts(step, request.form)
        uploads = {p: request.files.get(p.key) for p in step.papers}
        contents = {p: (up.read() if up else b"") for p, up in uploads.items()}
        done = rooms.cases.do(
            by,
            commands.Open(
                title=str(given.get("judul", "")),
                organisation=str(given.get("skpd", "")),
                facts=given,
            ),
        )
        case = done.case
        for paper, content in contents.items():
            upload = uploads[paper]
            if upload is None or not upload.filename:
                continue
            try:
                case = rooms.cases.do(
                    by,
                    commands.Attach(
                        case_id=case.id,
                        seen=case.version,
                        kind=paper.key,
                        content=typed.fitting(content, upload.filename, rooms.settings.upload_mb),
                        filename=upload.filename,
                        number=str(given.get("surat_nomor", "")),
                    ),
                ).case
            except SopError as refused:
                flash(f"{_('Usulan tersimpan, berkasnya belum.')} {refused}", "warning")
        flash(_("Usulan %(number)s tersimpan.", number=case.number), "success")
        return redirect(url_for("CaseView.show", number=case.id))

    @expose("/<int:number>")
    @has_access
    def show(self, number: int) -> str:
        """The case's page; opening it marks its events as seen."""
        return case_page(self, number)

    @expose("/<int:number>/<verb>", methods=["POST"])
    @has_access
    def act(self, number: int, verb: str) -> Any:
        """One verb; a refusal is shown on the same page with everything typed still there."""
        if verb not in MAKE:
            abort(404)
        rooms, form = house(), request.form
        try:
            page = find(number)
            base = {"case_id": number, "seen": typed.number(form.get("seen", ""), -1)}
            rooms.cases.do(actor(form.get("seat", "")), MAKE[verb](page, form, base))
        except NotFound:
            abort(404)
        except SopError as refused:
            rooms.session.rollback()
            if verb in RARE:
                return rare_page(self, number, verb, refused), 422
            return case_page(self, number, refused), 422
        flash(str(DONE[verb]), "success")
        return redirect(url_for("CaseView.show", number=number, _anchor=ANCHOR.get(verb)))

    @expose("/<int:number>/lain/<verb>")
    @has_access
    def rare(self, number: int, verb: str) -> str:
        """The form of a verb that is rarely used: handing over, withdrawing."""
        if verb not in RARE:
            abort(404)
        return rare_page(self, number, verb)


def rare_page(view: Page, number: int, verb: str, error: SopError | None = None) -> str:
    """The form of a rare verb, with a refusal and all that was typed."""
    rooms, page = house(), find(number)
    holders = rooms.seats.holders(rooms.cases.today(), page.procedure.maker)
    design = rooms.cases.design(page.case) if verb == "change_spec" else None
    return view.render(
        "case_rare.html",
        page=page,
        case=page.case,
        verb=verb,
        title=str(RARE[verb]),
        verdict=page.may[verb],
        heirs=[h.person for h in holders if h.person.id != page.case.handler],
        losses=design.losses if design else (),
        error=error,
        errors=errors_of(error),
    )


def find(number: int) -> CasePage:
    """What this person sees of the case; 404 when there is none."""
    try:
        return house().cases.page(actor(), number)
    except NotFound:
        abort(404)


def case_page(view: Page, number: int, error: SopError | None = None) -> str:
    """The page of a case, with a refusal and all that was typed; an untroubled look is marked."""
    rooms, page = house(), find(number)
    shown = view.render(
        "case.html",
        page=page,
        case=page.case,
        step=page.step,
        error=error,
        errors=errors_of(error),
        upload_mb=rooms.settings.upload_mb,
        acting=me().stamp(page.step.performer),
        **context(page),
    )
    if error is None and me().id:
        rooms.cases.mark_seen(actor(), number)
    return shown
