"""Charts in the words and numbers of the page, and charts of Flask-AppBuilder's own views."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from flask import current_app
from flask_babel import gettext as _
from markupsafe import Markup

from ..charts import Chart, Say, svg
from ..charts.data import Kind
from . import words

KINDS: dict[str, Kind] = {"PieChart": "donut", "LineChart": "line", "AreaChart": "line"}


def draw(chart: Chart) -> Markup:
    """The picture of a chart in the language of the page (template global `chart_svg`)."""
    say = Say(
        show=words.number,
        short=words.compact,
        nothing=_("Tidak ada data"),
        others=_("Lainnya"),
        more=lambda n: _("%(n)s baris lagi di tabel", n=n),
    )
    return svg(chart, say)


def of_appbuilder(data: Any, kind: str, title: str, view: str = "") -> Chart:
    """What a chart view of Flask-AppBuilder hands to its widget, as a chart of ours.

    `data` is its Google form {"cols": [{label}], "rows": [{"c": [{"v"}]}]}, or, from the
    deprecated views, pairs of a label and a number. `view` is the view's name: Flask-AppBuilder
    makes a series' label from the column's name, the view knows the office's own.
    """
    wanted = KINDS.get(kind, "bar")
    if not isinstance(data, Mapping):
        pairs: Sequence[Any] = data or ()
        rows = tuple((named(pair[0]), (pair[1],)) for pair in pairs)
        return Chart(wanted, words.tr(title), (words.tr(title),), rows)
    own = _series_labels(view)
    labels = (str(col["label"]) for col in data["cols"][1:])  # the first is of the rows' names
    series = tuple(own.get(label) or words.tr(label) for label in labels)
    rows = tuple(
        (named(row["c"][0]["v"]), tuple(cell["v"] for cell in row["c"][1:])) for row in data["rows"]
    )
    if wanted == "donut" and len(series) > 1:
        wanted = "bar"  # a ring holds one series
    return Chart(wanted, words.tr(title), series, rows)


def _series_labels(view: str) -> dict[str, str]:
    """Labels of a view's series by those that Flask-AppBuilder makes for them."""
    builder = getattr(current_app, "appbuilder", None)
    for one in builder.baseviews if builder else ():
        if type(one).__name__ == view:
            pairs = [serie for about in one.definitions for serie in about["series"]]
            return {
                str(one.label_columns[how.__name__ + column]): (
                    f"{words.tr(how._label)} {one.label_columns[column]}"
                )
                for how, column in (pair for pair in pairs if isinstance(pair, tuple))
                if column in one.label_columns
            }
    return {}


def named(value: Any) -> str:
    """A label as people read it; Flask-AppBuilder hands over dates and booleans as text."""
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        return words.short_date(date.fromisoformat(value))
    plain = {"None": None, "True": True, "False": False}
    return str(words.show(plain.get(value, value) if isinstance(value, str) else value))
