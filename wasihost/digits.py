"""Read numbers that users write: ASCII digits, and a decimal point where fractions make sense.

Everything else that `int` and `float` accept (`1_0`, `٤`, ` 5`, `1e3`, `nan`) counts as a mistake.
"""


def whole(text: str) -> int:
    """An integer.  ValueError: not a number in this form."""
    if not (text.isascii() and text.isdigit() and len(text) <= 20):
        raise ValueError(f"no whole number: {text}")
    return int(text)


def decimal(text: str) -> float:
    """A number with optional decimals.  ValueError: not a number in this form."""
    if not (text.isascii() and text.replace(".", "", 1).isdigit()):
        raise ValueError(f"no number: {text}")
    return float(text)
