"""Pages that no link leads to: forms sent empty, lists without rows, errors."""

from __future__ import annotations

import re
from collections.abc import Mapping

from tests.crawl.paths import Seen
from tests.crawl.sites import GUEST, NOBODY, Site
from tests.crawl.turns import Sight, Way

ERRORS = (400, 403, 404, 405, 413, 422, 429, 500, 503)
MAIN = "main form[method=post]:has(input:not([type=hidden]), textarea, select)"
"""The form that a page is about: the first one in which something can be typed."""
STILL_WELL = r"(ModelView\.add|\.login|\.this_form_get)$"
"""Flask-AppBuilder's own forms come back with 200 when something is wrong."""
Known = Mapping[tuple[str, str], Seen]
"""(person, door) -> what he met."""


def linked(known: Known) -> list[Sight]:
    """The pages that somebody came to by links, for everybody who came there."""
    ways: dict[str, list[Way]] = {}
    for (person, door), seen in known.items():
        for pattern, path in seen.pages.items():
            ways.setdefault(pattern, []).append(Way(person, path, door))
    return [Sight(pattern, tuple(found)) for pattern, found in ways.items()]


def sent_empty(known: Known, sights: list[Sight], forms: Mapping[str, str]) -> list[Sight]:
    """The same pages after a form was sent empty, by whoever has it: pattern -> the form.

    It is named by its '#id', '.class' or the '/end' of its address; '' is what the page is about,
    'required' the same where something has to be filled in: else it would be saved.
    """
    out = []
    for sight in sights:
        form = forms.get(sight.name)
        if form is None:
            continue
        have = [w for w in sight.ways if form in {"", *known[w.person, w.door].forms[sight.name]}]
        if form == "required" and not have:
            continue
        which = f"form[action$='{form}']" if form[:1] == "/" else f"form{form}"
        which = MAIN if form in ("", "required") else which
        assert have, f"nobody has {which} on {sight.name}"
        status = 200 if re.search(STILL_WELL, sight.name) else 422
        out.append(Sight(f"{sight.name}, kirim kosong", tuple(have), status, which))
    return out


def errors(site: Site) -> list[Sight]:
    """Every error, as somebody who has come in and as somebody who has not."""
    people = (site.people[0], NOBODY)
    return [
        Sight(f"galat {code}", tuple(Way(one, f"/_galat/{code}") for one in people), code)
        for code in ERRORS
    ]


def more(pages: Mapping[str, str], *people: str, status: int = 200) -> list[Sight]:
    """Pages by address: name -> path."""
    return [
        Sight(name, tuple(Way(one, path) for one in people), status) for name, path in pages.items()
    ]


def application(site: Site, known: Known, lists: Mapping[str, str]) -> list[Sight]:
    """Everything there is to see of a made application.

    `lists` are lists whose states are looked at: without a hit, sorted, filtered, the second page.
    """
    found = linked(known)
    ends = ("View.add", "import_rows")
    forms = {s.name: "required" for s in found if s.name.endswith(ends)} | {"AuthDBView.login": ""}
    return [
        *found,
        *sent_empty(known, found, forms),
        *more(lists, *(one for one in site.people if one not in ("admin", NOBODY))),
        *errors(site),
    ]


PORTAL_FORMS = {
    "PortalLogin.login": "",
    "CaseView.new": "",
    "SeatView.new": "",
    "SeatView.person": "/sandi",
    "OfficeView.holidays": ".mt-3",
    "OfficeView.common": ".mt-3",
    "SetupView.start": "",
    "ProofView.check": "",
    "CaseView.rare hand_over": "",
    "EditorView.files": "/berkas",
    "GuestView.enter": ".card",
    "ResetMyPasswordView.this_form_get": "",
    "UserDBModelView.add": "",
    "RoleModelView.add": "",
}


def portal(site: Site, known: Known, said: Mapping[str, Mapping[str, int]]) -> list[Sight]:
    """Everything there is to see of the portal. `said` is what its server told of it."""
    found = linked(known)
    cases, rooms = said["cases"], said["rooms"]
    acts = {f"CaseView.show {cases[title]}": "#keputusan" for title in (
        "Arsip Surat Kecamatan", "Arsip Digital", "Layanan Loket 1", "Layanan Loket 3",
    )}  # fmt: skip
    staff = [one for one in site.people if one not in (GUEST, NOBODY)]
    lists = {
        "kotak masuk, ikuti": "/kotak-masuk/?bagian=ikuti",
        "kotak masuk, selesai": "/kotak-masuk/?bagian=selesai",
        "kotak masuk, tidak cocok": "/kotak-masuk/?q=zzzz",
        "katalog, tidak cocok": "/katalog/?q=zzzz",
        "register kosong": "/register/surat?tahun=2001",
        "pemantauan kosong": "/prosedur/pemantauan?tahun=2001&semester=1",
        "prosedur sebuah usulan": f"/prosedur/?usulan={cases['Layanan Loket 2']}",
        "berkas kode": "/katalog/bantuan_alat_umkm/berkas/spec.yaml",
    }
    public = {
        "ruang ditutup": (f"/presentasi/{rooms['review']}", 410),
        "ruang palsu": ("/presentasi/palsu", 403),
        "berkas tidak dikenal": (f"/periksa-berkas/?sha256={'0' * 64}", 200),
    }
    return [
        *found,
        *sent_empty(known, found, {**PORTAL_FORMS, **acts}),
        *more(lists, *(one for one in staff if one != "admin")),
        *more({"rancangan kosong": f"/rancangan/{said['empty']}/entitas"}, "sri"),
        *more({"pratinjau revisi kedua": f"/pratinjau/{cases['Layanan Loket 2']}"}, "sri"),
        *(
            s
            for name, (path, code) in public.items()
            for s in more({name: path}, NOBODY, status=code)
        ),
        *errors(site),
    ]
