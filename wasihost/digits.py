"""Numbers as people write them, wherever one is read: ASCII digits, and a point where parts make sense.

What `int` and `float` take beyond that (`1_0`, `٤`, ` 5`, `1e3`, `nan`) is taken for a mistake.
"""


def whole(text: str) -> int:
    """ValueError: it is none."""
    if not (text.isascii() and text.isdigit() and len(text) <= 20):
        raise ValueError(f"no whole number: {text}")
    return int(text)


def decimal(text: str) -> float:
    """ValueError: it is none."""
    if not (text.isascii() and text.replace(".", "", 1).isdigit()):
        raise ValueError(f"no number: {text}")
    return float(text)
