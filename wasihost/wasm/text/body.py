"""Instructions, folded or not: text → the binary format (specification section 6.5)."""

from __future__ import annotations

from wasihost.wasm import writer
from wasihost.wasm.text import types
from wasihost.wasm.text.immediates import READ, Read, catches
from wasihost.wasm.text.instructions import BY_NAME, Instruction
from wasihost.wasm.text.parser import Labels, Parser, Space, describe
from wasihost.wasm.text.tokens import BRANCH_HINT, END, Fault, string

_ELSE, _END = b"\x05", b"\x0b"
_BLOCKS = ("block", "loop", "if", "try_table")
_STRUCTURE = (*_BLOCKS, "else", "end")
_BRANCHES = ("if", "br_if")  # instructions that may have a branch hint
_NO_BRANCH = f"{BRANCH_HINT} annotation: invalid target"


def _code(row: Instruction) -> bytes:
    return bytes([row.prefix]) + writer.unsigned(row.opcode) if row.prefix else bytes([row.opcode])


# Plain instructions: name → opcode, reader of the immediates or None, log2 of the bytes accessed.
_PLAIN: dict[str, tuple[bytes, Read | None, int]] = {
    row.name: (_code(row), READ[row.immediates] if row.immediates else None, row.width)
    for row in BY_NAME.values()
    if row.name not in _STRUCTURE and " " not in row.name
}


def _select(p: Parser, width: int) -> bytes:
    if p.tokens[p.pos] == "(" and p.tokens[p.pos + 1] == "result":
        return _code(BY_NAME["select t"]) + READ["valtypes",](p, width)
    return _code(BY_NAME["select"])


def _cast(name: str) -> Read:
    def read(p: Parser, width: int) -> bytes:
        nullable, heap = types.reference_parts(p)
        return _code(BY_NAME[f"{name} null" if nullable else name]) + heap

    return read


# Instructions whose operand selects the opcode.
_PLAIN |= {"select": (b"", _select, 0)} | {name: (b"", _cast(name), 0) for name in ("ref.test", "ref.cast")}


class _Block:
    """An open block, or part of one.

    `code` and `hint` belong to a folded `if`, which is written after its condition.
    """

    __slots__ = ("code", "hint", "id", "part")

    def __init__(self, part: str, name: str | None = None, code: bytes = b"", hint: bytes = b"") -> None:
        self.part = part
        self.id = name
        self.code = code
        self.hint = hint


class _Hinted(bytes):
    """A folded instruction that waits for its operands, with its branch hint."""

    hint: bytes


FLAT, FLAT_IF = "flat", "flat if"  # closed by `end`; the second may have an `else`
FOLDED, CLAUSE = "folded", "clause"  # closed by a parenthesis: a block, and the content of `then` or `else`
CONDITION, THEN, ELSE = "condition", "then", "else"  # a folded `if` before `then`, after it, and after `else`


def instructions(p: Parser, out: bytearray, *, single: bool = False) -> None:
    """Translate all instructions up to a parenthesis that closes something else; `single`: one folded instruction.

    A stack holds everything that is open: blocks, and, as bytes, folded instructions that wait for their operands.
    """
    tokens = p.tokens
    annotated = p.source.annotations
    waiting: list[bytes | _Block] = []
    while True:
        hint = _branch_hint(p) if annotated else b""
        token = tokens[p.pos]
        p.pos += 1
        if token == ")":
            if hint:
                raise Fault(_NO_BRANCH)
            if not waiting:
                p.pos -= 1
                return
            top = waiting.pop()
            if isinstance(top, bytes):
                if isinstance(top, _Hinted):
                    p.hints.append((len(out), top.hint))
                out += top
            else:
                _close(p, out, top)
            if single and not waiting:
                return
            continue
        folded = token == "("
        if folded:
            token = tokens[p.pos]
            p.pos += 1
        if waiting and not (folded and isinstance(waiting[-1], bytes)):
            _expect_instruction(p, waiting[-1], token, folded)
        if hint and token not in _BRANCHES:
            raise Fault(_NO_BRANCH)
        plain = _PLAIN.get(token)
        if plain is None:
            _structure(p, out, waiting, token, folded, hint)
            continue
        code, read, width = plain
        if read is not None:
            code += read(p, width)
        if hint and folded:
            code = _Hinted(code)
            code.hint = hint
        elif hint:
            p.hints.append((len(out), hint))
        if folded:
            waiting.append(code)
        else:
            out += code


def _branch_hint(p: Parser) -> bytes:
    """The hint before an instruction: 0 or 1 (appendix, branch hints); empty if there is none."""
    hint = b""
    for _ in p.annotations(BRANCH_HINT):
        if hint:
            raise Fault(f"{BRANCH_HINT} annotation: duplicate annotation")
        hint = string(p.take())
        if hint not in (b"\0", b"\1"):
            raise Fault(f'{BRANCH_HINT} annotation: invalid value: expected "\\00" or "\\01"')
    return hint


def _expect_instruction(p: Parser, top: bytes | _Block, token: str, folded: bool) -> None:
    """Check that operands and conditions are folded, and that an `if` contains only its clauses."""
    if isinstance(top, bytes):
        fits = folded
    else:
        fits = token == "else" if top.part in (THEN, ELSE) else folded or top.part != CONDITION
    if not fits:
        raise p.unexpected()


def _structure(p: Parser, out: bytearray, waiting: list[bytes | _Block], token: str, folded: bool, hint: bytes) -> None:
    """Translate an instruction that opens, divides or closes a block."""
    top = waiting[-1] if waiting else None
    block = top if isinstance(top, _Block) else None
    if token in _BLOCKS:
        waiting.append(_open(p, out, token, folded, hint))
    elif token == "then" and folded and block and block.part == CONDITION:
        if block.hint:
            p.hints.append((len(out), block.hint))
        out += block.code
        p.labels.enter(block.id)
        block.part = THEN
        waiting.append(_Block(CLAUSE))
    elif token == "else" and block and block.part == (THEN if folded else FLAT_IF):
        out += _ELSE
        if folded:
            block.part = ELSE
            waiting.append(_Block(CLAUSE))
        else:
            block.part = FLAT
            _same_label(p, block)
    elif token == "end" and not folded and block and block.part in (FLAT, FLAT_IF):
        _same_label(p, block)
        waiting.pop()
        out += _END
        p.labels.leave(block.id)
    elif token == END or token in ("(", ")", "then", "else", "end"):
        raise p.unexpected()
    else:
        raise Fault(_unknown(token))


def _unknown(token: str) -> str:
    from difflib import get_close_matches

    if not token.isascii() or not token.isprintable():
        return describe(token)
    similar = get_close_matches(token, _PLAIN, 1, 0.8) if len(token) < 60 else []
    return f"unknown operator `{token[:60]}`" + "".join(f": did you mean `{name}`?" for name in similar)


def _open(p: Parser, out: bytearray, token: str, folded: bool, hint: bytes) -> _Block:
    name = p.id()
    code = _code(BY_NAME[token]) + types.block_type(p)
    if token == "try_table":
        code += catches(p)
    if token == "if" and folded:
        return _Block(CONDITION, name, code, hint)
    if hint:
        p.hints.append((len(out), hint))
    out += code
    p.labels.enter(name)
    return _Block(FOLDED if folded else FLAT_IF if token == "if" else FLAT, name)


def _close(p: Parser, out: bytearray, block: _Block) -> None:
    """Close the part that a parenthesis ends."""
    if block.part == CLAUSE:
        return
    if block.part == CONDITION:
        raise Fault("unexpected token `)`: expected `(then`")
    if block.part in (FLAT, FLAT_IF):
        raise Fault("unexpected token `)`: expected `end`")
    out += _END
    p.labels.leave(block.id)


def _same_label(p: Parser, block: _Block) -> None:
    """`else` and `end` may repeat the identifier of their block."""
    name = p.id()
    if name is not None and name != block.id:
        raise Fault(f"mismatching label `{name}`")


def expression(p: Parser, *, single: bool = False) -> bytes:
    """A constant expression with its `end`: instructions up to a parenthesis, not consumed, or a folded one."""
    out = bytearray()
    p.locals, p.labels = Space("local"), Labels()
    instructions(p, out, single=single)
    return bytes(out) + _END


def folded_expression(p: Parser, keyword: str) -> bytes:
    """`(keyword instr*)`, or a single folded instruction in its place."""
    if not p.opens(keyword):
        if p.tokens[p.pos] != "(":
            p.pos += 1
            raise p.unexpected()
        return expression(p, single=True)
    found = expression(p)
    p.close()
    return found
