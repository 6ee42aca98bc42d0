"""Make a module smaller that shows a difference: what can be taken out of its text while it still does, is.

`wasm-tools shrink` knows no exceptions, and starts a process for each attempt.  Here the text is a tree; parents come
before their children, so that most of a module goes with few attempts.
"""

from __future__ import annotations

import re
import subprocess
import time
from collections.abc import Callable, Iterator
from typing import Union

from tests.wat import tool

Node = list[Union[str, "Node"]]
_TOKENS = re.compile(r'"(?:[^"\\]|\\.)*"|\(;.*?;\)|;;[^\n]*|[()]|[^\s()";]+', re.DOTALL)
# What an operand may become.
_OPERANDS = [f"({text})" for text in ("unreachable", "i32.const 0", "i64.const 0", "f32.const 0", "f64.const 0",
                                      "ref.null func", "ref.null extern", "ref.null exn")]  # fmt: skip


def reduce(data: bytes, shows: Callable[[bytes], bool], seconds: float) -> str:
    """The text of a smaller module that `shows` likes; it likes `data`."""
    end = time.monotonic() + seconds
    options = ["--fold-instructions", "--name-unnamed"]
    printed = subprocess.run([str(tool()), "print", *options], input=data, capture_output=True, check=True).stdout
    root = _tree(printed.decode())

    def accepts() -> bool:
        binary = _binary(_text(root))
        return binary is not None and shows(binary)

    changed = True
    while changed and time.monotonic() < end:
        changed = False
        for parent in _parents_first(root):
            changed |= _thin(parent, accepts, end) or _simplify(parent, accepts, end)
    return _text(root)


def _thin(parent: Node, accepts: Callable[[], bool], end: float) -> bool:
    """Take children out, many at once while that goes."""
    changed = False
    size = len(parent) - 1
    while size:
        position = 1
        while position < len(parent) and time.monotonic() < end:
            removed = parent[position : position + size]
            del parent[position : position + size]
            if accepts():
                changed = True
            else:
                parent[position:position] = removed
                position += size
        size //= 2
    return changed


def _simplify(parent: Node, accepts: Callable[[], bool], end: float) -> bool:
    """Put a constant, or what is inside it, in a child's place."""
    changed = False
    for position, child in enumerate(parent):
        if isinstance(child, str) or f"({' '.join(map(str, child))})" in _OPERANDS:
            continue
        inner = _inside(child)
        inner += [deeper for node in inner for deeper in _inside(node)]  # `then` holds the code
        for replacement in (*map(_tree, _OPERANDS), *inner):
            if time.monotonic() > end:
                return changed
            parent[position] = replacement
            if accepts():
                changed = True
                break
            parent[position] = child
    return changed


def _inside(node: Node) -> list[Node]:
    """Children that may stand for it; not of a call, which may be there to make a value the same everywhere."""
    return [] if node[0] == "call" else [child for child in node if not isinstance(child, str)]


def _parents_first(root: Node) -> Iterator[Node]:
    """Nodes with children as they are when their turn comes."""
    level = [root]
    while level:
        yield from level
        level = [child for parent in level for child in parent if not isinstance(child, str)]


# ---------------------------------------------------------------------------------------------------------------- text
def _tree(text: str) -> Node:
    open_: list[Node] = [[]]
    for token in _TOKENS.findall(text):
        if token == "(":
            open_.append([])
        elif token == ")":
            node = open_.pop()
            open_[-1].append(node)
        elif not token.startswith(("(;", ";;")):
            open_[-1].append(token)
    (root,) = open_[0]
    assert not isinstance(root, str)
    return root


def _text(root: Node) -> str:
    """One line for what is inside the module, and for what is inside that."""
    parts: list[str] = []
    waiting: list[tuple[str | Node, int]] = [(root, 0)]
    while waiting:
        node, depth = waiting.pop()
        if isinstance(node, str):
            parts.append(f" {node}" if parts and not parts[-1].endswith("(") else node)
            continue
        parts.append(f"\n{'  ' * depth}(" if 0 < depth < 3 else " (" if depth else "(")
        waiting.append((")", 0))
        waiting += [(child, depth + 1) for child in reversed(node)]
    return re.sub(r" +\)", ")", "".join(parts)) + "\n"


def _binary(text: str) -> bytes | None:
    done = subprocess.run([str(tool()), "parse"], input=text.encode(), capture_output=True)
    return done.stdout if done.returncode == 0 else None
