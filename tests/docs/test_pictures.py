"""The reference pictures: which there are, and how large they may be."""

from pathlib import Path

import pytest
from PIL import Image

from docs import take_pictures

HOME = Path(take_pictures.__file__).parent / "pictures"
EXPECTED = [
    f"{s.name}-{width}.webp" for s in take_pictures.SHOTS for width, _ in take_pictures.SIZES
]


@pytest.mark.parametrize("name", EXPECTED)
def test_a_picture_is_small_and_as_wide_as_it_says(name: str) -> None:
    path = HOME / name
    assert path.is_file(), "run: python -m docs.take_pictures"
    assert path.stat().st_size < take_pictures.LIMIT
    with Image.open(path) as picture:
        assert picture.format == "WEBP"
        assert f"-{picture.width}.webp" in name


def test_no_picture_is_left_over() -> None:
    assert sorted(path.name for path in HOME.glob("*")) == sorted(EXPECTED)
