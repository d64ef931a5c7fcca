"""The control of a reference: a list, a search, and the way to a row that is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import url_for

from . import choosing
from .actor import Actor
from .declare import Right
from .fields import Field, fields, inverses
from .inline import tabs_of
from .pages import Option
from .request import application, gate

if TYPE_CHECKING:
    from .forms import Form


def control(form: Form, f: Field, key: str, value: Any) -> dict[str, Any]:
    """What an `Input` needs for this reference: its options, or where to search, and the rest."""
    about: dict[str, Any] = {"target": f.entity_of_target().__tablename__}
    options = choosing.few(form.actor, f, value or None)
    if options is not None:
        about["options"] = options
    else:
        view = application().view_of(f.entity)
        if view is not None:
            about["choices_url"] = url_for(f"{view.endpoint}.choices", name=f.name)
        about["chosen_label"] = choosing.chosen_label(form.actor, f, value)
        about |= _looked_for(form, f, key)
    if not form.short and may_add(form.actor, f):
        about["may_add"] = True
        target = application().view_of(f.entity_of_target())
        if target is not None and short_form(form.actor, target):
            about["short_url"] = url_for(f"{target.endpoint}.add", _short=1)
    return about


def unseen(actor: Actor, f: Field) -> bool:
    """Whether the person sees no rows of this kind, and so has nothing to choose.

    What a new row starts with there, one's own unit, is filled in by the gate.
    """
    return bool(f.target) and not gate().may(actor, Right.READ, f.entity_of_target())


def _looked_for(form: Form, f: Field, key: str) -> dict[str, Any]:
    """What was found for those whose browser runs no scripts: they search by a button."""
    if form.typed is None or form.typed.get("_find") != key:
        return {}
    text = form.typed.get(f"{key}__q", "")[:100]
    found = choosing.search(form.actor, f, text)
    options = tuple(Option(str(one["id"]), one["label"], len(found) == 1) for one in found)
    return {"looked_for": text, "options": options}


def may_add(actor: Actor, f: Field) -> bool:
    """Whether this person may make a row that the reference misses, and choose it then."""
    target, may = f.entity_of_target(), gate().may
    return (
        actor.id is not None
        and not f.inline
        and application().view_of(target) is not None
        and may(actor, Right.ADD, target)
        and may(actor, Right.READ, target)
    )


def short_form(actor: Actor, view: Any) -> tuple[str, ...]:
    """The fields without which no row of this kind can be made; none when rows belong to it."""
    entity = view.entity
    if any(one.inline and one.reference.min_rows for one in inverses(entity).values()):
        return ()
    known, writable = fields(entity), gate().writable(actor, entity)
    named = [n for tab in tabs_of(view.form) for s in tab.sections for n in s.fields]
    needed = {n for n in named if known[n].required or known[n].required_if}
    wanted = needed | set(entity.__display__)
    return tuple(n for n in named if n in wanted and n in writable)
