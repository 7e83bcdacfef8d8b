"""The room of forms: what is here, what it assumes, and a new form that is read before it is admitted."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from app import bootstrap
from app.models.domain.errors import UntrustedInputError
from app.models.forms.migration import FILE, MigratedFrom, Migration
from app.services.pack_admission.looking import FormFile
from app.services.packs.files import LONGEST_PLACE
from app.services.packs.item_checks import DEEPEST
from app.services.texts.catalogue import Language
from app.ui.context import UiContext
from app.ui.jobs.inline import InlineRunner
from app.ui.presenters.forms import LONGEST_SENTENCE, FormsPresenter
from app.ui.screens.forms.lists import place_of
from app.ui.screens.forms.pages import MOST_LINES
from app.ui.screens.forms.screen import FormsScreen
from app.ui.widgets.confirm import ConfirmDialog
from tests.journeys.shots import LAPTOP, every_look, folder, grab
from tests.services.authoring.forms import bare, opened, put, saved
from tests.services.exchange.conftest import At
from tests.services.exchange.offices import shelf
from tests.services.exchange.world import World
from tests.services.packs.signed import begun, completed, forged
from tests.services.packs.test_hostile_packs import chained, nested
from tests.ui.case.desks import workplace_of
from tests.ui.office.corridor import assert_everybody_can_use, settle, shown

LABEL = "Name in Roman letters, as in the passport"


def new_form() -> dict[str, bytes]:
    """The shipped form with one other label, as version 2."""
    old = shelf().current.pack
    head, text = (json.loads(bare()[name]) for name in ("pack.json", "text.en.json"))
    text["item.A1.roman.label"] = LABEL
    moves = Migration(MigratedFrom(old.meta.id, old.meta.version, old.digest), tuple(one.link_id for one in old.index))
    return bare() | {
        "pack.json": json.dumps(head | {"version": 2, "effectiveFrom": "2025-07-01"}, ensure_ascii=False).encode(),
        "text.en.json": json.dumps(text, ensure_ascii=False).encode(),
        FILE: msgspec.json.encode(moves),
    }


@pytest.fixture(name="screen")
def _screen(at: At, context: UiContext, qtbot: QtBot) -> Iterator[tuple[World, FormsScreen]]:
    world, host = at("trusted"), QWidget()
    qtbot.addWidget(host)
    made = FormsScreen(context, workplace_of(world, world.agency, "security"), bootstrap.chosen_files(), host)
    shown(qtbot, made, host)
    yield world, made
    made.dispose()
    host.close()


def test_a_form_is_read_before_it_is_admitted(screen: tuple[World, FormsScreen], qtbot: QtBot, tmp_path: Path) -> None:
    world, room = screen
    context, texts = room.context, room.context.texts
    (line,) = room.held.table.rows.lines
    assert (line.cells[:2], line.cells[4:]) == (
        ("cesi-2025", "1"),
        (texts("forms.cases.few", step=5), texts("forms.for-new-cases")),
    )
    points = room.points.list.table
    room.tabs.setCurrentWidget(room.points)
    QApplication.processEvents()
    high = points.rowHeight(0)
    points.resizeRowsToContents()
    assert points.rowHeight(0) == high, "measured while the table was hidden"
    every_point = len(points.rows.lines)
    QTest.keyClicks(room.points.list.field, "r-res-01")
    qtbot.waitUntil(lambda: 0 < len(room.points.list.table.rows.lines) < every_point)
    assert all("R-RES-01" in one.cells for one in room.points.list.table.rows.lines)

    room.choose_form()
    (dialog,) = room.findChildren(QFileDialog)
    dialog.reject()
    half = begun(world.investigation, new_form()).content
    (tmp_path / "first.pack").write_bytes(half)
    (tmp_path / "form.pack").write_bytes(completed(world.investigation, half).content)
    room.look_at(str(tmp_path / "first.pack"))
    settle(qtbot, context)
    (refused,) = room.new.refusals.rows.lines
    assert refused.cells[1] == texts.error(UntrustedInputError("pack.hands-missing")).what
    assert (room.new.admit_button.isEnabled(), room.new.why_not.text()) == (False, texts("forms.why-not.refused"))
    assert any(LABEL in one.cells[1] for one in room.new.changes.table.rows.lines)

    room.look_at(str(tmp_path / "form.pack"))
    settle(qtbot, context)
    _look(room, "new")
    assert (room.new.refusals.isVisibleTo(room.new), room.new.why_not.text()) == (False, "")
    QTest.keyClick(room.new.admit_button, Qt.Key.Key_Space)
    (asked,) = room.findChildren(ConfirmDialog)
    QTest.keyClick(asked.yes_button, Qt.Key.Key_Space)
    settle(qtbot, context)
    lines = {one.cells[1]: one for one in room.held.table.rows.lines}
    assert set(lines) == {"1", "2"}
    assert room.notice.message().startswith("cesi-2025")
    assert (room.tabs.currentWidget(), room.held.table.selected_ids()) == (room.held, [lines["2"].id])
    signers = [one.cells[1] for one in room.held.facts.rows.lines if one.cells[0] == texts("forms.fact.signer")]
    assert [who in each for who, each in zip(("decider", "security"), sorted(signers), strict=True)] == [True, True]
    assert room.presenter.state.shown is not None
    _look(room, "held")
    room.tabs.setCurrentWidget(room.points)
    _look(room, "points")
    for page in room.pages.values():
        room.tabs.setCurrentWidget(page)
        assert_everybody_can_use(room)


def test_a_spreadsheet_is_refused_with_its_cell_and_never_admitted(at: At, tmp_path: Path, context: UiContext) -> None:
    world = at("trusted")
    room = FormsPresenter(workplace_of(world, world.agency, "examiner"), InlineRunner(), bootstrap.chosen_files())
    assert room.why_not_admit == "wrong-role"
    book = opened()
    cell = put(book, "survey", "A3", "type", "geopoint")
    (tmp_path / "form.xlsx").write_bytes(saved(book))
    room.look(tmp_path / "form.xlsx")
    looked = room.state.looked
    assert looked is not None
    assert (looked.file, looked.is_admissible, looked.comparison) == (FormFile.SHEET, False, None)
    assert [place_of(context.texts, one) for one in looked.refusals] == [cell]
    events = world.agency.events()
    room.admit()
    assert world.agency.events() == events


@pytest.mark.parametrize(
    ("name", "made", "place"),
    [
        ("items.json", nested(300), f"A1.n{300 - DEEPEST}"),
        ("items.json", chained(3, ring=True), "A1.c0"),
        ("text.ja.json", lambda texts: texts.update({"名" * 600_000: "x"}), f"{'名' * LONGEST_PLACE}…"),
        ("text.en.json", lambda texts: [texts.update({key: f"{held}!"}) for key, held in texts.items()], ""),
    ],
    ids=("nested", "ring", "endless", "every label"),
)
def test_a_hostile_form_is_told_by_its_place(
    at: At, context: UiContext, tmp_path: Path, name: str, made: Callable[[Any], object], place: str
) -> None:
    circle = at("trusted")
    content, hands = new_form(), [circle.investigation.hand(who) for who in ("decider", "security")]
    held = json.loads(content[name])
    made(held)
    files = content | {name: msgspec.json.encode(held)}
    good = begun(circle.investigation, content).content
    (tmp_path / "form.pack").write_bytes(forged(good, *hands, files=files))
    room = FormsPresenter(workplace_of(circle, circle.agency, "security"), InlineRunner(), bootstrap.chosen_files())
    room.look(tmp_path / "form.pack")
    looked = room.state.looked
    assert looked is not None
    told = [place_of(context.texts, one) for one in looked.refusals]
    assert told == ([context.texts("forms.place", file=name, place=place)] if place else [])
    words = room.state.words[Language.ENGLISH]
    assert (len(words) > MOST_LINES, looked.is_admissible) == (not place, not place)
    assert all(len(one) <= LONGEST_SENTENCE + 9 for one in words)


def _look(room: FormsScreen, name: str) -> None:
    """Let a person see it who asked for pictures."""
    if folder() is None:
        return
    room.resize(LAPTOP)
    for suffix in every_look(room.context.texts, room.context.theme):
        room.retranslate()
        QApplication.processEvents()
        grab(room, f"forms-{name}-{suffix}")
