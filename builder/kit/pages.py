"""What the templates get: plain values, in words, already cut to what the person may see.

`kit/list.html` gets `page: ListPage`, `kit/show.html` `page: ShowPage`, `kit/add.html` and
`kit/edit.html` `page: FormPage`, `kit/import.html` `page: ImportPage`; all get `view` (the view).
`node` is the id in the specification for `data-node`, empty when there is none. Addresses are
ready; a POST needs `csrf_token()`. Labels are translated already.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from .history import Entry


@dataclass(frozen=True)
class Column:
    """A column's head. `sorted` is `asc`, `desc` or empty; `sort_url` turns it around."""

    name: str
    label: str
    node: str = ""
    sorted: str = ""
    sort_url: str = ""
    numeric: bool = False


@dataclass(frozen=True)
class Cell:
    """A value in words. `kind`: text, money, number, date, boolean, state, choice, reference, file,
    image.

    `raw` is the stored value as text (a state's name, `True`, an ISO date); `href` leads to the
    row or file behind it; `tone` is the colour of a state whose word says none.
    """

    text: str
    kind: str = "text"
    raw: str = ""
    href: str = ""
    node: str = ""
    label: str = ""
    help: str = ""
    tone: str = ""


@dataclass(frozen=True)
class Row:
    """A line of a table; `url` is its detail page, empty when it has none for this person."""

    id: int
    cells: tuple[Cell, ...]
    url: str = ""
    tick: str = ""
    """what the box beside it sends, where something can be done with several rows"""


@dataclass(frozen=True)
class Act:
    """Something that can be done with all ticked rows; `note` as of a `Move`."""

    name: str
    label: str
    icon: str = ""
    note: str = "none"
    danger: bool = False
    node: str = ""


@dataclass(frozen=True)
class Table:
    """Rows that belong to something: inline rows or an inverse."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    node: str = ""
    add_url: str = ""
    more: bool = False
    """there are more rows than are shown"""


@dataclass(frozen=True)
class Option:
    value: str
    label: str
    chosen: bool = False


@dataclass(frozen=True)
class Filter:
    """A filter above the list. `kind`: select, reference, range, text.

    A range has inputs `name_min` and `name_max` of `input_type` (date, time, text); `error` says
    why what was typed in them cannot be read. A reference of many rows has no options but
    `choices_url` (GET `?q=`, answers `{results: [{id, label}]}`), and without scripts the same
    search by a button as in forms.
    """

    name: str
    label: str
    kind: str
    value: str = ""
    value_min: str = ""
    value_max: str = ""
    input_type: str = "text"
    options: tuple[Option, ...] = ()
    choices_url: str = ""
    chosen_label: str = ""
    looked_for: str = ""
    error: str = ""
    node: str = ""


@dataclass(frozen=True)
class Link:
    """A tab or button. `node` as above; `active` for the one chosen."""

    label: str
    url: str
    active: bool = False
    node: str = ""


@dataclass(frozen=True)
class Own:
    """A selection that the person keeps; POST to `drop_url` forgets it."""

    label: str
    url: str
    drop_url: str
    active: bool = False
    node: str = ""


@dataclass(frozen=True)
class ListPage:
    """A list. The total is never wrong: `10.000+` when there are more than are counted.

    `own_views` are the person's; what is selected now may be kept too when there is a `keep_url`
    (POST `name` and `keep_query` as `query`).
    """

    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    total: str
    page: int
    first: int
    last: int
    node: str = ""
    search: str = ""
    searchable: bool = False
    filters: tuple[Filter, ...] = ()
    filtered: bool = False
    views: tuple[Link, ...] = ()
    own_views: tuple[Own, ...] = ()
    keep_url: str = ""
    keep_query: str = ""
    previous_url: str = ""
    next_url: str = ""
    clear_url: str = ""
    add_url: str = ""
    export_url: str = ""
    import_url: str = ""
    deleted_url: str = ""
    acts: tuple[Act, ...] = ()
    """with the rows that are ticked: POST `act`, `rowid`… and `keep_query` to `acts_url`"""
    acts_url: str = ""
    kept: tuple[tuple[str, str], ...] = ()
    """arguments that a search form must hand on (hidden inputs)"""


@dataclass(frozen=True)
class Part:
    """A section: cells (detail page), inputs (form), or a table of rows."""

    title: str
    node: str = ""
    cells: tuple[Cell, ...] = ()
    inputs: tuple[Input, ...] = ()
    table: Table | None = None
    rows: InlineRows | None = None


@dataclass(frozen=True)
class TabPart:
    """A tab of sections; its title is empty when the page has no tabs (there is one then)."""

    title: str
    parts: tuple[Part, ...]
    node: str = ""


@dataclass(frozen=True)
class Move:
    """A button that moves the row: POST to `url` with `version` and `note`.

    `note`: none, optional, required. `kind`: forward, back or failed, for its colour.
    """

    name: str
    label: str
    url: str
    note: str
    kind: str = "forward"
    node: str = ""


@dataclass(frozen=True)
class Step:
    """A state of the flow, in order: done, now, or ahead."""

    label: str
    state: str
    node: str = ""


@dataclass(frozen=True)
class ShowPage:
    """One row. `locked` says that its flow has closed it."""

    title: str
    heading: str
    id: int
    version: int
    tabs: tuple[TabPart, ...]
    node: str = ""
    status: Cell | None = None
    steps: tuple[Step, ...] = ()
    moves: tuple[Move, ...] = ()
    tables: tuple[Table, ...] = ()
    history: tuple[Entry, ...] = ()
    locked: bool = False
    edit_url: str = ""
    delete_url: str = ""
    list_url: str = ""
    actions: tuple[Link, ...] = ()


@dataclass(frozen=True)
class Input:
    """One control of a form.

    `widget`: text, textarea, rich_text, number, money, date, datetime, time, checkbox, select,
    radio, checkboxes, reference, file, image, or what a type of one's own says. `value` is what
    stands in it as text, also what was typed and is wrong; `values` for checkboxes. A reference
    of few rows has options, of many `choices_url` and `chosen_label`; without scripts one types
    into `<name>__q` and presses `_find`, and `options` hold what was found for `looked_for`.
    With `may_add` a missing row may be made: the button `_new` with the name as its value goes to
    the target's form and comes back; `short_url` is that form in short, for a dialog. Nothing is
    preselected. `visible` False: its condition is false now (it is sent along all the same; a
    script may show it when `visible_if` changes). `locked`: shown, not to be filled in. `now`:
    what somebody else has saved in the meantime, in words.
    """

    name: str
    label: str
    widget: str
    value: str = ""
    values: tuple[str, ...] = ()
    options: tuple[Option, ...] = ()
    errors: tuple[str, ...] = ()
    help: str = ""
    measure: str = ""
    required: bool = False
    locked: bool = False
    visible: bool = True
    visible_if: str = ""
    shown: str = ""
    choices_url: str = ""
    chosen_label: str = ""
    looked_for: str = ""
    target: str = ""
    may_add: bool = False
    short_url: str = ""
    file_url: str = ""
    file_title: str = ""
    stored: str = ""
    attributes: dict[str, str] = field(default_factory=dict)
    """min, max, maxlength, step, accept, pattern: for the browser, as a courtesy"""
    node: str = ""
    now: str = ""
    prefix: str = ""
    """before the name in ids, where two forms stand on one page"""

    @property
    def id(self) -> str:
        return self.prefix + self.name


@dataclass(frozen=True)
class InlineRow:
    """A row in a form. Its inputs are named `rincian-0-alat`; hidden `rincian-0-id` if it has one;
    a checkbox `rincian-0-_delete` takes it away."""

    prefix: str
    id: str
    inputs: tuple[Input, ...]
    errors: tuple[str, ...] = ()
    deleted: bool = False
    may_delete: bool = True


@dataclass(frozen=True)
class InlineRows:
    """Rows in a form. The button `_more` with value `name` asks for one more row, without script.

    `blank` is an empty row with the prefix `rincian-__n__`, for scripts to copy.
    """

    name: str
    label: str
    columns: tuple[Column, ...]
    rows: tuple[InlineRow, ...]
    blank: InlineRow | None = None
    may_add: bool = False
    errors: tuple[str, ...] = ()
    min_rows: int = 0
    node: str = ""


@dataclass(frozen=True)
class DraftNote:
    """What was typed here before and is not saved: waiting, or (`resumed`) back in the form.

    `stale`: the row was changed after it was typed. POST to `drop_url` throws it away.
    """

    at: datetime
    resumed: bool
    stale: bool
    resume_url: str
    drop_url: str


@dataclass(frozen=True)
class FormPage:
    """A form: POST to `action`, always `multipart/form-data`, with the hidden input `version`.

    What is typed is sent now and then to `keep_url` (empty: nobody to keep it for). `returning`:
    the form was opened to make a row that another form misses, and goes back there.
    """

    title: str
    action: str
    tabs: tuple[TabPart, ...]
    version: int | None = None
    errors: tuple[str, ...] = ()
    node: str = ""
    back_url: str = ""
    new: bool = True
    heading: str = ""
    draft: DraftNote | None = None
    keep_url: str = ""
    returning: bool = False
    files: bool = False


@dataclass(frozen=True)
class ImportWork:
    """An import of many lines on its way. `state`: working, done, cancelled, failed."""

    state: str
    sure: bool
    """it writes; else it only looks"""
    done: int = 0
    total: int = 0
    report: Any = None


@dataclass(frozen=True)
class ImportPage:
    """Import of a CSV file: first a look (`report`), then the same file for good (`token`)."""

    title: str
    action: str
    columns: tuple[Column, ...]
    template_url: str = ""
    back_url: str = ""
    token: str = ""
    report: Any = None
    """`importing.Report`: added, changed, same, errors [(line, field, message)]"""
    work: ImportWork | None = None
    work_url: str = ""
    last_url: str = ""
    """the person's latest import of many lines"""
    said: str = ""
    """what has been written, in words"""
