"""The store of specifications: applications, drafts under two people's hands, frozen revisions.

Everything happens in the caller's transaction; nothing is committed here. Drafts change only by
journal entries, revisions never change.
"""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import cached_property
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, scoped_session

from builder.spec import SpecError, Types, canonical, from_raw, naming, new_id
from builder.spec.edit import Change, apply_change, invert

from . import journal, words
from .base import utc_now
from .journal import Done
from .tables import AppRow, ChangeRow, DraftRow, RevisionRow
from .values import App, Draft, Entry, MissingError, Raw, Revision, StaleError


class SpecStore:
    """Applications and what they are. `session` may be the scoped session of the web.

    `types` (else those of the installed plugins) give the defaults that a hash leaves out.
    """

    def __init__(
        self,
        session: Session | scoped_session[Session],
        types: Types | None = None,
        *,
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        self.session, self._types, self.now = session, types, clock

    @cached_property
    def types(self) -> Types:
        if self._types is not None:
            return self._types
        from builder.plugin_host import installed_plugins

        return installed_plugins().types

    # Applications

    def create(
        self,
        title: str,
        *,
        author: str,
        slug: str = "",
        case_id: int | None = None,
        raw: Raw | None = None,
    ) -> App:
        """A new application with its draft. The slug is made from the title, and made free."""
        slug = self._free_slug(slug or _slug(title))
        row = AppRow(
            slug=slug, title=title.strip(), case_id=case_id, created_by=author,
            created_at=self.now(),
        )  # fmt: skip
        self.session.add(row)
        self.session.flush()
        first = raw or {"rakit": 1, "id": new_id(), "name": slug, "label": title.strip()}
        first = {**first, "entities": first.get("entities", [])}
        draft = DraftRow(app_id=row.id, raw=_text(first), changed_by=author, changed_at=self.now())
        self.session.add(draft)
        self.session.flush()
        return self.app(row.id)

    def apps(self, search: str = "") -> tuple[App, ...]:
        """All applications by title, or those whose title or slug holds every word."""
        query = sa.select(AppRow).order_by(AppRow.title, AppRow.id)
        for word in search.split():
            like = f"%{_escaped(word)}%"
            found = AppRow.title.ilike(like, escape="\\") | AppRow.slug.ilike(like, escape="\\")
            query = query.where(found)
        return tuple(_app(row) for row in self.session.scalars(query))

    def app(self, app_id: int) -> App:
        """Raises MissingError."""
        return _app(self._row(app_id))

    def by_slug(self, slug: str) -> App | None:
        row = self.session.scalars(sa.select(AppRow).where(AppRow.slug == slug)).first()
        return _app(row) if row else None

    def of_case(self, case_id: int) -> App | None:
        """The application that a request is about, once its design has begun."""
        row = self.session.scalars(sa.select(AppRow).where(AppRow.case_id == case_id)).first()
        return _app(row) if row else None

    def lock_plugins(self, app_id: int, versions: Mapping[str, str], *, again: bool = False) -> App:
        """From now on this application is made with these versions; `again` replaces them."""
        row = self._row(app_id)
        if not row.plugins or again:
            row.plugins = json.dumps(dict(versions), sort_keys=True)
            self.session.flush()
        return _app(row)

    # The draft

    def draft(self, app_id: int) -> Draft:
        """The specification as it is being edited."""
        table = DraftRow.__table__
        query = sa.select(table).where(table.c.app_id == app_id)
        row = self.session.execute(query).first()
        if row is None:
            raise MissingError("Aplikasi tidak ada.", which=str(app_id))
        return Draft(app_id, json.loads(row.raw), row.version, row.changed_by, row.changed_at)

    def hold(self, app_id: int) -> Draft:
        """The draft, locked until the transaction ends: an update that changes nothing makes
        the other writer wait, on both databases. What is changed after reading it is held first."""
        table = DraftRow.__table__
        hold = sa.update(DraftRow).where(table.c.app_id == app_id).values(version=table.c.version)
        self.session.execute(hold.execution_options(synchronize_session=False))
        return self.draft(app_id)

    def change(self, app_id: int, changes: Sequence[Change], *, author: str, seen: int) -> Draft:
        """Apply changes that belong together, in order; all or none.

        `seen` is the version of the draft that the person looked at. StaleError when somebody
        else has changed the same thing since; changes elsewhere merge.
        """
        draft = self.hold(app_id)
        since = self._since(app_id, seen)
        raw, done = draft.raw, []
        for one in changes:
            journal.check_seen(raw, one, since, author)
            done.append((one, invert(raw, one)))
            raw = apply_change(raw, one)
        rows = [
            (*journal.values_of(one)[:3], journal.dump(one), journal.dump(back))
            for one, back in done
        ]
        return self._written(draft, raw, rows, author)

    def replace(self, app_id: int, raw: Raw, *, author: str, seen: int) -> Draft:
        """Put a whole specification in place (an import, the text editor).

        StaleError when anybody else has changed anything since `seen`.
        """
        draft = self.hold(app_id)
        for one in self._since(app_id, seen):
            if one.author != author:
                way = f"Muat ulang untuk melihat perubahan {one.author}."
                what = "Rancangan baru saja diubah."
                raise StaleError(what, by=one.author, at=one.at, theirs=one.value, way_out=way)
        entry = (journal.REPLACE, "", "", _text(raw), _text(draft.raw))
        return self._written(draft, raw, [entry], author)

    def undo(self, app_id: int, *, author: str) -> Draft | None:
        """Take back the author's last change; None when there is nothing.

        StaleError when somebody else has changed the same thing since.
        """
        return self._take_back(app_id, author, 0)

    def redo(self, app_id: int, *, author: str) -> Draft | None:
        """Take back the author's last undo; None when there is nothing."""
        return self._take_back(app_id, author, 1)

    def journal(self, app_id: int, *, limit: int = 100, since: int = 0) -> tuple[Entry, ...]:
        """Who did what, newest first."""
        query = (
            sa.select(ChangeRow)
            .where(ChangeRow.app_id == app_id, ChangeRow.seq > since)
            .order_by(ChangeRow.seq.desc())
            .limit(limit)
        )
        return tuple(
            Entry(row.seq, row.batch, row.op, row.node, row.key, row.author, row.at, row.undoes)
            for row in self.session.scalars(query)
        )

    def node_words(self, app_id: int, node: str) -> str:
        """Where a remark is pinned: `Pelaku usaha · NIK`; a removed node is looked up in the
        revisions; empty when it was never there."""
        found = words.node_words(self.draft(app_id).raw, node)
        earlier = (words.node_words(one.raw, node) for one in self.revisions(app_id))
        return found or next((one for one in earlier if one), "")

    def role_labels(self, app_id: int) -> Mapping[str, str]:
        """Role -> what people call it, in the draft."""
        return words.role_labels(self.draft(app_id).raw)

    # Revisions

    def freeze(self, app_id: int, *, author: str, note: str = "") -> Revision:
        """Freeze the draft as it stands; the same content as the newest revision is that one."""
        draft = self.hold(app_id)
        text, digest = self._canonical(draft.raw)
        newest = self.newest(app_id)
        if newest and newest.sha256 == digest:
            return newest
        row = RevisionRow(
            app_id=app_id, number=(newest.number if newest else 0) + 1, text=text, sha256=digest,
            note=note[:500], author=author, at=self.now(), draft_version=draft.version,
        )  # fmt: skip
        self.session.add(row)
        self.session.flush()
        return _revision(row)

    def is_frozen(self, app_id: int) -> bool:
        """Is the draft, as it stands, the newest revision?"""
        newest = self.newest(app_id)
        return newest is not None and newest.sha256 == self._canonical(self.draft(app_id).raw)[1]

    def revision(self, revision_id: int) -> Revision | None:
        row = self.session.get(RevisionRow, revision_id)
        return _revision(row) if row else None

    def need(self, revision_id: int) -> Revision:
        """The revision; MissingError when there is none."""
        found = self.revision(revision_id)
        if found is None:
            raise MissingError("Revisi tidak ada.", which=str(revision_id))
        return found

    def revisions(self, app_id: int) -> tuple[Revision, ...]:
        """Newest first."""
        return self._revisions(RevisionRow.app_id == app_id)

    def newest(self, app_id: int) -> Revision | None:
        """The newest frozen revision; the draft may be ahead of it (see `freeze`)."""
        return next(iter(self._revisions(RevisionRow.app_id == app_id, limit=1)), None)

    def submit(self, revision_id: int, step: int) -> Revision:
        """A step of the procedure was completed with it. The first submission stays."""
        row = self.session.get(RevisionRow, revision_id)
        if row is None:
            raise MissingError("Revisi tidak ada.", which=str(revision_id))
        if row.submitted_step is None:
            row.submitted_step, row.submitted_at = step, self.now()
            self.session.flush()
        return _revision(row)

    def submitted(self, app_id: int) -> tuple[Revision, ...]:
        """Submitted revisions, newest first: the history of branch `generated`."""
        done = RevisionRow.submitted_step.is_not(None)
        return self._revisions(sa.and_(RevisionRow.app_id == app_id, done))

    def restore(self, revision_id: int, *, author: str, seen: int) -> Draft:
        """Make an earlier revision the draft again, as a journal entry that can be undone."""
        found = self.revision(revision_id)
        if found is None:
            raise MissingError("Revisi tidak ada.", which=str(revision_id))
        return self.replace(found.app_id, found.raw, author=author, seen=seen)

    # How it is done

    def _row(self, app_id: int) -> AppRow:
        row = self.session.get(AppRow, app_id)
        if row is None:
            raise MissingError("Aplikasi tidak ada.", which=str(app_id))
        return row

    def _free_slug(self, wanted: str) -> str:
        taken = set(
            self.session.scalars(sa.select(AppRow.slug).where(AppRow.slug.startswith(wanted)))
        )
        slug, n = wanted, 2
        while slug in taken:
            slug, n = f"{wanted}_{n}", n + 1
        return slug

    def _since(self, app_id: int, seen: int) -> list[Done]:
        query = (
            sa.select(ChangeRow)
            .where(ChangeRow.app_id == app_id, ChangeRow.seq > seen)
            .order_by(ChangeRow.seq)
        )
        return [_done(row) for row in self.session.scalars(query)]

    def _written(
        self,
        draft: Draft,
        raw: Raw,
        rows: Sequence[tuple[str, str, str, str, str]],
        author: str,
        undoes: int | None = None,
    ) -> Draft:
        first, now = draft.version + 1, self.now()
        for seq, (op, node, key, done, inverse) in enumerate(rows, first):
            entry = ChangeRow(
                app_id=draft.app_id, seq=seq, batch=first, undoes=undoes, op=op, node=node,
                key=key, done=done, inverse=inverse, author=author, at=now,
            )  # fmt: skip
            self.session.add(entry)
        values = {
            "raw": _text(raw), "version": draft.version + len(rows),
            "changed_by": author, "changed_at": now,
        }  # fmt: skip
        write = sa.update(DraftRow).where(DraftRow.app_id == draft.app_id).values(**values)
        self.session.execute(write.execution_options(synchronize_session=False))
        self.session.flush()
        return self.draft(draft.app_id)

    def _take_back(self, app_id: int, author: str, which: int) -> Draft | None:
        draft = self.hold(app_id)
        mine = sa.and_(ChangeRow.app_id == app_id, ChangeRow.author == author)
        pairs = self.session.execute(
            sa.select(ChangeRow.batch, ChangeRow.undoes).where(mine).order_by(ChangeRow.seq)
        ).all()
        batches = journal.open_batches([(batch, undoes) for batch, undoes in pairs])[which]
        if not batches:
            return None
        batch = sa.and_(ChangeRow.app_id == app_id, ChangeRow.batch == batches[-1])
        rows = list(self.session.scalars(sa.select(ChangeRow).where(batch).order_by(ChangeRow.seq)))
        since = self._since(app_id, rows[-1].seq)
        raw, entries = draft.raw, []
        for row in reversed(rows):
            if row.op == journal.REPLACE:
                if other := next((one for one in since if one.author != author), None):
                    raise StaleError(
                        "Rancangan sudah diubah orang lain sesudahnya.",
                        by=other.author,
                        at=other.at,
                        theirs=None,
                        way_out="Ubah bagian itu sendiri.",
                    )
                raw = json.loads(row.inverse)
                entries.append((journal.REPLACE, "", "", row.inverse, row.done))
                continue
            back = journal.restore(row.inverse)
            journal.check_seen(raw, back, since, author)
            forth = invert(raw, back)
            raw = apply_change(raw, back)
            names = journal.values_of(back)[:3]
            entries.append((*names, journal.dump(back), journal.dump(forth)))
        return self._written(draft, raw, entries, author, undoes=batches[-1])

    def _canonical(self, raw: Raw) -> tuple[str, str]:
        """Canonical text and hash; of an unfinished draft the text as it is."""
        try:
            found = canonical(from_raw(raw, self.types))
        except SpecError:
            found = unicodedata.normalize("NFC", _text(raw)).encode()
        return found.decode(), hashlib.sha256(found).hexdigest()

    def _revisions(self, where: Any, limit: int = 1000) -> tuple[Revision, ...]:
        query = sa.select(RevisionRow).where(where).order_by(RevisionRow.number.desc())
        return tuple(_revision(row) for row in self.session.scalars(query.limit(limit)))


def _app(row: AppRow) -> App:
    locked = json.loads(row.plugins) if row.plugins else {}
    return App(row.id, row.slug, row.title, row.case_id, row.created_by, row.created_at, locked)


def _revision(row: RevisionRow) -> Revision:
    return Revision(
        row.id, row.app_id, row.number, row.sha256, row.text, row.note, row.author, row.at,
        row.submitted_step, row.submitted_at,
    )  # fmt: skip


def _done(row: ChangeRow) -> Done:
    if row.op == journal.REPLACE:
        value: Any = None
    else:
        value = journal.values_of(journal.restore(row.done))[3]
    return Done(
        row.seq, row.batch, row.undoes, row.op, row.node, row.key, value, row.author, row.at
    )


def _text(raw: Raw) -> str:
    return json.dumps(raw, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _escaped(word: str) -> str:
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _slug(title: str) -> str:
    """`Pendataan UMKM & Bantuan` -> `pendataan_umkm_bantuan`: the name of folder and package."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    words = "".join(sign if sign.isalnum() else " " for sign in plain).split()
    slug = "_".join(words)[:40].strip("_")
    if not slug or not slug[0].isalpha():
        slug = f"aplikasi_{slug}".strip("_")
    return f"{slug}_app" if naming.refusal(slug, table=True) else slug
