"""How a WTForms field is drawn: which kind of control, with which options and value.

Flask-AppBuilder's widgets write Bootstrap 3 and expect its scripts; the face draws the controls of
known fields itself (macro `control`) and lets unknown widgets draw themselves.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from flask_appbuilder.fields import AJAXSelectField
from flask_appbuilder.filemanager import get_file_original_name
from flask_appbuilder.upload import FileUploadField, ImageUploadField
from wtforms import fields as f

KINDS: tuple[tuple[type, str], ...] = (
    (f.HiddenField, "hidden"),
    (f.BooleanField, "checkbox"),
    (f.PasswordField, "password"),
    (f.FileField, "file"),
    (FileUploadField, "upload"),
    (ImageUploadField, "upload"),
    (AJAXSelectField, "lookup"),
    (f.TextAreaField, "textarea"),
    (f.DateField, "date"),  # before DateTimeField, which it extends
    (f.TimeField, "time"),
    (f.DateTimeField, "datetime-local"),
    (f.SelectMultipleField, "select-multiple"),
    (f.RadioField, "radio"),
    (f.SelectFieldBase, "select"),
    (f.IntegerField, "text"),
    (f.DecimalField, "text"),
    (f.StringField, "text"),
)
FIRST = 50
PREFERRED = ("FilterContains", "FilterRelationManyToManyEqual", "FilterEqual")


def kind(field: Any) -> str:
    """text, textarea, select, select-multiple, lookup, radio, checkbox, date, datetime-local, time,
    file, upload, password, hidden, or 'own' when the field's widget must draw itself."""
    name = type(field).__name__
    if name == "QuerySelectMultipleField":
        return "select-multiple"
    module = type(field.widget).__module__
    if not module.startswith(("wtforms", "flask_appbuilder")):
        return "own"
    for known, said in KINDS:
        if isinstance(field, known):
            return said
    return "own"


def options(field: Any) -> Iterator[tuple[str, str, bool]]:
    """(value, label, chosen) of a select; of a lookup the first rows and the chosen one."""
    if isinstance(field, AJAXSelectField):
        yield from _looked_up(field)
        return
    for choice in field.iter_choices():
        value, label, chosen = choice[0], choice[1], choice[2]
        yield ("" if value is None else str(value)), str(label), bool(chosen)


def _looked_up(field: Any) -> Iterator[tuple[str, str, bool]]:
    """Rows for those who cannot search: without scripts, the first ones."""
    rows = field.datamodel
    if field.is_related:
        rows = rows.get_related_interface(field.col_name)
    data = field.data
    saved = rows.get(data) if isinstance(data, (int, str)) and data else data
    chosen = str(rows.get_pk_value(saved)) if saved else ""
    yield "", "", not chosen
    if saved:
        yield chosen, str(saved), True
    for row in rows.query(page=0, page_size=FIRST)[1]:
        if str(rows.get_pk_value(row)) != chosen:
            yield str(rows.get_pk_value(row)), str(row), False


def lookup(field: Any) -> dict[str, str]:
    """Where a lookup is searched, and the field on which it depends."""
    widget = field.widget
    return {"url": str(widget.endpoint), "with": str(getattr(widget, "master_id", ""))}


def kept(field: Any) -> dict[str, str]:
    """The file that an upload field holds: name and, of a picture, the address; {} without one."""
    if not isinstance(field.data, str) or not field.data:
        return {}
    name = get_file_original_name(field.data)
    picture = getattr(field, "imagemanager", None)
    return {
        "name": field.data if name == "Not valid" else name,
        "picture": picture.get_url_thumbnail(field.data) if picture else "",
    }


def accepted(field: Any) -> str:
    """The `accept` of an upload field: the endings that it takes."""
    manager = getattr(field, "imagemanager", None) or getattr(field, "filemanager", None)
    return ",".join(f".{one}" for one in getattr(manager, "allowed_extensions", None) or ())


def value(field: Any) -> str:
    """The text in the control: what was typed, else the data in the form that browsers expect."""
    said = kind(field)
    if said == "password":
        return ""
    data = field.data
    if said == "datetime-local":
        typed = " ".join(field.raw_data or [])
        return data.strftime("%Y-%m-%dT%H:%M:%S") if data else typed.replace(" ", "T")
    own = getattr(field, "_value", None)
    if callable(own):
        return str(own())
    return "" if data is None else str(data)


def search_rows(form: Any, columns: list[str], filters: Any) -> list[dict[str, Any]]:
    """What the search form of a Flask-AppBuilder list shows: one row a column.

    Each row: name, label, field, operators [(index, words)], chosen (index), value. The operator
    that is active wins, else the most useful one, so that the form works without scripts.
    """
    active: dict[str, tuple[str, Any]] = {}
    for column, name, given in filters.get_filters_values_tojson():
        active[column] = (name, given[0] if isinstance(given, list) and given else given)
    rows = []
    for column in columns:
        known = filters.get_search_filters().get(column, [])
        if not known or column not in form:
            continue
        chosen, given = 0, ""
        names = [str(one.name) for one in known]
        if column in active and active[column][0] in names:
            chosen, given = names.index(active[column][0]), active[column][1]
        else:
            for wish in PREFERRED:
                found = [i for i, one in enumerate(known) if type(one).__name__ == wish]
                if found:
                    chosen = found[0]
                    break
        rows.append(
            {
                "name": column,
                "label": form[column].label.text,
                "field": form[column],
                "operators": list(enumerate(names)),
                "chosen": chosen,
                "value": "" if given is None else str(given),
            }
        )
    return rows
