"""The frame knows which types it has to bring."""

from builder.plugin_host import load_plugins
from builder.spec import Spec, expand, load
from builder.spec.testing import SMALL
from plugins.skeleton import rakit_checks, skeleton_view

TYPES = load_plugins().types
SPEC: Spec = expand(load(SMALL, TYPES), TYPES)
ORANG = SPEC.entity("orang")


def test_only_types_in_use_that_have_a_module() -> None:
    seen = skeleton_view(SPEC, SPEC, TYPES)
    assert [one["alias"] for one in seen["types"]] == ["Money", "Text"]


def test_a_package_may_not_hide_a_library() -> None:
    assert rakit_checks(SPEC) == []
    taken = SPEC.model_copy(update={"name": "flask"})
    assert [p.code for p in rakit_checks(taken)] == ["package_taken"]
