"""Figures → a picture (SVG): bars for cases and hosts, as multiples of Wasmtime's figure, or a line for each host."""

from __future__ import annotations

import math
from statistics import median
from xml.sax.saxutils import escape

COLOURS = {  # of hosts, in the order of their bars
    "Wasmtime": "#9aa0a6", "Winch": "#dadce0", "precompiled": "#bdc1c6",
    "Pulley": "#5f6368", "interpret": "#ceead6", "launcher": "#669df6",
    "launcher, improving": "#d93025", "launcher, second run": "#188038", "launcher, max": "#1967d2",
    "baseline": "#aecbfa", "fast": "#8ab4f8", "balanced": "#4285f4", "max": "#174ea6", "max, canonical-nans": "#a142f4",
    "node": "#81c995", "native": "#f9ab00", "static": "#fbbc04",
}  # fmt: skip
LEFT, WIDTH, BAR, GAP, TOP = 190, 420, 12, 12, 48  # pixels
KEYS, KEY_WIDTH, KEY_HEIGHT = 5, 100, 16  # in a row of the legend
MOST = 2.5  # a longer bar is cut, and says so


def draw(title: str, unit: str, figures: dict[str, dict[str, list[float]]]) -> str:
    hosts = sorted({name for row in figures.values() for name in row if row[name]}, key=list(COLOURS).index)
    parts, top = [], TOP + -(-len(hosts) // KEYS) * KEY_HEIGHT
    y = top
    for case, row in figures.items():
        base = median(row["Wasmtime"]) if row.get("Wasmtime") else None
        shown = [name for name in hosts if row.get(name)]
        middle = y + BAR * len(shown) / 2 + 4
        parts.append(f'<text x="{LEFT - 8}" y="{middle:.0f}" text-anchor="end">{escape(case)}</text>')
        for name in shown:
            figure = median(row[name])
            factor = figure / base if base else 1.0
            length = min(factor, MOST) / MOST * WIDTH
            cut = " ▸" if factor > MOST else ""
            parts.append(f'<rect x="{LEFT}" y="{y}" width="{length:.1f}" height="{BAR - 2}" fill="{COLOURS[name]}"/>')
            label = f"{_number(figure)} {unit}{cut}"
            parts.append(f'<text x="{LEFT + length + 5:.1f}" y="{y + BAR - 3}" class="small">{escape(label)}</text>')
            y += BAR
        y += GAP
    keys = [(LEFT + k % KEYS * KEY_WIDTH, 43 + k // KEYS * KEY_HEIGHT, name) for k, name in enumerate(hosts)]
    legend = "".join(
        f'<rect x="{x}" y="{baseline - 9}" width="10" height="10" fill="{COLOURS[name]}"/>'
        f'<text x="{x + 14}" y="{baseline}">{escape(name)}</text>'
        for x, baseline, name in keys
    )
    line = LEFT + WIDTH / MOST
    head = f'<text x="{LEFT}" y="20" class="title">{escape(title)}</text>\n{legend}'
    head += f'\n<line x1="{line:.1f}" y1="{top - 6}" x2="{line:.1f}" y2="{y - GAP}" stroke="#dadce0"/>'
    return _picture(LEFT + WIDTH + 110, y, head, parts)


SQUARE, LEGEND = 400, 150  # pixels: the area of the lines, and the room for their names


def draw_lines(title: str, unit: str, figures: dict[str, dict[str, list[float]]]) -> str:
    """The names of cases are numbers.  Both axes are logarithmic, and begin at powers of ten."""
    cases = [float(case) for case in figures]
    lines = {
        name: [median(row[name]) for row in figures.values()]
        for name in COLOURS
        if all(row.get(name) for row in figures.values())
    }
    values = [value for line in lines.values() for value in line]
    low, high = (math.floor(math.log10(min(*cases, *values))), math.ceil(math.log10(max(*cases, *values))))
    left, scale = 50, SQUARE / (high - low)

    def place(x: float, y: float) -> tuple[float, float]:
        return left + (math.log10(x) - low) * scale, TOP + SQUARE - (math.log10(y) - low) * scale

    parts = []
    for power in range(low, high + 1):
        (x, y), text = place(10**power, 10**power), f"{10.0**power:g} {unit}"
        parts.append(f'<line x1="{left}" y1="{y:.0f}" x2="{left + SQUARE}" y2="{y:.0f}" stroke="#dadce0"/>')
        parts.append(f'<text x="{left - 6}" y="{y + 4:.0f}" text-anchor="end" class="small">{text}</text>')
        parts.append(f'<line x1="{x:.0f}" y1="{TOP}" x2="{x:.0f}" y2="{TOP + SQUARE}" stroke="#dadce0"/>')
        parts.append(f'<text x="{x:.0f}" y="{TOP + SQUARE + 14}" text-anchor="middle" class="small">{text}</text>')
    for number, (name, line) in enumerate(sorted(lines.items(), key=lambda item: -item[1][-1])):
        points = " ".join("{:.1f},{:.1f}".format(*place(x, y)) for x, y in zip(cases, line, strict=True))
        parts.append(f'<polyline points="{points}" fill="none" stroke="{COLOURS[name]}" stroke-width="2"/>')
        y = TOP + 12 + number * KEY_HEIGHT
        parts.append(f'<rect x="{left + SQUARE + 12}" y="{y - 9}" width="10" height="10" fill="{COLOURS[name]}"/>')
        parts.append(f'<text x="{left + SQUARE + 26}" y="{y}">{escape(name)}</text>')
    width, height = left + SQUARE + LEGEND, TOP + SQUARE + 24
    return _picture(width, height, f'<text x="{left}" y="20" class="title">{escape(title)}</text>', parts)


def _picture(width: float, height: float, head: str, parts: list[str]) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}">\n'
        "<style>text{font:12px sans-serif;fill:#5f6368}.small{font-size:10px}.title{font-size:15px}</style>\n"
        f"{head}\n" + "\n".join(parts) + "\n</svg>\n"
    )


def _number(figure: float) -> str:
    return f"{figure:,.0f}".replace(",", " ") if figure >= 100 else f"{figure:.3g}"
