"""Parts of kit that are used without the web load no web."""

from __future__ import annotations

import subprocess
import sys

import builder.kit


def test_expressions_load_neither_flask_nor_sqlalchemy() -> None:
    code = "import sys, builder.kit.expression; print({'flask', 'sqlalchemy'} & set(sys.modules))"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "set()"


def test_every_name_is_there() -> None:
    for name in builder.kit.__all__:
        assert getattr(builder.kit, name) is not None
    assert set(builder.kit._MODULE_OF) == set(builder.kit.__all__)
