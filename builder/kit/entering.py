"""A form on its way: shown, filled in, kept as a draft, left for a missing row, saved."""

from __future__ import annotations

import re
from typing import Any

from flask import abort, flash, jsonify, redirect, render_template, request, url_for

from . import cells, references
from .actor import Actor
from .database import sent_id
from .declare import Right
from .drafts import PAGE, drafts
from .errors import Invalid, Refused, Stale
from .fields import Field, fields, inverses, say
from .forms import Form
from .pages import FormPage
from .request import application, gate

SHORT_TEMPLATE = "kit/short.html"


def enter(view: Any, actor: Actor, row: Any, template: str) -> Any:
    """Answer a request for the form of this row, which the actor may fill in."""
    short = "_short" in request.args and row.id is None
    form = Form(view, actor, row, short=short)
    if short and not form.tabs[0].sections[0].fields:
        abort(404)
    back_to = _returning(actor)
    if request.method == "GET":
        return _shown(view, form.page(back_to=back_to), template)
    if missing := request.form.get("_new"):
        return _leave(form, missing)
    errors: dict[str, str] = {}
    values = form.values()
    if not {"_more", "_find"} & set(request.form):
        try:
            # A file that was refused keeps nothing from being looked at: all is told at once.
            with gate().together(rehearsal=bool(form.file_errors)):
                gate().save(actor, row, values, typed_version())
            if not form.file_errors:
                return _saved(view, actor, row, back_to)
        except Invalid as invalid:
            errors = invalid.errors
        except Stale:
            form.stale = True
            errors = {"": _stale()}
        except Refused as refusal:
            errors = {"": refusal.reason}
    if actor.id is not None and not short:
        drafts().put(actor.id, request.path, request.form)
    form.row = view.entity() if form.new else _again(view, actor, row.id)
    status = 422 if errors or form.file_errors else 200
    return _shown(view, form.page(errors, back_to), template), status


def _stale() -> str:
    return say(
        "Data ini baru saja diubah orang lain. Bandingkan isian yang bertanda “Tersimpan "
        "sekarang”, lalu simpan lagi bila sudah benar."
    )


def typed_version() -> int | None:
    """The version of the row that the person looked at."""
    typed = request.form.get("version", "")
    return sent_id(typed)


def _shown(view: Any, page: FormPage, template: str) -> str:
    if "_short" in request.args:
        return render_template(SHORT_TEMPLATE, page=page)
    return str(view.render_template(template, page=page, view=view, title=page.title))


def _again(view: Any, actor: Actor, id: int) -> Any:
    try:
        return gate().get(actor, view.entity, id, Right.READ)
    except Refused:
        abort(404)


def _saved(view: Any, actor: Actor, row: Any, back_to: str) -> Any:
    """To the row, to the form that missed it, or (from a dialog) its name for the choice."""
    if "_short" in request.args:
        return jsonify(id=row.id, label=cells.label_of(actor, row))
    if actor.id is not None:
        drafts().drop(actor.id, request.path)
    flash(say("Sudah disimpan."), "success")
    if back_to and actor.id is not None:
        drafts().put_one(actor.id, request.args["_for"], request.args.get("_as", ""), str(row.id))
        return redirect(back_to)
    if gate().may(actor, Right.READ, view.entity):
        return redirect(url_for(f"{view.endpoint}.show", pk=row.id))
    return redirect(url_for(f"{view.endpoint}.list"))


# -- a row that is missing


def _leave(form: Form, key: str) -> Any:
    """Keep what was typed and open the form of the target; saving there comes back here."""
    f = _reference(form, key)
    if f is None or form.actor.id is None or not references.may_add(form.actor, f):
        abort(404)
    target = application().view_of(f.entity_of_target())
    assert target is not None, "may_add has looked"
    if not drafts().put(form.actor.id, request.path, request.form):
        abort(413)
    return redirect(url_for(f"{target.endpoint}.add", _for=request.path, _as=key))


def _reference(form: Form, key: str) -> Field | None:
    """The reference behind an input: of this entity, or of the rows inline in it."""
    if found := re.fullmatch(r"([a-z0-9_]+)-\d+-([a-z0-9_]+)", key):
        inverse = inverses(form.entity).get(found[1])
        f = fields(inverse.child).get(found[2]) if inverse is not None else None
    else:
        f = fields(form.entity).get(key)
    return f if f is not None and f.target else None


def _returning(actor: Actor) -> str:
    """The address of the form that this one was opened from, when its draft is still there."""
    page = request.args.get("_for", "")
    if not PAGE.fullmatch(page) or drafts().get(actor.id, page) is None:
        return ""
    return f"{request.script_root}{page}?draft=1"
