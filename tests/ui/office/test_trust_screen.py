"""The room of trust: who may sign what, a ceremony step by step, an order typed in, a comparison that is refused."""

from pathlib import Path

from PySide6.QtWidgets import QApplication, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from app.services.platform.folder_drive import FolderDrive
from app.services.resources import TEXTS
from app.services.texts.catalogue import Catalogue, Language
from app.services.trust.orders import Aim, Ground
from app.ui.context import UiContext
from app.ui.presenters.trust import TrustPresenter
from app.ui.screens.trust.dialogs import BeginDialog, CompareDialog, GroundDialog, HandsDialog, OrderDialog, SheetDialog
from app.ui.screens.trust.screen import TrustScreen
from app.ui.widgets.asking import AskDialog
from tests.journeys.shots import every_look, grab
from tests.services.exchange.conftest import At
from tests.services.exchange.offices import Office
from tests.services.exchange.world import World
from tests.services.trust.test_enrolment import newcomer
from tests.ui.exchange.places import workplace_of
from tests.ui.office.corridor import assert_everybody_can_use, settle, shown


class Hall:
    """The screen in a window of its own, and hands for it."""

    def __init__(self, qtbot: QtBot, context: UiContext, office: Office, who: str = "security") -> None:
        self.qtbot, self.context, self.office = qtbot, context, office
        self.host = QWidget()
        qtbot.addWidget(self.host)
        self.screen = TrustScreen(context, workplace_of(office, who), FolderDrive, self.host)
        shown(qtbot, self.screen, self.host)

    @property
    def presenter(self) -> TrustPresenter:
        return self.screen.presenter

    def settle(self) -> None:
        settle(self.qtbot, self.context)

    def dialog(self) -> AskDialog:
        assert self.screen.dialog is not None
        return self.screen.dialog

    def sign(self, *people: str) -> None:
        dialog = self.dialog()
        assert isinstance(dialog, HandsDialog)
        for seat, who in zip(dialog.seats, people, strict=True):
            seat.people.setCurrentIndex(seat.people.findData(self.office.person(who)))
            seat.passphrase.set_secret(f"passphrase of {who}")

    def save(self, path: Path) -> None:
        """Answer the file dialog in view."""
        dialogs = [one for one in QApplication.topLevelWidgets() if isinstance(one, QFileDialog) and one.isVisible()]
        dialogs[-1].fileSelected.emit(str(path))
        dialogs[-1].reject()
        self.settle()

    def agree(self) -> None:
        self.dialog().yes_button.click()
        self.settle()

    def shoot(self, name: str, widget: QWidget | None = None) -> None:
        for look in every_look(self.context.texts, self.context.theme):
            self.screen.retranslate()
            QApplication.processEvents()
            grab(widget or self.screen, f"trust-{name}-{look}")
        self.context.texts.set_language(Language.JAPANESE)
        self.screen.retranslate()


def test_the_table_says_who_may_sign_what(qtbot: QtBot, context: UiContext, at: At) -> None:
    world = at("trusted")
    hall = Hall(qtbot, context, world.agency)
    lines = hall.screen.table.rows.lines
    assert len(lines) == len(hall.presenter.state.look.holders)  # type: ignore[union-attr] # it was read
    security = next(one for one in lines if hall.office.name in one.sentence or "security" in one.sentence)
    assert security.cells[1]
    assert any("評価の結果の記録" in one.sentence for one in lines)
    hall.screen.table.selectRow(0)
    assert hall.screen.detail.text()
    assert_everybody_can_use(hall.screen)
    hall.shoot("table")


def test_an_auditor_looks_and_does_nothing(qtbot: QtBot, context: UiContext, at: At) -> None:
    hall = Hall(qtbot, context, at("trusted").agency, "auditor")
    assert not any(button.isVisible() for button in hall.screen.buttons.values())
    assert not hall.screen.document.issue_button.isVisible()
    assert not hall.screen.ceremony.begin_button.isVisible()


def test_an_order_is_given_and_typed_in(qtbot: QtBot, context: UiContext, at: At, tmp_path: Path) -> None:
    world = at("trusted")
    hall = Hall(qtbot, context, world.agency)
    look = hall.presenter.state.look
    assert look is not None
    place = next(at for at, one in enumerate(look.holders) if one.person == world.contractor.person("examiner"))
    hall.screen.table.selectRow(place)
    hall.screen.buttons["order"].click()
    dialog = hall.dialog()
    assert isinstance(dialog, GroundDialog)
    hall.agree()
    assert "合い言葉" in dialog.trouble.text()
    hall.sign("administrator", "security")
    dialog.ground.setCurrentIndex(dialog.ground.findData(Ground.STOLEN.value))
    hall.shoot("give-order", dialog)
    dialog.yes_button.click()
    hall.save(tmp_path / "order.pdf")
    assert (tmp_path / "order.pdf").read_bytes().startswith(b"%PDF")
    assert "失効" in hall.screen.table.rows.lines[place].cells[1]
    # The paper is typed in at the contractor's.
    other = Hall(qtbot, context, world.contractor)
    text = lines_of(world, world.contractor.person("reviewer"))
    other.screen.buttons["enter"].click()
    typing = other.dialog()
    assert isinstance(typing, OrderDialog)
    typing.text.setPlainText(text.replace(text[40], "Q" if text[40] != "Q" else "P", 1)[:-1])
    typing.read_button.click()
    other.settle()
    assert not typing.yes_button.isEnabled()
    assert typing.trouble.text()
    typing.text.setPlainText(text)
    typing.read_button.click()
    other.settle()
    assert typing.yes_button.isEnabled()
    other.shoot("enter-order", typing)
    other.agree()
    assert other.screen.dialog is None
    assert world.contractor.events("trust.order-admitted")


def lines_of(world: World, person: str) -> str:
    agency = world.agency
    roots = [agency.hand("administrator"), agency.hand("security")]
    texts = Catalogue.load(TEXTS, Language.JAPANESE)
    issued = agency.services.orders.issue(agency.actor("security"), roots, Aim.PERSON, person, Ground.LOST, texts)
    return "\n".join(issued.lines)


def test_a_ceremony_goes_step_by_step(qtbot: QtBot, context: UiContext, at: At, tmp_path: Path) -> None:
    world = at("trusted")
    hall = Hall(qtbot, context, world.agency)
    card = hall.screen.ceremony
    card.begin_button.click()
    begin = hall.dialog()
    assert isinstance(begin, BeginDialog)
    begin.people[2].setCurrentIndex(begin.people[2].findData(hall.office.person("auditor")))
    hall.agree()
    total = len(hall.presenter.state.ceremony.script.steps)  # type: ignore[union-attr] # it has begun
    for number in range(total):
        view = hall.presenter.state.ceremony
        assert view is not None
        assert len(view.done) == number
        if view.what is not None:
            shown_now = "".join(value for _, value in hall.screen.document.facts.lines()) + hall.screen.detail.text()
            assert not any(group in shown_now for group in view.what.digits)  # what is typed comes from paper
            assert not card.done_button.isVisible()
            card.ask_button.click()
            hall.settle()
            for field in card.fields:
                field.setText("00000")
            card.done_button.click()
            hall.settle()
            assert len(hall.presenter.state.ceremony.done) == number  # type: ignore[union-attr] # wrong digits
            question = hall.presenter.state.question
            assert question is not None  # other groups are asked for
            for field, place in zip(card.fields, question.places, strict=True):
                field.setText(view.what.digits[place - 1])
            if number == 3:
                hall.shoot("ceremony")
                for field, place in zip(card.fields, question.places, strict=True):
                    field.setText(view.what.digits[place - 1])
        card.done_button.click()
        hall.settle()
    card.done_button.click()
    hall.sign("administrator", "security", "auditor")
    hall.dialog().yes_button.click()
    hall.save(tmp_path / "protocol.pdf")
    assert (tmp_path / "protocol.pdf").read_bytes().startswith(b"%PDF")
    view = hall.presenter.state.ceremony
    assert view is not None
    assert view.finished_at is not None
    assert any(view.protocol_sha256 in str(row) for row in world.agency.rows("events"))
    hall.shoot("ceremony-over")


def test_a_request_is_compared_admitted_and_answered(qtbot: QtBot, context: UiContext, at: At, tmp_path: Path) -> None:
    world = at("trusted")
    office = newcomer(world)
    try:
        written = office.services.trust_post.request(office.actor("security"), world.agency.station, "new", world.stick)
        hall = Hall(qtbot, context, world.agency)
        hall.presenter.open_request(world.stick.path / written.ticks.file_name)
        hall.settle()
        compare = hall.dialog()
        assert isinstance(compare, CompareDialog)
        for field in compare.fields:
            field.setText("11111")
        hall.agree()
        assert "あと2回" in compare.trouble.text()
        question = hall.presenter.state.question
        assert question is not None
        for field, place in zip(compare.fields, question.places, strict=True):
            assert field.text() == ""
            field.setText(written.digits[place - 1])
        hall.shoot("compare", compare)
        for field, place in zip(compare.fields, question.places, strict=True):
            field.setText(written.digits[place - 1])
        hall.agree()
        hall.sign("administrator", "security")
        hall.dialog().yes_button.click()
        hall.save(tmp_path / "document.json")
        hall.save(world.stick.path)  # the folder for the answer
        hall.sign("security", "administrator")
        hall.agree()
        assert hall.presenter.state.done == "trust.done.granted"
        assert len(world.stick.list_bundles()) == 2
    finally:
        office.desk.vault.close()


def test_a_sheet_is_printed(qtbot: QtBot, context: UiContext, at: At, tmp_path: Path) -> None:
    hall = Hall(qtbot, context, at("trusted").agency)
    hall.screen.buttons["sheet"].click()
    dialog = hall.dialog()
    assert isinstance(dialog, SheetDialog)
    dialog.yes_button.click()
    hall.save(tmp_path / "sheet.pdf")
    assert (tmp_path / "sheet.pdf").read_bytes().startswith(b"%PDF")
