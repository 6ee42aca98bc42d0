"""What pages refer to exists: files that they link to, and files of the repository that they name."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = sorted(
    [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob(".github/**/*.md"), *ROOT.glob("examples/*.md")]
)
LINK = re.compile(r"\]\((?!https?:)([^)#\s]+)(?:#[^)]*)?\)")
# A name below one of the repository's directories, in code or in a command; one in capitals stands for any.
PATH = re.compile(r"(?<![\w/.(])(?:wasihost|tests|scripts|bench|docs)/[\w./-]*\w")


def missing(text: str, directory: Path) -> list[str]:
    links = [link for link in LINK.findall(text) if not (directory / link).exists()]
    paths = [path for path in PATH.findall(text) if not re.search("NAME|MACHINE", path) and not (ROOT / path).exists()]
    return links + paths


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_and_paths_on_pages_exist(page):
    assert [] == missing(page.read_text(), page.parent)


def test_a_reference_to_nothing_is_noticed():
    text = (
        "[a](hidden.md) [b](test_links.py#there) [c](https://example.org/) `tests/docs` `tests/nothing` tests/NAME.ll"
    )

    assert ["hidden.md", "tests/nothing"] == missing(text, Path(__file__).parent)
