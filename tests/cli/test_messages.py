"""Every kind of message, as `messages/*.txt` has it (`transcripts.py`): what happened, where, and what to do next."""

import pytest

from tests.cli.transcripts import SOURCES, render


@pytest.mark.parametrize("source", SOURCES, ids=[source.stem for source in SOURCES])
def test_messages_match_their_golden_files(source, variables, tmp_path):
    (place := tmp_path / "place").mkdir()
    golden = source.read_text()

    assert golden == render(golden, variables, place), "if it is better so: scripts/bless"
