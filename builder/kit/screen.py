"""List, detail and forms of one entity, guarded by the gate.

Built on Flask-AppBuilder's BaseView: its blueprint, permissions and menu, `@expose` and
`@has_access`; none of the doors of its ModelView (download by name, actions on unseen rows,
inline editing) exist here. What each template gets is described in `pages.py`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from flask_appbuilder import BaseView

from .database import Entity
from .declare import SavedView, Section, Tab


class EntityView(BaseView):
    """The screens of one entity. A subclass says what to show; everything else is read.

    * `entity`: the model class
    * `list_columns`: names of fields, dotted through references (`"usaha.nama"`)
    * `filters`: fields that get a filter above the list
    * `search_columns`: fields that the search box looks into (default: the text fields)
    * `base_order`: `(("tanggal", "desc"),)`
    * `views`: saved selections
    * `form`: names, `Section`s or `Tab`s, for adding and editing (default: all fields)
    * `detail`: the same for the detail page (default: as the form)
    * `details`: inverses shown as tables below the detail page
    * `title`: heading and menu label (default: the entity's plural)

    Labels, help and checks come from the model, rights from `security.py`. A name that does
    not exist is refused at start, by name.
    """

    entity: ClassVar[type[Entity]]
    title: ClassVar[str] = ""
    list_columns: ClassVar[Sequence[str]] = ()
    filters: ClassVar[Sequence[str]] = ()
    search_columns: ClassVar[Sequence[str] | None] = None
    base_order: ClassVar[Sequence[tuple[str, str]]] = ()
    views: ClassVar[Sequence[SavedView]] = ()
    form: ClassVar[Sequence[str | Section | Tab]] = ()
    detail: ClassVar[Sequence[str | Section | Tab]] = ()
    details: ClassVar[Sequence[str]] = ()
    page_size: ClassVar[int] = 25
