"""What may be placed, what is refused, and the names that the rest of the house uses."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from builder import preview
from builder.preview.box import BoxError, Limits, refuse_exposure, runtime_paths
from builder.preview.keeper import pack, unpack
from builder.preview.trees import TreeError, Trees, package_of
from builder.settings import Settings
from tests.ports import free_port
from tests.preview.conftest import until


@pytest.fixture
def source(tmp_path: Path) -> Path:
    package = tmp_path / "asal" / "aplikasi"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text("def create_app(config):\n    return None\n")
    (tmp_path / "asal/.git").mkdir()
    return tmp_path / "asal"


def test_a_placed_tree_is_found_with_its_package_and_readable_by_the_box(
    tmp_path: Path, source: Path
) -> None:
    os.chmod(source / "aplikasi/__init__.py", 0o600)
    trees = Trees(tmp_path / "previews")
    placed = trees.place("umkm-1", source, own=True)
    assert trees.find("umkm-1") == placed
    assert (placed.package, placed.own) == ("aplikasi", True)
    assert (trees.root("umkm-1") / "aplikasi/__init__.py").stat().st_mode & 0o777 == 0o644
    assert not (trees.root("umkm-1") / ".git").exists()
    assert trees.place("umkm-1", source, own=False).generation != placed.generation
    assert trees.names() == ["umkm-1"]
    trees.drop("umkm-1")
    assert trees.find("umkm-1") is None
    trees.drop("umkm-1")


def test_a_link_that_leads_outside_is_refused(tmp_path: Path, source: Path) -> None:
    (source / "rahasia").symlink_to("/etc/passwd")
    with pytest.raises(TreeError, match="rahasia"):
        Trees(tmp_path / "previews").place("umkm", source, own=True)
    assert Trees(tmp_path / "previews").find("umkm") is None


@pytest.mark.parametrize("name", ["..", "a/b", "", "A"])
def test_a_name_never_leads_out_of_the_folder(tmp_path: Path, source: Path, name: str) -> None:
    with pytest.raises(TreeError):
        Trees(tmp_path).place(name, source, own=True)
    with pytest.raises(TreeError):
        Trees(tmp_path).drop(name)


def test_what_is_no_application_is_refused_with_a_way_out(tmp_path: Path) -> None:
    (tmp_path / "kosong").mkdir()
    with pytest.raises(TreeError, match="create_app"):
        package_of(tmp_path / "kosong")


def test_the_portals_folder_is_never_inside_what_a_box_shows(tmp_path: Path) -> None:
    visible = runtime_paths()
    refuse_exposure(tmp_path, visible)
    with pytest.raises(BoxError, match="DATA_DIR"):
        refuse_exposure(Path(visible[0]) / "rakit", visible)


def test_what_is_kept_is_bounded_and_unpacks_to_the_same(tmp_path: Path) -> None:
    data, again, tar = tmp_path / "data", tmp_path / "lagi", tmp_path / "keep.tar"
    for folder in (data / "unggahan", data / "tmp", again):
        folder.mkdir(parents=True)
    (data / "unggahan/foto").write_bytes(b"x" * 1000)
    (data / "tmp/sampah").write_bytes(b"x")
    (data / "keluar").symlink_to("/etc/passwd")
    handle = os.open(tar, os.O_RDWR | os.O_CREAT)
    assert pack(str(data), handle, 1 << 20)
    os.close(handle)
    unpack(os.open(tar, os.O_RDONLY), str(again))
    assert (again / "unggahan/foto").read_bytes() == b"x" * 1000
    assert not (again / "tmp").exists()
    assert not (again / "keluar").is_symlink()
    handle = os.open(tar, os.O_RDWR | os.O_TRUNC)
    assert not pack(str(data), handle, 1500)
    assert os.fstat(handle).st_size == 0
    os.close(handle)


def test_limits_are_generous_enough_for_python_and_no_more() -> None:
    limits = Limits()
    assert 128 << 20 <= limits.memory <= 1 << 30
    assert limits.disk <= 128 << 20


def test_the_supervisor_starts_it_asks_its_health_and_stops_it(tmp_path: Path) -> None:
    port = free_port()
    environment = {"DATA_DIR": str(tmp_path), "GATEWAY_PORT": str(port), "PATH": os.environ["PATH"]}
    settings = Settings.from_env(environment)
    assert preview.health(settings)["status"] == "down"
    process = preview.start(settings, environment)
    try:
        until(lambda: preview.health(settings)["status"] == "ok")
        order = preview.Order("x", "", "s", preview.expires_in(1))
        assert preview.address(settings, order).startswith(f"http://127.0.0.1:{port}/p/")
    finally:
        process.send_signal(signal.SIGTERM)
    assert process.wait(20) == 0
