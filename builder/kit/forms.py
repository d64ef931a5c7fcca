"""Forms: inputs from the model, values from what was typed. The gate checks, not the form."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import request, url_for
from werkzeug.datastructures import MultiDict

from . import choosing, conditions, references, uploads
from .actor import Actor
from .database import sent_id
from .declare import Right, Section, Tab
from .drafts import Kept, drafts
from .expression import paths
from .face.heard import heard
from .fields import Field, fields, say
from .inline import Inline, tabs_of
from .pages import DraftNote, FormPage, Input, Option, Part, TabPart
from .request import application, gate

SHORT = "baru-"
"""before the ids of a short form, which stands in a dialog on the page of another form"""


class Form:
    """One form for one actor: of a new row, or of this one.

    `typed` is what was sent, or what was kept as a draft and is asked for (`?draft=1`); None shows
    what is stored. `short` holds only what a new row needs. `stale`: somebody else has saved the
    row meanwhile; each input then says what is stored now.
    """

    def __init__(self, view: Any, actor: Actor, row: Any, *, short: bool = False) -> None:
        self.view, self.actor, self.row, self.short = view, actor, row, short
        self.entity = type(row)
        self.new = row.id is None
        self.writable = gate().writable(actor, self.entity, None if self.new else row)
        self.readable = gate().readable(actor, self.entity, Right.ADD if self.new else Right.EDIT)
        self.typed: MultiDict[str, str] | None = None
        self.kept: Kept | None = None
        self.stale = False
        self.files: dict[str, str] = {}
        self.file_errors: dict[str, str] = {}
        self.tabs = tabs_of(view.form)
        if short:
            self.tabs = [Tab("", Section("", *references.short_form(actor, view)))]
        if request.method == "POST":
            self.typed = request.form
        elif not short:
            self._remember()

    def _remember(self) -> None:
        """Look for a draft of this form; put it in when it is asked for."""
        self.kept = drafts().get(self.actor.id, request.path)
        if self.kept is not None:
            version = self.kept.typed.get("version", "")
            self.stale = not self.new and version != str(self.row.version)
            if "draft" in request.args:
                self.typed = self.kept.typed

    # -- from the browser to the gate

    def values(self) -> dict[str, Any]:
        """What was typed, by field name, with the inline rows; files are kept already."""
        assert self.typed is not None
        values: dict[str, Any] = {}
        for tab in self.tabs:
            for section in tab.sections:
                for name in section.fields:
                    if name in self.writable:
                        self.take(fields(self.entity)[name], name, values)
                if section.rows:
                    rows = Inline(self, section.rows).typed()
                    if rows:
                        values[section.rows] = rows
        return values

    def take(self, f: Field, key: str, values: dict[str, Any]) -> None:
        assert self.typed is not None
        if f.file:
            self._take_file(f, key, values)
        elif f.many:
            values[f.name] = self.typed.getlist(key)
        elif f.boolean:
            values[f.name] = key in self.typed
        elif key in self.typed:
            values[f.name] = self.typed[key]

    def _take_file(self, f: Field, key: str, values: dict[str, Any]) -> None:
        upload = request.files.get(key)
        if upload is not None and upload.filename:
            session = gate().session
            try:
                self.files[key] = str(uploads.store(session, self.actor, f, upload))
                session.commit()
                values[f.name] = self.files[key]
            except ValueError as error:
                self.file_errors[key] = str(error)
        elif request.form.get(f"{key}__stored"):
            values[f.name] = self.files[key] = request.form[f"{key}__stored"]
        elif request.form.get(f"{key}__remove"):
            values[f.name] = None

    # -- from the gate to the browser

    def page(self, errors: Mapping[str, str] | None = None, back_to: str = "") -> FormPage:
        """The form as it is to be shown, with the words beside the fields.

        `back_to` is where it was opened from, when that is another form.
        """
        said = {**(errors or {}), **self.file_errors}
        told = {name: heard(words) for name, words in said.items()}
        tabs = tuple(self._tab(tab, told) for tab in self.tabs)
        shown = {one.name for one in _inputs(tabs)}
        inline = {part.rows.name for tab in tabs for part in tab.parts if part.rows}
        rest = tuple(
            _with_label(self.entity, name, words)
            for name, words in told.items()
            if name not in shown and name.split(".")[0] not in inline and "-" not in name
        )
        endpoint, label = self.view.endpoint, say(self.entity.__label__)
        title = say("Tambah %s") % label if self.new else say("Ubah %s") % label
        asked: dict[str, Any] = {
            k: v for k, v in request.args.items() if k in ("_short", "_for", "_as")
        }
        back = url_for(f"{endpoint}.list")
        if not self.new:
            back = url_for(f"{endpoint}.show", pk=self.row.id)
        return FormPage(
            title=title,
            action=url_for(
                f"{endpoint}.add" if self.new else f"{endpoint}.edit", pk=self.row.id, **asked
            ),
            tabs=tabs,
            version=None if self.new else self._version(),
            errors=rest,
            node=application().nodes("screen", self.entity.__tablename__, "form")
            or application().nodes("entity", self.entity.__tablename__),
            back_url=back_to or back,
            new=self.new,
            heading="" if self.new else gate().label(self.actor, self.row),
            draft=self._note(),
            keep_url=self._keep_url() if self.actor.id is not None and not self.short else "",
            returning=bool(back_to),
            files=any(f.file for f in self._known()),
        )

    def _known(self) -> list[Field]:
        """Every field that has an input here, those of inline rows included."""
        sections = [section for tab in self.tabs for section in tab.sections]
        own = [fields(self.entity)[name] for one in sections for name in one.fields]
        return own + [f for one in sections if one.rows for f in Inline(self, one.rows).known]

    def _note(self) -> DraftNote | None:
        if self.kept is None:
            return None
        return DraftNote(
            at=self.kept.at,
            resumed=self.typed is not None,
            stale=self.stale,
            resume_url=f"{request.script_root}{request.path}?draft=1",
            drop_url=self._keep_url(drop=1),
        )

    def _keep_url(self, **more: Any) -> str:
        return url_for("kit_draft", page=request.path, **more)

    def _version(self) -> int:
        """The version that was looked at; the present one where it is shown beside the inputs."""
        typed = self.typed.get("version", "") if self.typed is not None else ""
        known = sent_id(typed)
        return known if known is not None and not self.stale else int(self.row.version)

    def _tab(self, tab: Tab, errors: Mapping[str, str]) -> TabPart:
        nodes, table = application().nodes, self.entity.__tablename__
        parts = []
        for section in tab.sections:
            if section.visible_if and not self._may_become(section.visible_if):
                continue
            node = nodes("section", table, "form", section.title)
            if section.rows:
                rows = Inline(self, section.rows).part(errors)
                if rows is not None:
                    parts.append(Part(say(section.title), node, rows=rows))
                continue
            inputs = [self._input(name, errors) for name in section.fields]
            shown = tuple(one for one in inputs if one is not None)
            if shown:
                parts.append(Part(say(section.title), node, inputs=shown))
        return TabPart(say(tab.title), tuple(parts), nodes("section", table, "form", tab.title))

    def _may_become(self, text: str) -> bool:
        """Whether the condition is true now, or may become so by what is typed in this form."""
        used = {dotted.split(".")[0] for dotted in paths(conditions.tree(text))}
        if used & self.writable & {n for t in self.tabs for s in t.sections for n in s.fields}:
            return True
        return conditions.holds(text, self.row, self.actor)

    def _input(self, name: str, errors: Mapping[str, str]) -> Input | None:
        f = fields(self.entity)[name]
        if name not in self.readable and name not in self.writable:
            return None
        if f.visible_if and not self._may_become(f.visible_if):
            return None
        if name not in self.writable:
            if self.new:
                return None
            value = getattr(self.row, f.key)
            shown = choosing.chosen_label(self.actor, f, value) if f.target else f.show(value)
            return Input(name, f.label, "none", locked=True, shown=shown, node=self._node(f))
        if self.new and references.unseen(self.actor, f):
            return None
        return self.control(f, name, self.row, errors.get(name))

    def _node(self, f: Field) -> str:
        return application().nodes("field", f.entity.__tablename__, f.name)

    def control(self, f: Field, key: str, row: Any, error: str | None) -> Input:
        """One input with what was typed, else what is stored, else what a new row starts with."""
        stored = getattr(row, f.key) if row is not None else None
        fresh = row is None or row.id is None
        typed = self.typed is not None and not key.endswith("__n__")
        if typed and self.typed is not None:
            value = self.typed.get(key, "")
            many = tuple(self.typed.getlist(key))
        elif fresh:
            value, many = self.first(f), ()
        else:
            value = as_typed(f, stored)
            many = tuple(str(one) for one in stored or ()) if f.many else ()
        if f.boolean:
            on = key in (self.typed or {}) if typed else bool(stored)
            on = bool(f.info.get("default")) if fresh and not typed else on
            value = "true" if on else ""
        about: dict[str, Any] = {}
        if f.target:
            about = references.control(self, f, key, value)
        elif f.choices:
            chosen = set(many) if f.many else {value}
            about["options"] = tuple(
                Option(str(c), say(c.label), str(c) in chosen)
                for c in f.choices
                if not c.retired or str(c) in chosen or str(c) == str(stored)
            )
        elif f.file:
            about = self._file(f, key, row, stored)
        visible = not f.visible_if or conditions.holds(f.visible_if, self.row, self.actor)
        return Input(
            name=key,
            label=f.label,
            widget=f.widget,
            value="" if f.file else str(value),
            values=many,
            errors=(error,) if error else (),
            help=say(f.help),
            measure=f.measure,
            required=f.required and not f.boolean,
            visible=visible or bool(error),
            visible_if=f.visible_if,
            attributes=_attributes(f),
            node=self._node(f),
            now=self._now(f, stored, value, many) if typed and not fresh else "",
            prefix=SHORT if self.short else "",
            **about,
        )

    def _now(self, f: Field, stored: Any, value: Any, many: tuple[str, ...]) -> str:
        """What is stored now, in words, where it differs from what was typed before."""
        if not self.stale or f.file or f.name not in self.readable:
            return ""
        if f.target:
            shown = choosing.chosen_label(self.actor, f, stored) or say("kosong")
            return "" if str(stored or "") == str(value) else shown
        try:
            typed = f.clean(many if f.many else value) if value or many or f.boolean else None
        except ValueError:
            typed = ...
        return "" if (typed or None) == (stored or None) else f.show(stored) or say("kosong")

    def _file(self, f: Field, key: str, row: Any, stored: Any) -> dict[str, Any]:
        kept = self.files.get(key, "")
        about: dict[str, Any] = {"stored": kept}
        if kept:
            about["file_title"] = uploads.title_of(gate().session, kept)
        elif stored and row.id is not None:
            view = application().view_of(f.entity)
            about["file_title"] = uploads.title_of(gate().session, str(stored))
            if view is not None:
                about["file_url"] = url_for(f"{view.endpoint}.file", pk=row.id, name=f.name)
        return about

    def first(self, f: Field) -> str:
        """What a new row starts with, as text."""
        from .filling import Filling

        fresh = f.entity()
        value = Filling(gate(), self.actor)._default(f, fresh)
        given = request.args.get(f.name) if f.entity is self.entity else None
        if value is None and given and f.target:
            return given if sent_id(given) else ""
        return as_typed(f, value)


def as_typed(f: Field, value: Any) -> str:
    """A stored value as people write it: `39,5`; as it is when that would be read otherwise."""
    if value is None or f.many:
        return ""
    if f.widget in ("date", "datetime", "time") and hasattr(value, "isoformat"):
        text: str = value.isoformat()
        return text[:16] if f.widget == "datetime" else text
    if f.target:
        return str(getattr(value, "id", value))
    if f.choices or f.boolean or f.file:
        return str(value)
    shown = f.show(value).removeprefix("Rp").strip()
    try:
        return shown if f.clean(shown) == value else str(value)
    except ValueError:
        return str(value)


def _attributes(f: Field) -> dict[str, str]:
    """What the browser may check by itself."""
    found: dict[str, str] = {}
    limits = f.limits
    if f.widget in ("date", "datetime", "number", "year"):
        for name in ("min", "max"):
            edge = limits.get(name)
            if edge is not None:
                now = conditions.CLOCK.now()
                found[name] = now.date().isoformat() if edge in ("today", "now") else str(edge)
    longest = limits.get("max_length")
    if longest:
        found["maxlength"] = str(longest)
    if f.file and limits.get("accept"):
        found["accept"] = ",".join(str(one) for one in limits["accept"])
    elif f.widget == "image":
        found["accept"] = "image/*"
    return found


def _inputs(tabs: tuple[TabPart, ...]) -> list[Input]:
    return [one for tab in tabs for part in tab.parts for one in part.inputs]


def _with_label(entity: Any, name: str, words: str) -> str:
    f = fields(entity).get(name)
    return f"{f.label}: {words}" if f is not None and f.label not in words else words
