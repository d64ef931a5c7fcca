"""From one hex colour to the style sheet of an office, legible by construction.

Contrast is WCAG 2.2's: 4.5 to 1 for text. A colour that is too light for white text on it is
darkened until it is not; the hue stays.
"""

from __future__ import annotations

import re

PRIMARY = "#0a489f"  # national design system: primary
MENU = "#022a5b"  # national design system: menu
TEXT_CONTRAST = 4.5

Rgb = tuple[int, int, int]


def parse(text: str) -> Rgb:
    """'#0a489f' or '#04f' as three numbers; ValueError names the text otherwise."""
    found = re.fullmatch(r"#?([0-9a-fA-F]{6}|[0-9a-fA-F]{3})", text.strip())
    if not found:
        raise ValueError(f"{text!r} is not a colour. Write six hex digits, as in {PRIMARY}.")
    digits = found.group(1)
    if len(digits) == 3:
        digits = "".join(d * 2 for d in digits)
    return int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:], 16)


def hexa(rgb: Rgb) -> str:
    """The inverse of `parse`."""
    return "#{:02x}{:02x}{:02x}".format(*rgb)


def mix(rgb: Rgb, other: Rgb, share: float) -> Rgb:
    """`share` of `other` in `rgb`: 0 is `rgb`, 1 is `other`."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(rgb, other, strict=True))
    return red, green, blue


def luminance(rgb: Rgb) -> float:
    """WCAG's relative luminance."""
    parts = [c / 255 for c in rgb]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: Rgb, other: Rgb) -> float:
    """WCAG's ratio, from 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def legible(rgb: Rgb, on: Rgb = (255, 255, 255), ratio: float = TEXT_CONTRAST) -> Rgb:
    """`rgb`, darkened in small steps until text in it on `on` reaches `ratio`."""
    for step in range(101):
        tried = mix(rgb, (0, 0, 0), step / 100)
        if contrast(tried, on) >= ratio:
            return tried
    return 0, 0, 0


def ramp(primary: str, menu: str = "") -> dict[str, str]:
    """The colours of an office from one hex value: primary, hover, tint, link, menu."""
    tint_of = mix(parse(primary), (255, 255, 255), 0.92)
    base = legible(parse(primary), on=tint_of)
    if menu:
        dark = legible(parse(menu), ratio=7)
    elif hexa(base) == PRIMARY:
        dark = parse(MENU)
    else:
        dark = legible(mix(base, (0, 0, 0), 0.45), ratio=7)
    return {
        "primary": hexa(base),
        "hover": hexa(mix(base, (0, 0, 0), 0.18)),
        "tint": hexa(tint_of),
        "line": hexa(mix(base, (255, 255, 255), 0.7)),
        "menu": hexa(dark),
        "menu_hover": hexa(mix(dark, (255, 255, 255), 0.12)),
    }


def shown(primary: str) -> str:
    """The colour in which an office's is shown: its own, or a darker one that can be read."""
    return ramp(primary)["primary"]


def stylesheet(primary: str, menu: str = "") -> str:
    """CSS variables of the office, served as a sheet of its own so that none stands in a page."""
    try:
        tones = ramp(primary or PRIMARY, menu)
    except ValueError:
        tones = ramp(PRIMARY)
    rgb = ",".join(str(part) for part in parse(tones["primary"]))
    return (
        ":root,[data-bs-theme=light]{"
        f"--tblr-primary:{tones['primary']};--tblr-primary-rgb:{rgb};"
        f"--tblr-primary-fg:#fff;--tblr-primary-darken:{tones['hover']};"
        f"--tblr-primary-lt:{tones['tint']};--tblr-primary-lt-rgb:{rgb};"
        f"--tblr-link-color:{tones['primary']};--tblr-link-color-rgb:{rgb};"
        f"--tblr-link-hover-color:{tones['hover']};--tblr-link-hover-color-rgb:{rgb};"
        f"--kit-primary:{tones['primary']};--kit-hover:{tones['hover']};"
        f"--kit-tint:{tones['tint']};--kit-line:{tones['line']};"
        f"--kit-menu:{tones['menu']};--kit-menu-hover:{tones['menu_hover']}"
        "}\n"
    )
