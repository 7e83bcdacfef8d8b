"""From an empty machine to a recorded consent, by keyboard alone, in a real window with a real keyring."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app import bootstrap
from app.models.domain.actor import Role
from app.services.texts.catalogue import Language
from app.ui.presenters.consents import Record
from app.ui.presenters.first_run import Keyring, Step
from app.ui.screens.cases.screen import CasesScreen
from app.ui.screens.consents.screen import ConsentsScreen
from app.ui.screens.first_run.closing import DoneForm
from app.ui.screens.first_run.forms import FieldsForm
from app.ui.screens.first_run.officers import OfficersForm
from app.ui.screens.first_run.page import FirstRunPage
from app.ui.screens.today.screen import TodayScreen
from app.ui.theme.tokens import Scheme
from tests.cli.terminal import sekisho
from tests.journeys.program import Running, running
from tests.journeys.shots import grab
from tests.services.exchange.world import PDF, roster_csv

pytestmark = pytest.mark.journey

SECRETS = ("correct horse one", "correct horse two")
OFFICE = {
    "name_ja": "見本省　経済安全保障室",
    "name_en": "Sample Ministry, Economic Security Office",
    "office_id": "mihon",
    "station_id": "mihon1",
}
DESKS = {
    "issuer_head": "見本大臣",
    "contact_desk": "見本省　電話 03-0000-0000",
    "consultation_desk": "相談窓口　電話 03-0000-0001",
    "complaint_desk": "苦情窓口　電話 03-0000-0002",
    "cabinet_office_desk": "内閣府相談窓口　電話 03-0000-0003",
}


def wizard(run: Running) -> FirstRunPage:
    page = run.window.pages.currentWidget()
    assert isinstance(page, FirstRunPage)
    return page


def step(run: Running) -> Step:
    return wizard(run)._presenter.state.step


def go_on(run: Running, to: Step) -> None:
    run.push(wizard(run).on_button)
    assert step(run) is to, wizard(run)._presenter.state.faults


def set_up(run: Running) -> None:
    """Walk through the wizard."""
    grab(run.window, "first-run-1-language")
    go_on(run, Step.KIND)
    run.press(Qt.Key.Key_Space)
    go_on(run, Step.OFFICE)
    fill_in(run, Step.OFFICE, OFFICE)
    go_on(run, Step.LETTERHEAD)
    fill_in(run, Step.LETTERHEAD, DESKS)
    grab(run.window, "first-run-2-letterhead")
    go_on(run, Step.OFFICERS)
    name_officers(run)
    grab(run.window, "first-run-3-officers")
    go_on(run, Step.VAULT)
    run.settle()
    assert wizard(run)._presenter.state.keyring is Keyring.READY
    go_on(run, Step.SUMMARY)
    grab(run.window, "first-run-4-summary")
    run.push(wizard(run).on_button)
    run.until(lambda: step(run) is Step.DONE)
    run.settle()
    grab(run.window, "first-run-5-done")


def fill_in(run: Running, at: Step, answers: dict[str, str]) -> None:
    form = wizard(run).forms[at]
    assert isinstance(form, FieldsForm)
    for name, text in answers.items():
        run.fill(form.fields[name].field, text)


def name_officers(run: Running) -> None:
    """Two officers; the second one is security officer and assessment staff, and both choose their passphrases."""
    form = wizard(run).forms[Step.OFFICERS]
    assert isinstance(form, OfficersForm)
    for place, name in enumerate(("管野　理", "保科　全")):
        run.tab_to(form.list)
        run.press(Qt.Key.Key_Home if place == 0 else Qt.Key.Key_End)
        run.fill(form.editor.name.field, name)
        if place == 1:
            run.push(form.editor.roles[Role.EXAMINER])
        run.tab_to(form.editor.offered)
        run.press(Qt.Key.Key_Right)
        run.fill(form.editor.own.field, SECRETS[place])
        run.fill(form.editor.again.field, SECRETS[place])


def assert_locked(run: Running, *, locked: bool) -> None:
    assert run.window.is_locked is locked


def unlock(run: Running, name: str, passphrase: str) -> None:
    form = run.entrance.form
    run.settle()
    run.tab_to(form.officers)
    for _ in range(form.officers.count()):
        if form.officers.currentText() == name:
            break
        run.press(Qt.Key.Key_Down)
    assert form.officers.currentText() == name
    run.fill(form.passphrase.field, passphrase)
    run.press(Qt.Key.Key_Return)
    run.settle()


@pytest.mark.usefixtures("qapp")
def test_from_an_empty_machine_to_a_recorded_consent(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    folder = bootstrap.places().vault
    with running(qtbot, qapp, folder) as run:
        set_up(run)
        sheet = tmp_path / "sheet.txt"
        done = wizard(run).forms[Step.DONE]
        assert isinstance(done, DoneForm)
        run.push(done.save_button)
        run.choose_file(sheet)
        run.settle()
        assert "保科　全" in sheet.read_text("utf-8")
        assert not any(secret in sheet.read_text("utf-8") for secret in SECRETS)
        run.push(wizard(run).on_button)
        run.settle()

        unlock(run, "保科　全", "not the passphrase")
        assert_locked(run, locked=True)
        assert run.entrance.form.errors.isVisible()
        grab(run.window, "unlock-wrong")
        refuse_for_the_network(run)
        allow_a_network(tmp_path)
        unlock(run, "保科　全", SECRETS[1])
        assert_locked(run, locked=False)
        today(run)
        candidates(run, tmp_path)
        lock_and_come_back(run)


def refuse_for_the_network(run: Running) -> None:
    """The process of a test is not shut off from the network; real work does not begin there."""
    unlock(run, "保科　全", SECRETS[1])
    assert_locked(run, locked=True)
    error = run.entrance.presenter.state.error
    assert error is not None
    assert error.code == "network.not-locked"
    assert run.entrance.form.errors.isVisible()
    grab(run.window, "unlock-network")


def allow_a_network(tmp_path: Path) -> None:
    """The way out that the page names."""
    phrases = tmp_path / "phrases.txt"
    phrases.write_text(f"保科　全\t{SECRETS[1]}\n", encoding="utf-8")
    phrases.chmod(0o600)
    said = sekisho(
        "policy", "set", "network", "degraded", "--officer", "保科　全", "--passphrase-file", phrases, lang="ja"
    )
    assert said.code == 0, said.err


def today(run: Running) -> None:
    """An empty day; then a roster comes in, and Today knows of it by itself."""
    screen = run.window.screen_in_view
    assert isinstance(screen, TodayScreen)
    assert screen.pages.currentWidget() is screen.empty
    grab(run.window, "today-empty")
    place = run.entrance.workplace
    rosters, actor = place.services.rosters, place.actor
    rosters.admit(actor, rosters.preview(actor, roster_csv()))
    run.until(lambda: bool(screen.buttons))
    run.settle()
    grab(run.window, "today")
    run.push(screen.buttons[0])
    run.settle()
    assert run.window.rail.current_room() == "consents"


def candidates(run: Running, tmp_path: Path) -> None:
    """Give notice to the first person and record the consent, with the letter and the scan as files."""
    screen = run.window.screen_in_view
    assert isinstance(screen, ConsentsScreen)
    first_row(run, screen)
    day = run.entrance.workplace.services.desk.clock.today()
    run.fill(screen.panel.day.field, day.isoformat())
    run.push(screen.panel.buttons[Record.NOTICE])
    run.settle()
    assert screen.panel.done.isVisible()
    grab(run.window, "consents-notice-written")
    letter = tmp_path / "F05.pdf"
    run.push(screen.panel.letter_button)
    run.choose_file(letter)
    run.settle()
    assert letter.read_bytes().startswith(b"%PDF-")

    scan = tmp_path / "scan.pdf"
    scan.write_bytes(PDF)
    run.tab_to(screen.states)
    run.press(Qt.Key.Key_Home)
    run.press(Qt.Key.Key_Down)
    run.press(Qt.Key.Key_Down)
    run.settle()
    first_row(run, screen)
    run.fill(screen.panel.day.field, day.isoformat())
    run.push(screen.panel.scan_button)
    run.choose_file(scan)
    grab(run.window, "consents-answer")
    run.push(screen.panel.buttons[Record.CONSENT])
    run.settle()
    assert screen.panel.done.message() == run.window.context.texts("consents.done.F06")

    run.press(Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
    run.settle()
    cases = run.window.screen_in_view
    assert isinstance(cases, CasesScreen)
    assert cases.model.rowCount() == 1
    grab(run.window, "cases")
    run.press(Qt.Key.Key_3, Qt.KeyboardModifier.AltModifier)
    run.settle()


def first_row(run: Running, screen: ConsentsScreen) -> None:
    run.tab_to(screen.people_table)
    run.press(Qt.Key.Key_Return)
    run.settle()
    assert screen._presenter.state.chosen is not None
    assert run.focused() is screen.panel.day.field


def lock_and_come_back(run: Running) -> None:
    """The lock says why; language and colours are remembered for the next start."""
    run.press(Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    run.until(lambda: run.window.is_locked)
    run.settle()
    texts = run.window.context.texts
    assert run.window.lock_page.why.text() == texts("lock.asked")
    assert not run.entrance.workplace.is_open
    texts.set_language(Language.ENGLISH)
    run.window.context.theme.set_scheme(Scheme.DARK)
    run.settle()
    grab(run.window, "unlock-english-dark")
    kept = bootstrap.read_preferences(bootstrap.places().preferences)
    assert (kept.language, kept.scheme) == ("en", "dark")
    unlock(run, "保科　全", SECRETS[1])
    assert not run.window.is_locked
    run.window.context.theme.set_scheme(Scheme.LIGHT)


@pytest.mark.usefixtures("qapp")
def test_the_rehearsal_office_opens_from_the_first_page(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    with running(qtbot, qapp, bootstrap.places().vault) as run:
        run.push(wizard(run).rehearsal_button)
        run.until(lambda: run.window.pages.currentWidget() is run.window.lock_page)
        run.settle()
        state = run.entrance.presenter.state
        assert state.is_rehearsal
        assert len(state.vaults) == 3
        assert run.window.band.isVisible()
        officer = next(one for one in state.officers if one.published.endswith("examiner"))
        unlock(run, officer.name, officer.published)
        assert not run.window.is_locked
        assert run.window.band.isVisible()
        grab(run.window, "rehearsal-today")
        run.press(Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
        run.until(lambda: run.window.is_locked)
        run.settle()
        run.push(run.entrance.form.other_button)
        run.settle()
        assert isinstance(run.window.pages.currentWidget(), FirstRunPage)
        assert not run.window.band.isVisible()
