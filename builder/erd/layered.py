"""Our own layout, for where elkjs is not there: layers from left to right, lines at right angles.

Boxes that refer stand left of what they refer to. A line that passes a layer gets a lane between
the boxes; a line against the current runs below everything. Deterministic.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from .boxes import HEAD, WIDTH, Box, Laid, Line, Points

PAD, GAP, LANE, TRACK, SIDE = 24, 36, 14, 12, 26
SWEEPS = 12


@dataclass
class _Cell:
    """A box in a layer, or a lane for a line that passes."""

    key: str
    height: float
    y: float = 0.0
    left: list[tuple[_Cell, float, float]] = field(default_factory=list)
    right: list[tuple[_Cell, float, float]] = field(default_factory=list)
    """(neighbour, y of the line here, y of it there), both from the cells' tops."""


def layered(drawn: Sequence[Box], lines: Sequence[Line]) -> Laid:
    """Places for the boxes and a way for every line."""
    layer, back = _layers(drawn, lines)
    cells = {box.id: _Cell(box.id, box.height) for box in drawn}
    columns: list[list[_Cell]] = [[] for _ in range(max(layer.values(), default=0) + 1)]
    for box in drawn:
        columns[layer[box.id]].append(cells[box.id])
    chains = {line.row: _chain(line, layer, cells, columns) for line in lines
              if line.row not in back}  # fmt: skip
    _order(columns)
    _heights(columns)
    return _routed(drawn, lines, layer, cells, columns, chains)


def _layers(drawn: Sequence[Box], lines: Sequence[Line]) -> tuple[dict[str, int], set[str]]:
    """Box -> layer, and the lines that run against the current (cycles, and to oneself)."""
    leaving: dict[str, list[Line]] = {box.id: [] for box in drawn}
    for line in lines:
        leaving[line.source].append(line)
    back: set[str] = set()
    state: dict[str, int] = {}

    def visit(ident: str) -> None:
        state[ident] = 1
        for line in leaving[ident]:
            if state.get(line.target) == 1:
                back.add(line.row)
            elif line.target not in state:
                visit(line.target)
        state[ident] = 2

    for box in drawn:
        if box.id not in state:
            visit(box.id)
    onward = [line for line in lines if line.row not in back]
    layer = {box.id: 0 for box in drawn}
    for _ in drawn:  # the longest way from the left
        for line in onward:
            layer[line.target] = max(layer[line.target], layer[line.source] + 1)
    for _ in drawn:  # boxes that nobody refers to move next to what they refer to
        for ident in layer:
            goals = [layer[line.target] for line in onward if line.source == ident]
            if goals:
                layer[ident] = max(layer[ident], min(goals) - 1)
    return layer, back


def _chain(
    line: Line, layer: dict[str, int], cells: dict[str, _Cell], columns: list[list[_Cell]]
) -> list[_Cell]:
    """The cells that a line passes, with its lanes put into the layers between."""
    chain = [cells[line.source]]
    for nth in range(layer[line.source] + 1, layer[line.target]):
        lane = _Cell(f"{line.row}-{nth}", 0)
        columns[nth].append(lane)
        chain.append(lane)
    chain.append(cells[line.target])
    for here, there in itertools.pairwise(chain):
        y = line.y if here is chain[0] else 0.0
        to = HEAD / 2 if there is chain[-1] else 0.0
        here.right.append((there, y, to))
        there.left.append((here, to, y))
    return chain


def _order(columns: list[list[_Cell]]) -> None:
    """Neighbours near each other: the order with the fewest crossings of some sweeps."""
    best, least = [list(column) for column in columns], _crossings(columns)
    for sweep in range(SWEEPS):
        rightward = sweep % 2 == 0
        for nth in range(len(columns)) if rightward else reversed(range(len(columns))):
            other = columns[nth - 1 if rightward else (nth + 1) % len(columns)]
            place = {cell.key: at for at, cell in enumerate(other)}
            columns[nth].sort(key=_middle(place, rightward, columns[nth]))
        crossed = _crossings(columns)
        if crossed < least:
            best, least = [list(column) for column in columns], crossed
    columns[:] = best


def _middle(
    place: dict[str, int], rightward: bool, column: list[_Cell]
) -> Callable[[_Cell], tuple[float, float]]:
    now = {cell.key: at for at, cell in enumerate(column)}

    def key(cell: _Cell) -> tuple[float, float]:
        near = [
            place[other.key] + y / 1000
            for other, _, y in (cell.left if rightward else cell.right)
            if other.key in place
        ]
        return (sum(near) / len(near) if near else float(now[cell.key]), now[cell.key])

    return key


def _crossings(columns: list[list[_Cell]]) -> int:
    found = 0
    for here, there in itertools.pairwise(columns):
        place = {cell.key: at for at, cell in enumerate(there)}
        ends = [
            place[other.key]
            for cell in here
            for other, _, _ in sorted(cell.right, key=lambda step: step[1])
        ]
        found += sum(a > b for n, a in enumerate(ends) for b in ends[n + 1 :])
    return found


def _heights(columns: list[list[_Cell]]) -> None:
    """Every cell as near to its neighbours' height as the others in its layer let it."""
    for column in columns:
        _settle(column, [cell.y for cell in column])
    for sweep in range(SWEEPS):
        rightward = sweep % 2 == 0
        for column in columns if rightward else reversed(columns):
            wanted = []
            for cell in column:
                near = (cell.left or cell.right) if rightward else (cell.right or cell.left)
                at = [other.y + there - here for other, here, there in near]
                wanted.append(sum(at) / len(at) if at else cell.y)
            _settle(column, wanted)
    top = min((cell.y for column in columns for cell in column), default=0.0)
    for column in columns:
        for cell in column:
            cell.y = round(cell.y - top + PAD)


def _settle(column: list[_Cell], wanted: list[float]) -> None:
    """Least squares in a given order with gaps: neighbours that push each other share a shift."""
    offset, offsets = 0.0, []
    for nth, cell in enumerate(column):
        if nth:
            lanes = column[nth - 1].height == 0 or cell.height == 0
            offset += column[nth - 1].height + (LANE if lanes else GAP)
        offsets.append(offset)
    blocks: list[tuple[float, int]] = []
    for want, at in zip(wanted, offsets, strict=True):
        mean, count = want - at, 1
        while blocks and blocks[-1][0] > mean:
            before, many = blocks.pop()
            mean = (before * many + mean * count) / (many + count)
            count += many
        blocks.append((mean, count))
    shifts = [mean for mean, count in blocks for _ in range(count)]
    for cell, at, shift in zip(column, offsets, shifts, strict=True):
        cell.y = at + shift


def _routed(
    drawn: Sequence[Box],
    lines: Sequence[Line],
    layer: dict[str, int],
    cells: dict[str, _Cell],
    columns: list[list[_Cell]],
    chains: dict[str, list[_Cell]],
) -> Laid:
    tracks = _tracks(lines, layer, chains)
    widths = [SIDE * 2 + TRACK * max(0, count - 1) for count in _counts(tracks, len(columns))]
    lefts, x = [], float(PAD)
    for width in widths:
        lefts.append(x)
        x += WIDTH + width
    bottom = max((cell.y + cell.height for column in columns for cell in column), default=0.0)
    places = {box.id: (lefts[layer[box.id]], cells[box.id].y) for box in drawn}
    ways: list[Points] = []
    for line in lines:
        if line.row in chains:
            ways.append(_onward(line, chains[line.row], layer[line.source], lefts, tracks))
        else:
            sx, sy = places[line.source]
            tx, ty = places[line.target]
            own = line.source == line.target
            if not own:
                bottom += TRACK
            low = sy + cells[line.source].height + TRACK if own else bottom
            out_x, in_x = sx + WIDTH + 20, tx - 20
            ways.append(((sx + WIDTH, sy + line.y), (out_x, sy + line.y), (out_x, low),
                         (in_x, low), (in_x, ty + HEAD / 2), (tx, ty + HEAD / 2)))  # fmt: skip
    wide = lefts[-1] + WIDTH + PAD if lefts else 2 * PAD
    return Laid(places, tuple(ways), (round(wide), round(bottom + PAD)))


_Tracks = dict[tuple[str, int], int]
"""(line's row, layer) -> which track of the channel right of that layer it turns in."""


def _tracks(
    lines: Sequence[Line], layer: dict[str, int], chains: dict[str, list[_Cell]]
) -> _Tracks:
    """Lines that turn in one channel at overlapping heights get tracks of their own.

    Lines to one target share a track: they meet there.
    """
    turns: dict[int, list[tuple[float, float, str, str]]] = {}
    for line in lines:
        chain = chains.get(line.row, [])
        for nth, (here, there) in enumerate(itertools.pairwise(chain)):
            y1, y2 = _y(line, chain, here), _y(line, chain, there)
            if y1 != y2:
                turn = (y1, y2, line.row, there.key)
                turns.setdefault(layer[line.source] + nth, []).append(turn)
    found: _Tracks = {}
    for channel, wanted in turns.items():
        taken: list[list[tuple[float, float, str]]] = []
        for y1, y2, row, goal in sorted(wanted, key=_turning):
            low, high = min(y1, y2) - 4, max(y1, y2) + 4
            free = (
                nth
                for nth, track in enumerate(taken)
                if all(b < low or a > high or goal == other for a, b, other in track)
            )
            track = next(free, len(taken))
            if track == len(taken):
                taken.append([])
            taken[track].append((low, high, goal))
            found[row, channel] = track
    return found


def _turning(turn: tuple[float, float, str, str]) -> tuple[bool, float, str]:
    """Downward lines turn first when they start low, upward ones when they start high."""
    y1, y2, row, _ = turn
    return (y2 > y1, -y1 if y2 > y1 else y1, row)


def _counts(tracks: _Tracks, layers: int) -> list[int]:
    counts = [0] * layers
    for (_, channel), track in tracks.items():
        counts[channel] = max(counts[channel], track + 1)
    return counts


def _y(line: Line, chain: list[_Cell], cell: _Cell) -> float:
    """The height of the line at a cell that it passes."""
    if cell is chain[0]:
        return cell.y + line.y
    return cell.y + (HEAD / 2 if cell is chain[-1] else 0)


def _onward(
    line: Line, chain: list[_Cell], first: int, lefts: list[float], tracks: _Tracks
) -> Points:
    points = [(lefts[first] + WIDTH, _y(line, chain, chain[0]))]
    for nth, there in enumerate(chain[1:]):
        y = _y(line, chain, there)
        track = tracks.get((line.row, first + nth))
        if track is not None:
            x = lefts[first + nth] + WIDTH + SIDE + TRACK * track
            points += [(x, points[-1][1]), (x, y)]
    return (*points, (lefts[first + len(chain) - 1], points[-1][1]))
