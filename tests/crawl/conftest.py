"""The portal and three applications, served once; who comes in; which pages they find."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from builder.__main__ import main
from builder.demo.people import PASSWORD
from builder.generate import draft_tree
from builder.plugin_host import load_plugins
from builder.spec import load
from tests.crawl import states
from tests.crawl.paths import Seen, explore, rules_map
from tests.crawl.sites import (
    DIRECT,
    GUEST,
    NOBODY,
    PREVIEW,
    ROOT,
    Server,
    Site,
    come_in,
    serve,
)
from tests.crawl.specs import specification
from tests.crawl.turns import Sight
from tests.ports import free_port
from tests.preview.conftest import Running

HERE = Path(__file__).parent
DEMO = ROOT / "builder" / "demo" / "bantuan_alat_umkm.yaml"
OWN = ("/users/userinfo/", "/resetmypassword/form", "/userinfoeditview/form")
"""Pages of Flask-AppBuilder that open from a button."""
LISTS = {
    "umkm": "pengajuan",
    "chinook": "track",
    "semua_jenis": "catatan",
}


@dataclass
class Places:
    """Servers and what was found in them."""

    browser: Any
    gateway: Running
    servers: dict[str, Server] = field(default_factory=dict)
    sites: dict[str, Site] = field(default_factory=dict)
    found: dict[tuple[str, bool], dict[tuple[str, str], Seen]] = field(default_factory=dict)

    def site(self, name: str) -> Site:
        """The portal or an application, once its server is ready."""
        if name not in self.sites:
            made = self._portal() if name == "portal" else self._application(name)
            self.sites[name] = made
        return self.sites[name]

    def _application(self, name: str) -> Site:
        server = self.servers[name]
        said = server.wait()
        return Site(
            name,
            server.address,
            (*said["people"], NOBODY),
            rules_map(said["rules"]),
            apart=dict.fromkeys(said["states"], "pk"),
            kinds=said["states"],
            starts={"admin": OWN},
            gateway=f"http://127.0.0.1:{self.gateway.port}",
            preview=self._preview(name),
        )

    def _preview(self, tree: str) -> Callable[[str, str], str]:
        base = f"http://127.0.0.1:{self.gateway.port}"
        return lambda role, session: (
            base + self.gateway.order(tree.replace("_", "-"), role, f"{role}-{session}")
        )

    def _portal(self) -> Site:
        said = self.servers["portal"].wait()
        room, number = f"/presentasi/{said['rooms']['presenting']}", said["presenting"][0]
        editor = f"/rancangan/{said['rich']}/entitas"
        return Site(
            "portal",
            self.servers["portal"].address,
            (*said["people"], GUEST, NOBODY),
            rules_map(said["rules"]),
            apart={
                "CaseView.show": "number",
                "CaseView.rare": "verb",
                "EditorView.tab": "tab",
                "EditorView.node": "node",
                "RegisterView.show": "key",
            },
            kinds={"EditorView.node": said["nodes"]},
            starts={
                "sri": (editor, f"/pratinjau/{number}", "/kotak-masuk/?bagian=ikuti"),
                "ratna": ("/kotak-masuk/?bagian=ikuti", "/kotak-masuk/?bagian=selesai"),
                "hasan": ("/kotak-masuk/?bagian=ikuti",),
                "dewi": ("/kotak-masuk/?bagian=ikuti",),
                "admin": (*OWN, "/groups/list/", "/userstatschartview/chart/"),
                GUEST: (room,),
                NOBODY: (room, f"/posisi/{said['position']}", "/periksa-berkas/", "/demo/"),
            },
            guests=room,
            password=PASSWORD,
            gateway=f"http://127.0.0.1:{self.gateway.port}",
        )

    def known(self, name: str, whole: bool = False) -> dict[tuple[str, str], Seen]:
        """What everybody meets at a site; through the gateway the first person, or each."""
        if (name, whole) not in self.found:
            site = self.site(name)
            doors = [(person, DIRECT) for person in site.people]
            roles = [one for one in site.people if one not in ("admin", NOBODY)]
            if site.preview:
                doors += [(person, PREVIEW) for person in (roles if whole else roles[:1])]
            files: set[str] = set()
            self.found[name, whole] = {key: self._explored(site, *key, files) for key in doors}
        return self.found[name, whole]

    def _explored(self, site: Site, person: str, door: str, files: set[str]) -> Seen:
        return explore(come_in(site, person, door=door), files)

    def sights(self, name: str, whole: bool = False) -> list[Sight]:
        """Every page of a site in all its states."""
        site, known = self.site(name), self.known(name, whole)
        if name == "portal":
            return states.portal(site, known, self.servers["portal"].wait())
        at = f"/{LISTS[name]}/list/"
        return states.application(
            site,
            known,
            {
                "daftar, tidak cocok": f"{at}?q=zzzz",
                "daftar, halaman kedua": f"{at}?page=2",
                "daftar, tampilan tersimpan": f"{at}?view=0",
            },
        )


@pytest.fixture(scope="session")
def places(request: pytest.FixtureRequest, browser: Any) -> Iterator[Places]:
    """What the tests of this run crawl. The office is filled while the applications are made."""
    wanted = {
        one.callspec.params["name"]
        for one in request.session.items
        if one.path.parent == HERE and "places" in one.fixturenames
    }
    folder = Path(tempfile.mkdtemp(prefix="rakit-uji-"))
    port = free_port()
    made = Places(browser, Running(folder / "var", port=port))
    try:
        if "portal" in wanted:
            made.servers["portal"] = serve(
                folder / "portal", "-m", "tests.crawl.serve_portal", DATA_DIR=str(folder / "var"),
                APPS_DIR=str(folder / "apps"), PORT=str(port), GATEWAY_PORT=str(made.gateway.port),
            )  # fmt: skip
        for name in wanted - {"portal"}:
            tree = folder / name
            if name == "chinook":
                bring(request.getfixturevalue("shared") / "data/chinook/sqlite.sql", tree)
            else:
                draw(name, tree)
            made.gateway.trees.place(name.replace("_", "-"), tree, own=True)
            package = next(p.parent.name for p in tree.glob("*/config.py"))
            words = ("-P", str(HERE / "serve_application.py"), str(tree), package, "{port}")
            made.servers[name] = serve(folder / f"data-{name}", *words, "{folder}", "30", "kosong")
        yield made
    finally:
        for server in made.servers.values():
            server.stop()
        made.gateway.stop()
        shutil.rmtree(folder)


def draw(name: str, into: Path) -> None:
    """An application from its specification."""
    plugins = load_plugins()
    text = DEMO.read_text(encoding="utf-8")
    spec = load(text, plugins.types) if name == "umkm" else specification(plugins)
    draft_tree(spec, plugins, into)


def bring(source: Path, into: Path) -> None:
    """An application from a file of tables and rows, by the two commands that a person types."""
    spec = into.with_suffix(".yaml")
    assert main(["import", str(source), "--data", "-o", str(spec)]) == 0
    assert main(["generate", str(spec), "-o", str(into)]) == 0
