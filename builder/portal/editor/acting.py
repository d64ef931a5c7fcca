"""What is done to a draft: save, add, delete, move, undo. Every one is a journal entry."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, make_response, redirect, request, url_for
from flask_appbuilder import expose
from flask_appbuilder.security.decorators import has_access
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from builder.errors import RakitError
from builder.spec.edit import Change
from builder.spec.ids import CHILDREN
from builder.storage.values import StaleError

from ..house import house
from ..people import me
from .adding import added
from .boxes import boxes_of
from .desk import Desk, changing, desk, editing
from .forms import RefusedError
from .inputs import one_input
from .losses import losses
from .middle import part, wrong_now
from .pages import around, is_page, page_of, tab_of, url_of
from .saving import read
from .spots import Spot
from .stale import StaleRefusedError, refused_as_stale, stale_words


def seen() -> int:
    """The version of the draft that the person looked at."""
    text = request.values.get("seen", "")
    return int(text) if text.isdecimal() and len(text) < 12 else 0


def is_part() -> bool:
    """Does the browser ask for a part of the page?"""
    return request.headers.get("HX-Request") == "true"


class Acting:
    """Pages' part: everything that changes the draft."""

    render: Any
    node_page: Any
    overview: Any

    @expose("/<int:number>/simpan/<node>", methods=["POST"])
    @has_access
    def save(self, number: int, node: str) -> Any:
        """Save the form of a node, or one input of it (`kunci`)."""
        found = changing(number)
        spot = found.spot(node)
        only = request.args.get("kunci", "")
        said = read(found, spot, request.form, only)
        stale = ""
        try:
            with refused_as_stale(found):
                found = found.change(said.changes, seen())
        except RefusedError as refused:
            key = only or (said.changes[0].key if said.changes else "") or "label"
            first = key if key in said.typed else next(iter(said.typed), "label")
            said.errors[first] = str(refused)
            stale = str(refused) if isinstance(refused, StaleRefusedError) else ""
            found = desk(number)
        if spot.id not in found.spots:
            abort(404, _("Bagian ini sudah tidak ada di rancangan."))
        spot = found.spots[spot.id]
        if is_part() and only:
            return self._one(found, spot, only, said, bool(stale))
        if said.errors:
            return self._again(found, spot, said), 409 if stale else 422
        flash(_("Tersimpan."), "success")
        return redirect(url_of(number, spot))

    def _one(self, found: Desk, spot: Spot, key: str, said: Any, stale: bool) -> Response:
        """One input with what is wrong with it, and the parts of the page that changed with it."""
        boxes = boxes_of(spot.model, spot.node, found.types)
        box = next((one for one in boxes if one.key == key), None)
        if box is None:
            abort(404)
        kept = said.typed if key in said.errors else None
        shown = one_input(found, spot, box, typed=kept, errors=said.errors)
        page = page_of(spot) or spot
        context = around(found, tab_of(spot), page if page.above else None)
        text = self.render(
            "editor/saved.html", i=shown, form_spot=spot,
            newer=found.draft.version if stale else None, failed=bool(said.errors),
            **wrong_now(found, spot, key), **context,
        )  # fmt: skip
        answer = make_response(text)
        if not said.errors:
            answer.headers["HX-Trigger"] = "rancangan"
        if key in ("type", "options.target") and not said.errors:
            answer.headers["HX-Redirect"] = url_of(found.case.id, spot)
        return answer

    def _again(self, found: Desk, spot: Spot, said: Any) -> Any:
        """The same page with everything typed and what is wrong with it."""
        more = {"at": spot.id, "given": said.typed, "errors": said.errors}
        page = page_of(spot)
        if page is None or not page.above:
            return self._tab_again(found, spot, more)
        return self.node_page(found, found.spots[page.id], **more)

    def _tab_again(self, found: Desk, spot: Spot, more: dict[str, Any]) -> Any:
        shown = {"again": part(found, spot, **more)}
        return self.overview(found, tab_of(spot), **shown)

    @expose("/<int:number>/tambah/<node>/<key>", methods=["POST"])
    @has_access
    def add(self, number: int, node: str, key: str) -> Any:
        """A new node in a list; what was typed stays when it is refused."""
        found = changing(number)
        parent = found.spot(node)
        if key not in CHILDREN:
            abort(404)
        changes, ident, errors = added(found, parent, key, request.form)
        if not errors:
            try:
                with refused_as_stale(found):
                    found = found.change(changes, seen())
            except RefusedError as refused:
                errors = {"label": str(refused)}
                found = desk(number)
        if errors:
            more = {"adding": {"key": key, "node": node, "errors": errors}}
            page = page_of(found.spot(node))
            if page is None or not page.above:
                from .pages import ROOTS

                return self.overview(found, ROOTS.get(key, "entitas"), **more), 422
            return self.node_page(found, page, **more), 422
        spot = found.spots[ident]
        flash(_("%(what)s ditambahkan.", what=spot.label), "success")
        if key == "fields":
            return redirect(url_for("EditorView.node", number=number, node=node, _anchor="tambah"))
        return redirect(url_of(number, spot))

    @expose("/<int:number>/hapus/<node>", methods=["GET", "POST"])
    @has_access
    def remove(self, number: int, node: str) -> Any:
        """Ask, saying what would be lost; then delete."""
        found = editing(number)
        spot = found.spot(node)
        if spot.parent is None:
            abort(404)
        refusal = ""
        if request.method == "POST":
            try:
                with refused_as_stale(found):
                    found.change([Change("remove", node)], seen())
            except RefusedError as refused:
                refusal, found = str(refused), desk(number)
            else:
                flash(_("%(what)s dihapus. Dapat diurungkan.", what=spot.label), "success")
                return redirect(
                    url_of(number, spot.parent) if is_below(spot) else self._up(number, spot)
                )
        context = around(found, tab_of(spot), page_of(spot))
        page = self.render(
            "editor/remove.html", gone=spot, losses=losses(found, spot), refusal=refusal, **context
        )
        return page, 409 if refusal else 200

    def _up(self, number: int, spot: Spot) -> str:
        return url_for("EditorView.tab", number=number, tab=tab_of(spot))

    @expose("/<int:number>/pindah/<node>", methods=["POST"])
    @has_access
    def move(self, number: int, node: str) -> Any:
        """One place up or down, or behind another (`sesudah`, empty for the first place)."""
        found = changing(number)
        spot = found.spot(node)
        if spot.parent is None:
            abort(404)
        others = [str(one.get("id")) for one in spot.siblings]
        after = _after(others, node)
        if after is not None:
            change = Change("move", node, spot.key, spot.parent.id, after)
            try:
                with refused_as_stale(found):
                    found = found.change([change], seen())
            except RefusedError as refused:
                flash(str(refused), "warning")
        if is_part():
            return "", 204, {"HX-Trigger": "rancangan"}
        back = _where(number, url_of(number, spot))
        return redirect(f"{back.partition('#')[0]}#n-{node}")

    @expose("/<int:number>/urung", methods=["POST"])
    @has_access
    def undo(self, number: int) -> Response:
        """Take back one's own last change."""
        return self._back(number, undo=True)

    @expose("/<int:number>/ulangi", methods=["POST"])
    @has_access
    def redo(self, number: int) -> Response:
        """Take back one's own last undo."""
        return self._back(number, undo=False)

    def _back(self, number: int, *, undo: bool) -> Response:
        found, specs = editing(number), house().specs
        try:
            done = (specs.undo if undo else specs.redo)(found.app.id, author=me().name)
            house().session.commit()
        except RakitError as error:
            house().session.rollback()
            flash(stale_words(error) if isinstance(error, StaleError) else str(error), "warning")
        else:
            _tell(undo, done is not None)
        return redirect(_where(number, url_for("EditorView.open", number=number)))


def _after(others: list[str], node: str) -> str | None:
    """Behind which sibling it comes; "" is the first place, None stays."""
    here = others.index(node)
    if "sesudah" in request.form:
        after = request.form["sesudah"]
        return after if after == "" or (after in others and after != node) else None
    if request.form.get("arah") == "naik":
        return None if here == 0 else others[here - 2] if here > 1 else ""
    return others[here + 1] if here + 1 < len(others) else None


def _tell(undo: bool, done: bool) -> None:
    if not done:
        flash(
            _("Tidak ada yang dapat diurungkan.") if undo else _("Tidak ada yang dapat diulangi."),
            "info",
        )
        return
    flash(_("Perubahan terakhir diurungkan.") if undo else _("Diulangi."), "success")


def _where(number: int, other: str) -> str:
    """Back to the page from which the button was pressed, as long as it is the editor's."""
    here = url_for("EditorView.open", number=number)
    back = request.form.get("kembali", "")
    node = back.partition("/bagian/")[2].partition("#")[0]
    if not back.startswith(f"{here}/") or "//" in back or "\\" in back:
        return other
    if node and node not in desk(number).spots:
        return here
    return back


def is_below(spot: Spot) -> bool:
    """Is the node edited on (or listed at) the page of the node above it?"""
    return bool(
        spot.parent and spot.parent.above and (is_page(spot.parent) or page_of(spot.parent))
    )
