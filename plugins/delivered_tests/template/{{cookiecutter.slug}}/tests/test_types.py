"""Jenis isian: yang ditampilkan dan yang disimpan dapat dibaca kembali."""

from importlib import import_module

import pytest


@pytest.mark.parametrize(
    "name",
    [
{% for name in own.types %}
        {{ name | py }},
{% endfor %}
    ],
)
def test_terbaca_kembali(name: str) -> None:
    module = import_module(f"{{ own.package }}.types.{name}")
    for n in range(1, 60):
        value = module.sample(n)
        assert module.clean(module.show(value)) == module.clean(str(value)) == value
