"""Figures → a picture (SVG): for each case a bar for each host, as a multiple of Wasmtime's figure."""

from __future__ import annotations

from statistics import median
from xml.sax.saxutils import escape

COLOURS = {  # of hosts, in the order of their bars
    "Wasmtime": "#9aa0a6", "Winch": "#dadce0", "precompiled": "#bdc1c6",
    "launcher": "#669df6", "launcher, max": "#1967d2",
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
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{LEFT + WIDTH + 110}" height="{y}" '
        f'viewBox="0 0 {LEFT + WIDTH + 110} {y}">\n'
        "<style>text{font:12px sans-serif;fill:#5f6368}.small{font-size:10px}.title{font-size:15px}</style>\n"
        f'<text x="{LEFT}" y="20" class="title">{escape(title)}</text>\n{legend}\n'
        f'<line x1="{line:.1f}" y1="{top - 6}" x2="{line:.1f}" y2="{y - GAP}" stroke="#dadce0"/>\n'
        + "\n".join(parts)
        + "\n</svg>\n"
    )


def _number(figure: float) -> str:
    return f"{figure:,.0f}".replace(",", " ") if figure >= 100 else f"{figure:.3g}"
