"""One set of plugins, one warm child, one rendered tree of the demo's application."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from builder.plan import Plan, plan
from builder.plugin_host import Plugins, load_plugins
from builder.render import Renderer, render
from builder.spec import Spec, load

ROOT = Path(__file__).parents[2]
DEMO = ROOT / "builder" / "demo" / "bantuan_alat_umkm.yaml"
DATA = Path(__file__).parent / "data"


@pytest.fixture(scope="session")
def plugins() -> Plugins:
    return load_plugins()


@pytest.fixture(scope="session")
def renderer() -> Iterator[Renderer]:
    with Renderer() as child:
        yield child


@pytest.fixture(scope="session")
def demo(plugins: Plugins) -> Spec:
    return load(DEMO.read_text(encoding="utf-8"), plugins.types)


@pytest.fixture(scope="session")
def demo_plan(demo: Spec, plugins: Plugins) -> Plan:
    return plan(demo, plugins)


@pytest.fixture(scope="session")
def demo_tree(
    demo_plan: Plan, renderer: Renderer, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    into = tmp_path_factory.mktemp("making") / "demo"
    render(demo_plan, into, renderer=renderer)
    return into


@pytest.fixture(scope="session")
def sample_tree(
    plugins: Plugins, renderer: Renderer, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    spec = load((DATA / "bantuan_umkm.yaml").read_text(encoding="utf-8"), plugins.types)
    into = tmp_path_factory.mktemp("making") / "sample"
    render(plan(spec, plugins), into, renderer=renderer)
    return into
