from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.models.domain.actor import OfficeKind, Role
from app.models.domain.errors import AlreadyDoneError, AppError, EnvironmentProblemError
from app.services.jobs import Progress, ProgressSink
from app.services.texts.catalogue import Language
from app.ui.context import UiContext
from app.ui.jobs.inline import InlineRunner
from app.ui.presenters.first_run import (
    FirstRunPresenter,
    FirstRunState,
    Founder,
    Keyring,
    Made,
    OfficePlan,
    Step,
    is_good_id,
    root_places,
    steps_for,
)
from app.ui.screens.first_run.closing import plan_lines
from app.ui.screens.first_run.forms import VaultForm
from app.ui.screens.first_run.page import FirstRunPage
from app.ui.texts import Texts
from tests.ui.walker import missed_by_tab, unnamed

SECRET = "ka-ki-ku-ke-ko"
FOLDER = Path("/vault")


@dataclass
class Workshop:
    """Makes nothing, remembers everything; a machine with or without a keyring."""

    keyring: AppError | None = None
    failure: AppError | None = None
    made: list[tuple[OfficePlan, bool]] = field(default_factory=list)
    drawn: int = 0

    def suggest(self) -> str:
        self.drawn += 1
        return f"{SECRET}-{self.drawn}"

    def look(self) -> str:
        if self.keyring is not None:
            raise self.keyring
        return "Secret Service"

    def make(self, plan: OfficePlan, device_bound: bool, progress: ProgressSink) -> Made:  # noqa: FBT001
        progress(Progress(0, 4, "setup.step.database"))
        if self.failure is not None:
            raise self.failure
        self.made.append((plan, device_bound))
        return Made(plan.folder, "Secret Service" if device_bound else "", ("12345",) * 12, ("甲", "乙"))

    @property
    def founder(self) -> Founder:
        return Founder(self.suggest, self.look, self.make, 8)


@pytest.fixture
def shop() -> Workshop:
    return Workshop()


@pytest.fixture
def run(shop: Workshop) -> FirstRunPresenter:
    return FirstRunPresenter(shop.founder, InlineRunner(), FOLDER)


OFFICE = {"name_ja": "見本省", "name_en": "Sample", "office_id": "SAMPLE", "station_id": "SAMPLE1"}
DESKS = ("issuer_head", "contact_desk", "consultation_desk", "complaint_desk", "cabinet_office_desk")


def answer(run: FirstRunPresenter, upto: Step, kind: OfficeKind = OfficeKind.AGENCY) -> None:
    """Answer every step before ``upto``."""
    while run.state.step is not upto:
        before = run.state.step
        match before:
            case Step.KIND:
                run.change(kind=kind)
            case Step.OFFICE:
                run.change(**OFFICE)
            case Step.LETTERHEAD:
                run.change(**dict.fromkeys(DESKS, "窓口"))
            case Step.OFFICERS:
                for at, name in enumerate(("管理 一", "保全 二")):
                    run.change_officer(at, name=name, is_noted=True)
        run.go_on()
        assert run.state.step is not before, run.state.faults


def keys(run: FirstRunPresenter) -> set[tuple[str, str]]:
    return {(fault.field, fault.key.removeprefix("wizard.fault.")) for fault in run.state.faults}


def test_the_whole_way_of_an_agency(run: FirstRunPresenter, shop: Workshop) -> None:
    answer(run, Step.DONE)
    ((plan, device_bound),) = shop.made
    assert device_bound
    assert [officer.passphrase for officer in plan.officers] == [f"{SECRET}-1", f"{SECRET}-2"]
    assert run.state.made is not None
    assert run.state.made.folder == FOLDER


def test_no_passphrase_is_left_after_the_making(run: FirstRunPresenter, shop: Workshop) -> None:
    answer(run, Step.DONE)
    assert SECRET not in str(run.state)
    assert all(not officer.passphrase and not officer.again for officer in run.state.plan.officers)
    assert SECRET not in repr(shop.made), "a plan must not show passphrases when it is printed"


@pytest.mark.parametrize("kind", OfficeKind)
def test_only_an_agency_is_asked_for_a_letterhead(run: FirstRunPresenter, kind: OfficeKind) -> None:
    answer(run, Step.DONE, kind)
    assert (Step.LETTERHEAD in steps_for(run.state.plan)) is (kind is OfficeKind.AGENCY)


def test_nothing_is_left_before_it_is_answered(run: FirstRunPresenter) -> None:
    run.go_on()
    for step, expected in (
        (Step.KIND, {("kind", "choose")}),
        (Step.OFFICE, {(name, "empty") for name in OFFICE}),
        (Step.LETTERHEAD, {(name, "empty") for name in DESKS}),
    ):
        answer(run, step)
        run.go_on()
        assert run.state.step is step
        assert keys(run) == expected


@pytest.mark.parametrize(
    ("value", "good"), [("METI1", True), ("A1", True), ("A", False), ("meti", False), ("ME-TI", False), ("Ａ1", False)]
)
def test_ids_are_those_of_bundle_names(value: str, good: bool) -> None:  # noqa: FBT001
    assert is_good_id(value) is good


def test_officers_are_checked_one_by_one_and_together(run: FirstRunPresenter) -> None:
    answer(run, Step.OFFICERS)
    run.change_officer(0, name="同名", roles=frozenset(), is_noted=True)
    run.change_officer(1, name="同名 ", roles=frozenset({Role.EXAMINER}))
    run.go_on()
    assert keys(run) == {
        ("0.roles", "role"),
        ("0.name", "same-name"),
        ("1.name", "same-name"),
        ("1.noted", "noted"),
        ("officers", "needs-administrator"),
        ("officers", "needs-security-officer"),
    }


@pytest.mark.parametrize(
    ("typed", "again", "expected"), [("short", "short", "short"), ("long enough", "long enougH", "differs")]
)
def test_an_own_passphrase_is_typed_twice(run: FirstRunPresenter, typed: str, again: str, expected: str) -> None:
    answer(run, Step.OFFICERS)
    for at in (0, 1):
        run.change_officer(at, name=f"氏名{at}", is_noted=True)
    run.let_type(1)
    run.change_officer(1, passphrase=typed, again=again)
    run.go_on()
    assert {key for _, key in keys(run)} == {expected}
    run.change_officer(1, passphrase="long enough", again="long enough")
    run.go_on()
    assert run.state.step is Step.VAULT


def test_two_officers_always_stay(run: FirstRunPresenter) -> None:
    answer(run, Step.OFFICERS)
    run.remove_officer(0)
    assert len(run.state.plan.officers) == 2
    run.add_officer()
    run.remove_officer(0)
    assert len(run.state.plan.officers) == 2
    assert run.state.plan.officers[0].roles == {Role.SECURITY_OFFICER}


def test_the_roots_are_two_persons_even_if_one_holds_both_roles(run: FirstRunPresenter) -> None:
    answer(run, Step.OFFICERS)
    assert sorted(root_places(run.state.plan)) == [0, 1]
    run.change_officer(0, roles=frozenset({Role.ADMINISTRATOR, Role.SECURITY_OFFICER}))
    run.change_officer(1, roles=frozenset({Role.EXAMINER}))
    assert sorted(root_places(run.state.plan)) == [0, 1]


def test_without_a_keyring_it_asks_and_never_goes_on_by_itself(shop: Workshop, run: FirstRunPresenter) -> None:
    shop.keyring = EnvironmentProblemError("keyring.missing")
    answer(run, Step.VAULT)
    assert run.state.keyring is Keyring.MISSING
    run.go_on()
    assert keys(run) == {("keyring", "keyring-missing")}
    assert not shop.made
    run.change(accepts_no_keyring=True)
    run.go_on()
    run.go_on()
    assert [device_bound for _, device_bound in shop.made] == [False]


def test_a_locked_keyring_is_opened_not_passed_by(shop: Workshop, run: FirstRunPresenter) -> None:
    shop.keyring = EnvironmentProblemError("keyring.locked")
    answer(run, Step.VAULT)
    run.change(accepts_no_keyring=True)
    run.go_on()
    assert keys(run) == {("keyring", "keyring-locked")}
    shop.keyring = None
    run.look_for_keyring()
    run.go_on()
    assert run.state.step is Step.SUMMARY


def test_consent_to_no_keyring_does_not_weaken_a_vault_that_has_one(shop: Workshop, run: FirstRunPresenter) -> None:
    answer(run, Step.VAULT)
    run.change(accepts_no_keyring=True)
    answer(run, Step.DONE)
    assert [device_bound for _, device_bound in shop.made] == [True]


def test_a_failure_leads_back_to_the_summary_with_everything_kept(shop: Workshop, run: FirstRunPresenter) -> None:
    answer(run, Step.SUMMARY)
    before = run.state.plan
    shop.failure = AlreadyDoneError("vault.exists")
    run.go_on()
    assert (run.state.step, run.state.error, run.state.plan) == (Step.SUMMARY, shop.failure, before)
    shop.failure = None
    run.go_on()
    assert run.state.made is not None


def test_going_back_keeps_what_was_answered(run: FirstRunPresenter) -> None:
    answer(run, Step.SUMMARY)
    plan = run.state.plan
    for _ in range(10):
        run.go_back()
    assert run.state.step is Step.LANGUAGE
    assert run.state.plan == plan


def test_another_kind_begins_with_other_officers(run: FirstRunPresenter) -> None:
    answer(run, Step.SUMMARY)
    run.change(kind=OfficeKind.CONTRACTOR)
    assert not any(officer.name for officer in run.state.plan.officers)


@pytest.fixture
def page(qtbot: QtBot, context: UiContext, run: FirstRunPresenter) -> FirstRunPage:
    made = FirstRunPage(context, run)
    qtbot.addWidget(made)
    made.resize(1366, 690)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    return made


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("step", [step for step in Step if step is not Step.MAKE])
def test_every_step_has_names_and_is_reached_by_tab(
    page: FirstRunPage, run: FirstRunPresenter, texts: Texts, step: Step, language: Language
) -> None:
    texts.set_language(language)
    answer(run, step)
    if step is Step.OFFICERS:
        run.let_type(0)
        run.go_on()
    QApplication.processEvents()
    assert unnamed(page) == []
    assert missed_by_tab(page) == []
    assert page.minimumSizeHint().width() <= 1366


def test_the_page_types_into_the_plan(page: FirstRunPage, run: FirstRunPresenter) -> None:
    answer(run, Step.OFFICE)
    line = page.forms[Step.OFFICE].fields["office_id"]  # type: ignore[attr-defined] # the form of fields
    QTest.keyClicks(line.field, "meti1")
    assert run.state.plan.office_id == "METI1"
    assert line.field.text() == "METI1"
    page.on_button.click()
    assert not line.fault.text()
    assert page.forms[Step.OFFICE].fields["name_ja"].fault.text()  # type: ignore[attr-defined]


def test_an_offered_passphrase_is_not_shown_for_the_other_officer(page: FirstRunPage, run: FirstRunPresenter) -> None:
    answer(run, Step.OFFICERS)
    form = page.forms[Step.OFFICERS]
    editor = form.editor  # type: ignore[attr-defined]
    assert editor.offer.text() == f"{SECRET}-1"
    editor.typed.click()
    assert not run.state.plan.officers[0].is_offered
    editor.own.field.setText("typed by the first")
    editor.own.edited.emit()
    form.list.setCurrentRow(1)  # type: ignore[attr-defined]
    assert editor.offer.text() == f"{SECRET}-2"
    assert editor.own.peek() == ""
    form.list.setCurrentRow(0)  # type: ignore[attr-defined]
    assert editor.own.peek() == "typed by the first"
    assert run.state.plan.officers[1].passphrase == f"{SECRET}-2"


def test_neither_summary_nor_sheet_holds_a_passphrase(page: FirstRunPage, run: FirstRunPresenter, texts: Texts) -> None:
    answer(run, Step.SUMMARY)
    assert SECRET not in str(plan_lines(run.state.plan, texts))
    assert "管理 一" in str(plan_lines(run.state.plan, texts))
    run.go_on()
    done = page.forms[Step.DONE]
    sheet: str = done._sheet()  # type: ignore[attr-defined]
    assert SECRET not in sheet
    assert "12345" in sheet


def test_the_stretching_is_chosen_with_its_price_beside_it_and_told_once_more(
    page: FirstRunPage, run: FirstRunPresenter, shop: Workshop, texts: Texts
) -> None:
    answer(run, Step.VAULT)
    form = page.forms[Step.VAULT]
    assert isinstance(form, VaultForm)
    assert not form.fips_box.isChecked()
    assert form.fips_words.text() == texts("wizard.stretch.words")
    assert (texts("wizard.stretch"), texts("wizard.stretch.argon2")) in plan_lines(run.state.plan, texts)
    form.fips_box.click()
    assert (texts("wizard.stretch"), texts("wizard.stretch.pbkdf2")) in plan_lines(run.state.plan, texts)
    answer(run, Step.DONE)
    assert [plan.fips_profile for plan, _ in shop.made] == [True]


def test_the_sheet_is_saved_where_the_officer_wants_it(
    page: FirstRunPage, run: FirstRunPresenter, qtbot: QtBot, tmp_path: Path
) -> None:
    answer(run, Step.DONE)
    done = page.forms[Step.DONE]
    done._on_place_chosen(str(tmp_path / "sheet.txt"))  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: bool(done.saved.text()))  # type: ignore[attr-defined]
    assert (tmp_path / "sheet.txt").read_text("utf-8").startswith("関所")
    assert (tmp_path / "sheet.txt").stat().st_mode & 0o077 == 0


def test_the_end_hands_over_the_vault(page: FirstRunPage, run: FirstRunPresenter, qtbot: QtBot) -> None:
    answer(run, Step.DONE)
    with qtbot.waitSignal(page.finished) as finished:
        page.on_button.click()
    assert finished.args == [FOLDER]


def test_a_state_prints_no_secret() -> None:
    state = FirstRunState(OfficePlan(FOLDER))
    assert "passphrase" not in repr(state)
