import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.models.domain.ids import PersonId
from app.services.container import Services
from app.ui.context import UiContext
from app.ui.presenters.unlock import Locksmith, Opened, UnlockPresenter
from app.ui.screens.keys.sheets import AppointDialog, PapersDialog
from app.ui.screens.unlock.form import UnlockForm
from tests.services.exchange.offices import shelf
from tests.services.stations.desks import SECOND, make, person
from tests.ui.office.keyroom import Room, room_of
from tests.ui.walker import unnamed


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("keys") / "vault"
    make(folder)
    return folder


@pytest.fixture
def room(qtbot: QtBot, context: UiContext, made: Path, tmp_path: Path) -> Iterator[Room]:
    one = room_of(qtbot, context, shutil.copytree(made, tmp_path / "vault"))
    yield one
    one.place.close()


def test_recovery_officers_are_appointed_and_each_sheet_is_saved_once(room: Room, tmp_path: Path) -> None:
    texts = room.context.texts
    assert room.screen.cards.sheets.none.isVisibleTo(room.screen)
    room.screen.cards.sheets.appoint_button.click()
    dialog = room.dialog()
    assert isinstance(dialog, AppointDialog)
    room.agree()
    assert texts("error.recovery.holders.what") in dialog.trouble.text()
    for field, name in zip(dialog.holders, ("復旧　一男", "復旧　二子"), strict=True):
        field.field.setText(name)
    room.agree()
    papers = room.dialog()
    assert isinstance(papers, PapersDialog)
    QTest.keyClick(papers, Qt.Key.Key_Escape)
    assert papers.isVisible(), "nobody loses a sheet by a key"
    assert not papers.yes_button.isEnabled()
    assert not papers.buttons[2].isEnabled()
    keys = {one.number: "".join(one.groups) for one in room.screen._state.papers}
    for number in (1, 2):
        room.screen._presenter.save_sheet(number, tmp_path / f"{number}.pdf")
        room.settle()
        assert (tmp_path / f"{number}.pdf").read_bytes().startswith(b"%PDF-")
        assert papers.lines[number].text() == texts("keys.papers.saved", file=f"{number}.pdf")
    room.agree()
    assert room.screen._state.papers == ()
    shown_lines = room.screen.cards.sheets.facts.lines()
    assert [value for caption, value in shown_lines if caption == texts("keys.sheets.number", number=1)] == [
        "復旧　一男"
    ]
    room.place.close()
    who = person(room.folder, SECOND)
    recovered(room, keys, who)


def recovered(room: Room, keys: dict[int, str], who: PersonId) -> None:
    """At the door, with both sheets: the second officer gets a new key."""
    opened: list[Opened] = []
    folders = Locksmith(
        lambda _folder: room.door,
        lambda folder: (folder,),
        dict,
        lambda session: Services.over(session.desk, shelf()),
        tuple,
    )
    presenter = UnlockPresenter(folders, room.context.runner, opened.append)
    form = UnlockForm(room.context, presenter, room.host)
    room.screen.hide()
    form.show()
    presenter.look(room.folder)
    room.settle()
    form.sheets_button.click()
    dialog = form.recovery
    assert dialog is not None
    assert unnamed(dialog) == []
    dialog.yes_button.click()
    assert dialog.trouble.text() == room.context.texts("recover.missing")
    dialog.secret.typed.click()
    for typed, code in (("nonsense", "mistyped"), (keys[1], "same-sheet"), (keys[2].lower(), "")):
        dialog.first.set_secret(keys[1])
        dialog.second.set_secret(typed)
        dialog.officers.setCurrentIndex(dialog.officers.findData(who))
        for field in (dialog.secret.own, dialog.secret.again):
            field.set_secret("recovered passphrase")
        dialog.yes_button.click()
        room.settle()
        if code:
            assert form.recovery is dialog
            assert dialog.trouble.text().startswith(
                room.context.texts(f"error.recovery.{code}.what", **({"which": 2} if code == "mistyped" else {}))
            )
    assert form.recovery is None
    assert form.notice.message() == room.context.texts("recover.done")
    assert form.sheets_button.isHidden(), "the sheets are spent"
    presenter.unlock(who, "recovered passphrase")
    room.settle()
    assert [one.session.actor.person for one in opened] == [who]
    opened[0].session.lock()
    form.hide()
