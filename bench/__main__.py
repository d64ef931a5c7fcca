"""All figures in turn: `python -m bench`."""

from __future__ import annotations

from bench import making, preview

making.main()
preview.main()
