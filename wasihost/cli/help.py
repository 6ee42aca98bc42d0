"""The text of `wasihost --help`, made from the table of options; it fits a screen."""

from __future__ import annotations

import wasihost
from wasihost.cli.options import OF_RUNS, OPTIONS, Option

WIDTH = 30  # of the column with names

HEAD = """\
Run WebAssembly programs: compiled once, cached, with exactly what is granted

usage: wasihost [run] [OPTIONS] MODULE [OPTIONS] [--] [ARGUMENTS]
       wasihost compile | inspect | wast | cache | config | install | list |
                upgrade | uninstall | self | binfmt  (`wasihost compile --help`)
"""
FOOT = """
Behind MODULE the options marked * are still the host's, until the first `--` or
any other word; from there on everything is the guest's.
Most are variables, too, WASIHOST_QUIET=1, and keys in the configuration file;
`--quiet=no` undoes it. Also {variables}.
Exit status: the guest's own; 134 trap or limit, 124 timeout, 2 usage, 125 host
failure, 126 invalid module, 127 no module.

  wasihost app.wasm --dir . notes.txt             let it use this directory
"""


def text() -> str:
    groups = dict.fromkeys(option.group for option in OPTIONS)
    sections = [f"\n{group}\n" + "".join(_line(o) for o in OPTIONS if o.group == group) for group in groups]
    return HEAD + "".join(sections) + FOOT.format(variables=", ".join(OF_RUNS))


def version() -> str:
    return f"wasihost {wasihost.__version__}\n"


def _line(option: Option) -> str:
    space = "" if option.kind == "optional" else " "
    names = f"{option.name}{space}{option.metavar}".rstrip()
    return f"{'*' if option.after_module else ' '} {names:<{WIDTH}}{option.help}\n"
