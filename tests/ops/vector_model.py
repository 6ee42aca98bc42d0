"""What vector instructions compute, in plain Python on lists of lanes: an independent second opinion on the rows.

    compute("i8x16.add", (a, b), ())       operands are bits, a v128 128 of them; then the immediates

The result is bits, or a list of lanes of which some are NAN: any quiet NaN.
"""

import math
import re
import struct

NAN = "nan"
WIDTHS = {"i8x16": 8, "i16x8": 16, "i32x4": 32, "i64x2": 64, "f32x4": 32, "f64x2": 64}
LAYOUT = {32: "<f", 64: "<d"}


def lanes(bits, width):
    return [bits >> at & (1 << width) - 1 for at in range(0, 128, width)]


def join(values, width):
    return sum((value & (1 << width) - 1) << width * number for number, value in enumerate(values))


def signed(value, width):
    return value - (1 << width) if value >> width - 1 & 1 else value


def clamp(value, lowest, highest):
    return max(lowest, min(highest, value))


def fit(value, width, is_signed):
    lowest = -(1 << width - 1) if is_signed else 0
    return clamp(value, lowest, lowest + (1 << width) - 1)


def number(bits, width):
    return struct.unpack(LAYOUT[width], bits.to_bytes(width // 8, "little"))[0]


def is_nan(bits, width):
    return math.isnan(number(bits, width))


def rounded(value, width):
    """The bits of a float that is computed exactly, or in twice the precision, which rounds the same."""
    if math.isnan(value):
        return NAN
    try:
        return int.from_bytes(struct.pack(LAYOUT[width], value), "little")
    except OverflowError:
        return int.from_bytes(struct.pack(LAYOUT[width], math.copysign(math.inf, value)), "little")


# ---------------------------------------------------------------------------------------------------- integers, a lane
INTEGER = {
    "add": lambda a, b, w: a + b,
    "sub": lambda a, b, w: a - b,
    "mul": lambda a, b, w: a * b,
    "neg": lambda a, w: -a,
    "abs": lambda a, w: abs(signed(a, w)),
    "popcnt": lambda a, w: a.bit_count(),
    "avgr_u": lambda a, b, w: (a + b + 1) // 2,
    "min_s": lambda a, b, w: min(signed(a, w), signed(b, w)),
    "max_s": lambda a, b, w: max(signed(a, w), signed(b, w)),
    "min_u": lambda a, b, w: min(a, b),
    "max_u": lambda a, b, w: max(a, b),
    "add_sat_s": lambda a, b, w: fit(signed(a, w) + signed(b, w), w, True),
    "add_sat_u": lambda a, b, w: fit(a + b, w, False),
    "sub_sat_s": lambda a, b, w: fit(signed(a, w) - signed(b, w), w, True),
    "sub_sat_u": lambda a, b, w: fit(a - b, w, False),
    "q15mulr_sat_s": lambda a, b, w: fit((signed(a, w) * signed(b, w) + 0x4000) >> 15, w, True),
    "relaxed_q15mulr_s": lambda a, b, w: (signed(a, w) * signed(b, w) + 0x4000) >> 15,
    "eq": lambda a, b, w: -(a == b),
    "ne": lambda a, b, w: -(a != b),
    "lt_s": lambda a, b, w: -(signed(a, w) < signed(b, w)),
    "gt_s": lambda a, b, w: -(signed(a, w) > signed(b, w)),
    "le_s": lambda a, b, w: -(signed(a, w) <= signed(b, w)),
    "ge_s": lambda a, b, w: -(signed(a, w) >= signed(b, w)),
    "lt_u": lambda a, b, w: -(a < b),
    "gt_u": lambda a, b, w: -(a > b),
    "le_u": lambda a, b, w: -(a <= b),
    "ge_u": lambda a, b, w: -(a >= b),
    "relaxed_laneselect": lambda a, b, c, w: a & c | b & ~c,
}
SHIFTS = {
    "shl": lambda a, count, w: a << count,
    "shr_u": lambda a, count, w: a >> count,
    "shr_s": lambda a, count, w: signed(a, w) >> count,
}
BITS = {
    "not": lambda a: ~a,
    "and": lambda a, b: a & b,
    "andnot": lambda a, b: a & ~b,
    "or": lambda a, b: a | b,
    "xor": lambda a, b: a ^ b,
    "bitselect": lambda a, b, c: a & c | b & ~c,
}


# ------------------------------------------------------------------------------------------------------ floats, a lane


def arithmetic(name, a, b):
    try:
        return {"add": lambda: a + b, "sub": lambda: a - b, "mul": lambda: a * b, "div": lambda: a / b}[name]()
    except ZeroDivisionError:
        sign = math.copysign(1, a) * math.copysign(1, b)
        return math.nan if a == 0 or math.isnan(a) else math.copysign(math.inf, sign)


def whole(name, a):
    if not math.isfinite(a):
        return a
    value = {"ceil": math.ceil, "floor": math.floor, "trunc": math.trunc, "nearest": round}[name](a)
    return math.copysign(float(value), a)


def extreme(name, a, b):
    """min and max: a NaN wins, and -0 is less than +0."""
    if math.isnan(a) or math.isnan(b):
        return math.nan
    key = [(a, math.copysign(1, a)), (b, math.copysign(1, b))]
    return (min(key) if name == "min" else max(key))[0]


COMPARISONS = {
    "eq": lambda a, b: a == b,
    "ne": lambda a, b: a != b,
    "lt": lambda a, b: a < b,
    "gt": lambda a, b: a > b,
    "le": lambda a, b: a <= b,
    "ge": lambda a, b: a >= b,
}


def float_lane(name, operands, width):
    values = [number(bits, width) for bits in operands]
    name = name.removeprefix("relaxed_") if "add" in name else name
    if name in COMPARISONS:
        return -COMPARISONS[name](*values)
    if name in ("abs", "neg"):
        sign = 1 << width - 1
        return operands[0] & ~sign if name == "abs" else operands[0] ^ sign
    if name == "sqrt":
        return rounded(math.nan if values[0] < 0 else math.sqrt(values[0]), width)
    if name in ("ceil", "floor", "trunc", "nearest"):
        return rounded(whole(name, values[0]), width)
    if name in ("min", "max"):
        return rounded(extreme(name, *values), width)
    if name in ("pmin", "pmax"):
        other = values[1] < values[0] if name == "pmin" else values[0] < values[1]
        return operands[1] if other else operands[0]
    if name in ("relaxed_min", "relaxed_max"):
        first = values[0] < values[1] if name == "relaxed_min" else values[0] > values[1]
        return operands[0] if first else operands[1]
    if name in ("madd", "nmadd"):
        product = rounded(arithmetic("mul", *values[:2]), width)
        if product == NAN:
            return NAN
        operation = "add" if name == "madd" else "sub"
        return rounded(arithmetic(operation, values[2], number(product, width)), width)
    return rounded(arithmetic(name, *values), width)


def truncated(bits, width, is_signed, otherwise=None):
    """To 32 bits; what does not fit becomes the nearest, or `otherwise`."""
    value = number(bits, width)
    if otherwise is not None and (math.isnan(value) or not -(1 << 31) - 1 < value < 1 << 31):
        return otherwise
    if math.isnan(value):
        return 0
    return fit(math.trunc(clamp(value, -1e30, 1e30)), 32, is_signed)


# ------------------------------------------------------------------------------------------------- whole instructions
def compute(name, operands, immediates):
    shape, _, operation = name.partition(".")
    if shape == "v128":
        return int(operands[0] != 0) if operation == "any_true" else BITS[operation](*operands) & (1 << 128) - 1
    width = WIDTHS[shape]
    for table in (move, widen, convert):
        result = table(shape, operation, operands, immediates, width)
        if result is not None:
            return result
    if operation in SHIFTS:
        return join([SHIFTS[operation](a, operands[1] % width, width) for a in lanes(operands[0], width)], width)
    vectors = zip(*(lanes(operand, width) for operand in operands), strict=True)
    if shape[0] == "i" and operation in INTEGER:
        return join([INTEGER[operation](*lane, width) for lane in vectors], width)
    found = [float_lane(operation, lane, width) for lane in vectors]
    return found if NAN in found else join(found, width)


def move(shape, operation, operands, immediates, width):
    """Lanes moved, or looked at."""
    count = 128 // width
    match operation:
        case "splat":
            return join([operands[0]] * count, width)
        case "extract_lane" | "extract_lane_u":
            return lanes(operands[0], width)[immediates[0]]
        case "extract_lane_s":
            return signed(lanes(operands[0], width)[immediates[0]], width) & 0xFFFFFFFF
        case "replace_lane":
            changed = lanes(operands[0], width)
            changed[immediates[0]] = operands[1]
            return join(changed, width)
        case "shuffle":
            both = lanes(operands[0], 8) + lanes(operands[1], 8)
            return join([both[lane] for lane in immediates], 8)
        case "swizzle":
            return join([lanes(operands[0], 8)[i] if i < 16 else 0 for i in lanes(operands[1], 8)], 8)
        case "relaxed_swizzle":
            return join([lanes(operands[0], 8)[i % 16] if i < 128 else 0 for i in lanes(operands[1], 8)], 8)
        case "all_true":
            return int(all(lanes(operands[0], width)))
        case "bitmask":
            return sum((lane >> width - 1) << at for at, lane in enumerate(lanes(operands[0], width)))
    return None


def widen(shape, operation, operands, immediates, width):
    """Integers of two widths."""
    if operation.startswith("narrow"):
        wide = [signed(lane, 2 * width) for operand in operands for lane in lanes(operand, 2 * width)]
        return join([fit(value, width, operation.endswith("_s")) for value in wide], width)
    if shape[0] == "f" or width == 8 or not re.match("ext|dot|relaxed_dot", operation):
        return None
    if operation.startswith("relaxed_dot"):
        a, b = lanes(operands[0], 8), lanes(operands[1], 8)
        products = [signed(x, 8) * y for x, y in zip(a, b, strict=True)]
        sums = [fit(products[at] + products[at + 1], 16, True) for at in range(0, 16, 2)]
        if width == 16:
            return join(sums, 16)
        added = lanes(operands[2], 32)
        return join([sums[2 * at] + sums[2 * at + 1] + added[at] for at in range(4)], 32)
    half = width // 2
    is_signed = operation.endswith("_s")
    values = [[signed(lane, half) if is_signed else lane for lane in lanes(operand, half)] for operand in operands]
    if operation.startswith(("extadd", "dot")):
        each = [a * b for a, b in zip(*values, strict=True)] if "dot" in operation else values[0]
        return join([each[at] + each[at + 1] for at in range(0, len(each), 2)], width)
    count = 128 // width
    chosen = [value[count:] if "_high_" in operation else value[:count] for value in values]
    return join(chosen[0] if len(chosen) == 1 else [a * b for a, b in zip(*chosen, strict=True)], width)


def convert(shape, operation, operands, immediates, width):
    """Between integers and floats, and floats of two widths."""
    is_signed = "_s" in operation.removeprefix("trunc_sat")
    if operation.startswith(("trunc_sat", "relaxed_trunc")):
        source = 64 if "f64x2" in operation else 32
        otherwise = 1 << 31 if operation.startswith("relaxed") and is_signed else None
        return join([truncated(lane, source, is_signed, otherwise) for lane in lanes(operands[0], source)], 32)
    if operation.startswith("convert"):
        values = [signed(lane, 32) if is_signed else lane for lane in lanes(operands[0], 32)]
        return join([rounded(float(value), width) for value in values[: 128 // width]], width)
    if operation.startswith(("demote", "promote")):
        source = 96 - width
        found = [rounded(number(lane, source), width) for lane in lanes(operands[0], source)[:2]]
        found += [0] * (128 // width - 2)
        return found if NAN in found else join(found, width)
    return None


def same(expected, actual, width):
    """Whether bits are what `compute` gave; `width` of a lane that may be a NaN."""
    if not isinstance(expected, list):
        return expected == actual
    quiet = {32: 0x7FC00000, 64: 0x7FF8 << 48}[width]
    pairs = zip(expected, lanes(actual, width), strict=False)
    return all(lane & quiet == quiet if value == NAN else value % (1 << width) == lane for value, lane in pairs)
