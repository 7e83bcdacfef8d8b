"""The first reading of a case as a screen reader hears it: at every stop the keyboard is at something with a name."""

from pathlib import Path

import pytest

from tests.journeys import first_read_child
from tests.journeys.killing import TOLD, VAULT
from tests.journeys.test_first_read_window import _world
from tests.journeys.test_reading_window import is_told, stops
from tests.services.exchange.world import World

pytestmark = pytest.mark.journey
__all__ = ["_world"]

HEARD = {
    "case": ("list", "質問票の章"),
    "answers": ("table", "章の回答"),
    "paper": ("label", "質問票の紙面、13頁"),
    "flag": ("text", "付箋を付ける理由"),
    "query": ("combo box", "質問する相手"),
    "guard": ("push button", "労働組合"),
    "timeline": ("label", "時系列の図"),
    "points": ("list", "確認事項の一覧"),
    "finding": ("text", "事実 1"),
    "tasks": ("list", "付箋・質疑・作業の一覧"),
    "coverage": ("push button", "まだ表示していない回答"),
    "submitted": ("list", "7つの調査事項"),
}
"""What has the keyboard at each stop, by role and a part of its name or description."""


def test_a_first_reading_can_be_heard_from_beginning_to_end(world: World, tmp_path: Path) -> None:
    told = tmp_path / "told"
    told.mkdir()
    faults: list[str] = []
    met = []
    for stop, window in stops(first_read_child, told, {TOLD: str(told), VAULT: str(world.investigation.folder)}):
        met.append(stop)
        role, words = HEARD[stop]
        parts = list(window.all())
        faults += [f"{stop}: {part.role} {part.name}" for part in parts if part.is_focusable and not is_told(part)]
        here = [part for part in parts if part.has_keyboard]
        if not any(part.role == role and words in f"{part.name} {part.described}" for part in here):
            faults.append(f"{stop}: {[(part.role, part.name, part.described) for part in here]}")
    assert faults == []
    assert met == list(HEARD)
