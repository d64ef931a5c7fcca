"""The page of an import: bring a file, see what would happen, agree; many lines go on alone.

How far such an import is lies in a small file beside the kept CSV, not in the database: until all
its lines are in, the import itself holds the database. Whoever comes back finds it there.
"""

from __future__ import annotations

import json
import logging
import re
import threading
import time
from dataclasses import asdict
from pathlib import Path
from typing import Any
from uuid import uuid4

from flask import abort, copy_current_request_context, flash, request, url_for

from . import cells, uploads
from .actor import Actor
from .face.heard import heard
from .fields import say
from .importing import Import, Report, import_fields
from .pages import ImportPage, ImportWork

LARGEST = 20 * 1024 * 1024
AT_ONCE = 300
"""Lines for which a person waits in front of the page; more are worked off beside it."""
BREATH = 0.5
"""Seconds between two words about how far it is."""
SILENT = 120
"""Seconds without a word after which it has died, with the server it ran in."""
KEPT = 24 * 3600
"""Seconds for which a file that was brought, and what came of it, stays."""
TOKEN = re.compile(r"[0-9a-f]{32}")
log = logging.getLogger("kit.import")


class Cancelled(Exception):  # noqa: N818
    """The person called the import off."""


def import_page(view: Any, actor: Actor) -> tuple[ImportPage | str, int]:
    """The page of an import and its status, or the address where it goes on."""
    here = url_for(f"{view.endpoint}.import_rows")
    token = request.form.get("token", "") or request.args.get("work", "")
    if token and not TOKEN.fullmatch(token):
        abort(404)
    table = view.entity.__tablename__
    if request.method == "GET":
        if token and _read(actor, token, table) is None:
            abort(404)
        return _page(view, actor, token=token), 200
    if "_cancel" in request.form:
        _place(actor, token, "stop").touch()
        return f"{here}?work={token}", 302
    try:
        text = _kept(actor, token) if token else _brought(actor)
        token = token or _keep(actor, text)
    except ValueError as error:
        flash(heard(error), "danger")
        return _page(view, actor), 422
    sure = request.form.get("confirm") == "yes"
    if text.count("\n") > AT_ONCE:
        _begin(view, actor, token, text, sure)
        return f"{here}?work={token}", 302
    report = Import(actor, view.entity).run(text, rehearsal=not sure)
    if sure and report.good:
        flash(_said(report), "success")
        return url_for(f"{view.endpoint}.list"), 302
    page = _page(view, actor, token=token, report=report)
    return page, 200 if report.good else 422


def _page(view: Any, actor: Actor, *, token: str = "", report: Report | None = None) -> ImportPage:
    here, entity = url_for(f"{view.endpoint}.import_rows"), view.entity
    table = entity.__tablename__
    work = _read(actor, token, table) if token and report is None else None
    last = "" if token else _last(actor, table)
    if work is not None and work.state == "done" and work.report is not None:
        report = None if work.sure and work.report.good else work.report
    return ImportPage(
        title=say("Impor %s") % view.heading(),
        action=here,
        columns=tuple(cells.column(entity, f.name) for f in import_fields(actor, entity)),
        template_url=url_for(f"{view.endpoint}.import_template_file"),
        back_url=url_for(f"{view.endpoint}.list"),
        token=token,
        report=report,
        work=work,
        work_url=f"{here}?work={token}" if work else "",
        last_url=f"{here}?work={last}" if last else "",
        said=_said(work.report) if work and work.report else "",
    )


def _said(report: Report) -> str:
    words = say("%s ditambah, %s diubah, %s tetap.")
    return words % (report.added, report.changed, report.same)


# -- many lines


def _begin(view: Any, actor: Actor, token: str, text: str, sure: bool) -> None:
    """Start it beside the page; once more while it runs changes nothing."""
    table = view.entity.__tablename__
    before = _read(actor, token, table)
    if before is not None and before.state == "working":
        return
    _place(actor, token, "stop").unlink(missing_ok=True)
    _write(actor, token, table=table, state="working", sure=sure, done=0, total=0)

    @copy_current_request_context
    def work() -> None:
        told = time.monotonic()

        def tell(done: int, total: int) -> None:
            nonlocal told
            if time.monotonic() - told < BREATH:
                return
            told = time.monotonic()
            if _place(actor, token, "stop").exists():
                raise Cancelled
            _write(actor, token, table=table, state="working", sure=sure, done=done, total=total)

        state, report = "failed", None
        try:
            report = Import(actor, view.entity).run(text, rehearsal=not sure, tell=tell)
            state = "done"
            if sure and report.good:
                _place(actor, token).unlink(missing_ok=True)
        except Cancelled:
            state = "cancelled"
        except Exception:
            log.exception("import into %s", table)
        found = asdict(report) if report is not None else None
        _write(actor, token, table=table, state=state, sure=sure, report=found)

    threading.Thread(target=work, name=f"import-{table}", daemon=True).start()


def _write(actor: Actor, token: str, **what: Any) -> None:
    place = _place(actor, token, "json")
    fresh = place.with_suffix(".new")
    fresh.write_text(json.dumps(what), encoding="utf-8")
    fresh.replace(place)


def _read(actor: Actor, token: str, table: str) -> ImportWork | None:
    """How far it is; None when this person has no such import into this table."""
    place = _place(actor, token, "json")
    what = json.loads(place.read_text(encoding="utf-8")) if place.is_file() else {}
    if what.pop("table", None) != table:
        return None
    report = what.pop("report", None)
    if report is not None:
        report = Report(**{**report, "errors": [tuple(one) for one in report["errors"]]})
    if what["state"] == "working" and time.time() - place.stat().st_mtime > SILENT:
        what["state"] = "failed"
    return ImportWork(**what, report=report)


def _last(actor: Actor, table: str) -> str:
    """The token of this person's latest import of many lines into this table."""
    found = uploads.folder().glob(f"impor-{actor.id}-*.json")
    for place in sorted(found, key=lambda one: one.stat().st_mtime, reverse=True):
        if json.loads(place.read_text(encoding="utf-8"))["table"] == table:
            return place.stem.rpartition("-")[2]
    return ""


# -- the file


def _brought(actor: Actor) -> str:
    upload = request.files.get("file")
    if upload is None or not upload.filename:
        raise ValueError("Pilih berkas CSV lebih dahulu.")
    data = upload.stream.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise ValueError("Berkas ini terlalu besar; bagi menjadi beberapa berkas.")
    if b"\x00" in data:
        raise ValueError("Ini bukan berkas CSV. Simpan lembar kerja sebagai CSV lebih dahulu.")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _place(actor: Actor, token: str, suffix: str = "csv") -> Path:
    return uploads.folder() / f"impor-{actor.id}-{token}.{suffix}"


def _keep(actor: Actor, text: str) -> str:
    token = uuid4().hex
    place = _place(actor, token)
    place.parent.mkdir(parents=True, exist_ok=True)
    for old in place.parent.glob(f"impor-{actor.id}-*"):
        if time.time() - old.stat().st_mtime > KEPT:
            old.unlink(missing_ok=True)
    place.write_text(text, encoding="utf-8", newline="")
    return token


def _kept(actor: Actor, token: str) -> str:
    place = _place(actor, token)
    if not place.is_file():
        raise ValueError("Unggah berkasnya sekali lagi.")
    return place.read_text(encoding="utf-8")
