"""How a WTForms field is drawn: which kind of control, with which options and value.

Flask-AppBuilder's widgets write Bootstrap 3 and expect its scripts; the face draws the controls of
known fields itself (macro `control`) and lets unknown widgets draw themselves.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from wtforms import fields as f

KINDS: tuple[tuple[type, str], ...] = (
    (f.HiddenField, "hidden"),
    (f.BooleanField, "checkbox"),
    (f.PasswordField, "password"),
    (f.FileField, "file"),
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
PREFERRED = ("FilterContains", "FilterRelationManyToManyEqual", "FilterEqual")


def kind(field: Any) -> str:
    """text, textarea, select, select-multiple, radio, checkbox, date, datetime-local, time, file,
    password, hidden, or 'own' when the field's widget must draw itself."""
    name = type(field).__name__
    if name == "QuerySelectMultipleField":
        return "select-multiple"
    module = type(field.widget).__module__
    if not module.startswith(("wtforms", "flask_appbuilder")):
        return "own"
    if type(field.widget).__name__.startswith(("Select2AJAX", "Select2SlaveAJAX")):
        return "own"
    for known, said in KINDS:
        if isinstance(field, known):
            return said
    return "own"


def options(field: Any) -> Iterator[tuple[str, str, bool]]:
    """(value, label, chosen) of a select."""
    for choice in field.iter_choices():
        value, label, chosen = choice[0], choice[1], choice[2]
        yield ("" if value is None else str(value)), str(label), bool(chosen)


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
