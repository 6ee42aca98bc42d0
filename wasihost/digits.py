"""Read numbers that users write: ASCII digits, and a decimal point where fractions make sense.

Everything else that `int` and `float` accept (`1_0`, `٤`, ` 5`, `1e3`, `nan`) counts as a mistake.
"""

MAX_SIZE = 1 << 60  # bytes; sizes must be smaller
UNITS = {"": 1, "K": 1 << 10, "M": 1 << 20, "G": 1 << 30, "T": 1 << 40}


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


def parse_size(text: str) -> int:
    """`2G`, `500M`, `1.5GiB`, `4096` → bytes.  ValueError: not a size."""
    number = text.upper().removesuffix("IB").removesuffix("B")
    unit = number[-1:] if number[-1:] in UNITS else ""
    size = decimal(number.removesuffix(unit)) * UNITS[unit]
    if not 0 <= size < MAX_SIZE:
        raise ValueError(f"no size: {text}")
    return int(size)
