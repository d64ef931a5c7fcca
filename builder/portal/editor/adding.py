"""New nodes: what is typed into the short form below a list, made into a node that can stand."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _

from builder.spec import Field, naming, new_id
from builder.spec.edit import Change
from builder.spec.expand import HEAVY, MOST_COLUMNS
from builder.spec.ids import written_ids
from builder.spec.scalars import clean

from . import words
from .boxes import Box, child_model
from .desk import Desk
from .forms import Form, RefusedError, value_of
from .names import TABLES, derived, slug, trouble
from .offers import fields, rows
from .spots import Raw, Spot, dicts, label_of

SCREEN_NAMES = {
    "list": "daftar", "form": "formulir", "detail": "rincian", "kanban": "papan",
    "calendar": "kalender", "map": "peta", "dashboard": "beranda", "report": "laporan",
    "public": "publik",
}  # fmt: skip
SINGLE = ("dashboard",)
LONGEST = 120
TYPED = ("label", "first", "states", "step")
"""Boxes of a short form whose text goes into the draft as it is."""


DEFINITION = Box("definition", "area", Field)


class Ids:
    """New ids, unlike those written and unlike each other."""

    def __init__(self, raw: Raw) -> None:
        self.taken = written_ids(raw)

    def __call__(self) -> str:
        found = new_id(self.taken)
        self.taken.add(found)
        return found


def added(
    desk: Desk, parent: Spot, key: str, form: Form
) -> tuple[list[Change], str, dict[str, str]]:
    """(changes, id of the new node, what is refused: input -> words)."""
    ids, errors = Ids(desk.raw), _forbidden(form)
    label = " ".join(form.get("label", "").split())
    if len(label) > LONGEST:
        errors["label"] = _("Sebutan paling panjang %(n)s huruf.", n=LONGEST)
    maker = MAKERS.get(key, _plain)
    node = {} if errors else maker(desk, parent, form, label, ids, errors)
    model = child_model(parent.model, key, node)
    if model is None and not errors:
        errors["label"] = _("Tidak dapat ditambah di sini.")
    if errors or model is None:
        return [], "", errors
    if "name" in model.model_fields:
        _called(desk, parent, key, form, label, model.__name__, node, errors)
    elif label:
        node.setdefault("label", label)
    if errors:
        return [], "", errors
    node = {"id": ids(), **node}
    more = node.pop("more", [])
    return [Change("add", parent.id, key, node), *more], node["id"], {}


def _forbidden(form: Form) -> dict[str, str]:
    """Control and bidi characters, often pasted unseen: a draft with them could not be read."""
    errors: dict[str, str] = {}
    for key in TYPED:
        try:
            clean(form.get(key, ""))
        except ValueError as error:
            text = str(error)
            errors[key] = f"{text[:1].upper()}{text[1:]}."
    return errors


def _called(
    desk: Desk, parent: Spot, key: str, form: Form, label: str, kind: str, node: Raw,
    errors: dict[str, str],
) -> None:  # fmt: skip
    """Name and label: the name typed, else made of the label."""
    label = label or str(node.pop("label", ""))
    name = form.get("name", "").strip() or str(node.pop("name", "")) or derived(label, kind)
    around = desk.tables if kind in TABLES else dicts(parent.node.get(key))
    if not name and not label:
        errors["name" if kind == "Check" else "label"] = _("Isi sebutannya.")
        return
    if why := trouble(name, kind, {str(one.get("name")) for one in around}):
        errors["name" if form.get("name", "").strip() or kind == "Check" else "label"] = why
        return
    node["name"] = name
    if label and label != naming.label_of(name) and kind != "Check":
        node["label"] = label


def _plain(*_args: Any) -> Raw:
    return {}


def _entity(
    desk: Desk, parent: Spot, form: Form, label: str, ids: Ids, errors: dict[str, str]
) -> Raw:
    """An entity begins with one field, since one without fields is none."""
    first = " ".join(form.get("first", "").split())[:LONGEST]
    if not first:
        return {}
    name = derived(first, "Field")
    if not name:
        errors["first"] = _("Tulis sebutan dengan huruf.")
        return {}
    field = {"id": ids(), "name": name, "required": True}
    if first != naming.label_of(name):
        field["label"] = first
    return {"fields": [field]}


def _field(
    desk: Desk, parent: Spot, form: Form, label: str, ids: Ids, errors: dict[str, str]
) -> Raw:
    kind = form.get("type", "") or "text"
    node: Raw = {}
    if definition := form.get("definition", "").strip():
        try:
            node["definition"] = value_of(DEFINITION, definition, None, desk.types)
        except RefusedError as refused:
            errors["definition"] = str(refused)
    if kind not in desk.types:
        errors["type"] = _("Tipe %(t)s tidak dikenal; pilih dari daftar.", t=kind[:60])
    elif kind != "text":
        node["type"] = kind
    if form.get("required"):
        node["required"] = True
    target = form.get("target", "")
    if kind == "reference" and target:
        if desk.table(target) is None:
            errors["target"] = _("Entitas %(t)s tidak ada.", t=target[:60])
        node["options"] = {"target": target}
    return node


def _flow(
    desk: Desk, parent: Spot, form: Form, label: str, ids: Ids, errors: dict[str, str]
) -> Raw:
    """A flow with its states and a first step; the field that holds the state is made with it."""
    entity = desk.table(form.get("entity", ""))
    if entity is None:
        errors["entity"] = _("Pilih entitas yang menempuh alur.")
        return {}
    states: list[Raw] = []
    for line in form.get("states", "").splitlines():
        if not (words_ := " ".join(line.split())):
            continue
        name = derived(words_, "State")
        if why := trouble(name, "State", {one["name"] for one in states}):
            errors["states"] = f"{words_[:60]}: {why}"
            return {}
        states.append({"id": ids(), "name": name})
        if words_ != naming.label_of(name):
            states[-1]["label"] = words_
    if len(states) < 2:
        errors["states"] = _("Tulis paling sedikit dua status, satu status satu baris.")
        return {}
    step = " ".join(form.get("step", "").split()) or _("Kirim")
    name = derived(step, "Transition")
    move = {"id": ids(), "name": name, "at": [states[0]["name"]], "to": states[1]["name"],
            "by": ["owner"]}  # fmt: skip
    if step != naming.label_of(name):
        move["label"] = step
    node: Raw = {
        "entity": entity["name"],
        "states": states,
        "transitions": [move],
    }
    if not label:
        node |= {"name": f"alur_{entity['name']}"}
    if not any(one.get("type") == "state" for one in dicts(entity.get("fields"))):
        taken = {str(one.get("name")) for one in dicts(entity.get("fields"))}
        state = next(
            n for n in ("status", "status_alur", "kedudukan", "status_2") if n not in taken
        )
        field = {"id": ids(), "name": state, "type": "state"}
        node["more"] = [Change("add", str(entity["id"]), "fields", field)]
    return node


def _screen(
    desk: Desk, parent: Spot, form: Form, label: str, ids: Ids, errors: dict[str, str]
) -> Raw:
    kind, entity = form.get("kind", ""), desk.table(form.get("entity", ""))
    if kind not in SCREEN_NAMES:
        errors["kind"] = _("Pilih jenis layar.")
        return {}
    if entity is None and kind not in SINGLE:
        errors["entity"] = _("Pilih entitas yang ditampilkan.")
        return {}
    node: Raw = {"kind": kind}
    if entity is not None and kind not in SINGLE:
        node["entity"] = entity["name"]
        node |= _content(desk, kind, str(entity["name"]), ids)
    if not label:
        word, about = SCREEN_NAMES[kind], entity if kind not in SINGLE else None
        node["name"] = f"{word}_{about['name']}" if about else word
        if about:
            node["label"] = f"{words.SCREENS[kind]} {label_of(about).lower()}"
        taken = {str(one.get("name")) for one in dicts(desk.raw.get("screens"))}
        count, name = 2, node["name"]
        while node["name"] in taken:
            node["name"], count = f"{name}_{count}", count + 1
    return node


def _content(desk: Desk, kind: str, table: str, ids: Ids) -> Raw:
    """What such a screen shows until somebody chooses."""
    all_fields = fields(desk, table)
    light = [str(one.get("name")) for one in all_fields if one.get("type") not in HEAVY]

    def first(*types: str) -> str:
        return next((str(one["name"]) for one in all_fields if one.get("type") in types), "")

    if kind in ("list", "public", "report"):
        return {"columns": light[:MOST_COLUMNS]}
    if kind in ("form", "detail"):
        names = [str(one.get("name")) for one in all_fields]
        sections: list[Raw] = [{"id": ids(), "label": _("Isian"), "fields": names}]
        for name, label in rows(desk, table):
            sections.append({"id": ids(), "label": label, "rows": name})
        return {"sections": sections}
    if kind == "kanban":
        by = first("state", "choice")
        return {**({"by": by} if by else {}), "card": light[:3]}
    if kind == "calendar":
        start = first("date", "datetime")
        return {"start": start} if start else {}
    place = first("location")
    return {"location": place} if place else {}


def _link(
    desk: Desk, parent: Spot, form: Form, label: str, ids: Ids, errors: dict[str, str]
) -> Raw:
    between = [form.get("first", ""), form.get("second", "")]
    known = {str(one.get("name")): one for one in desk.entities}
    if any(one not in known for one in between):
        errors["first"] = _("Pilih dua entitas yang berhubungan.")
        return {}
    node: Raw = {"between": between}
    if between[0] == between[1]:
        node["names"] = [between[0], f"{between[0]}_lain"]
    if not label:
        node["name"] = "_".join(between)
    return node


def _check(
    desk: Desk, parent: Spot, form: Form, label: str, ids: Ids, errors: dict[str, str]
) -> Raw:
    node = {key: form.get(key, "").strip() for key in ("test", "message")}
    for key, value in node.items():
        if not value:
            errors[key] = _("Wajib diisi.")
    if not label and not form.get("name"):
        node["name"] = slug(" ".join(node["message"].split()[:4]))
    return node


def _transition(
    desk: Desk, parent: Spot, form: Form, label: str, ids: Ids, errors: dict[str, str]
) -> Raw:
    """From, to and by whom; what is not chosen yet is shown as missing."""
    node: Raw = {key: [form[key]] for key in ("at", "by") if form.get(key)}
    return node | ({"to": form["to"]} if form.get("to") else {})


def _view(
    desk: Desk, parent: Spot, form: Form, label: str, ids: Ids, errors: dict[str, str]
) -> Raw:
    where = form.get("where", "").strip()
    return {"where": where} if where else {}


def _menu(
    desk: Desk, parent: Spot, form: Form, label: str, ids: Ids, errors: dict[str, str]
) -> Raw:
    screen = form.get("screen", "")
    if not screen and not label:
        errors["label"] = _("Pilih layar, atau beri sebutan untuk kelompok.")
    return {"screen": screen} if screen else {}


MAKERS = {
    "entities": _entity,
    "fields": _field,
    "flows": _flow,
    "screens": _screen,
    "links": _link,
    "checks": _check,
    "transitions": _transition,
    "views": _view,
    "menu": _menu,
    "children": _menu,
}
