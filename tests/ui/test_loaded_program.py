"""What the start of the program does before anybody's data is in its memory."""

import gc
from pathlib import Path

from app.ui import program


def test_the_program_itself_is_not_searched_for_garbage(tmp_path: Path) -> None:
    thing: list[object] = [tmp_path]
    assert any(one is thing for one in gc.get_objects())
    program._Run(tmp_path).load()
    assert all(one is not thing for one in gc.get_objects())
