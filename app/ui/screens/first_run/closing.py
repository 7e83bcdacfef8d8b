"""The last pages of the first run: look over the answers, make the vault, what to keep."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QPushButton, QWidget
from typing_extensions import override

from app.models.domain.actor import Role
from app.services.jobs import CancelToken, Lane, ProgressSink
from app.ui.context import UiContext
from app.ui.files import write_chosen
from app.ui.jobs.progress import JobProgress
from app.ui.presenters.first_run import FirstRunPresenter, FirstRunState, Keyring, OfficePlan, root_places, steps_for
from app.ui.presenters.first_run import Step as RunStep
from app.ui.screens.first_run.forms import StepForm
from app.ui.screens.first_run.officers import role_name
from app.ui.texts import Texts
from app.ui.widgets.error_panel import ErrorPanel
from app.ui.widgets.labels import text_label
from app.ui.widgets.lines import Line, LineGrid

SHEET_NAME = "sekisho-vault.txt"

CAPTION_CHARACTERS = 30


def plan_lines(plan: OfficePlan, texts: Texts) -> list[Line]:
    """Caption and value of every answer; no passphrase."""
    lines: list[Line] = []
    if plan.kind is not None:
        lines.append((texts("wizard.step.kind"), texts(f"office-kind.{plan.kind}")))
    names = ["name_ja", "name_en", "office_id", "station_id"]
    if RunStep.LETTERHEAD in steps_for(plan):
        names += ["issuer_head", "contact_desk", "consultation_desk", "complaint_desk", "cabinet_office_desk"]
    lines += [(texts(f"wizard.field.{name}"), getattr(plan, name)) for name in names]
    for officer in plan.officers:
        roles = texts("wizard.list-mark").join(
            role_name(texts, role, plan.kind) for role in Role if role in officer.roles
        )
        lines.append((officer.name.strip(), roles))
    lines.append((texts("wizard.vault.place"), str(plan.folder)))
    lines.append(
        (texts("wizard.stretch"), texts("wizard.stretch.pbkdf2" if plan.fips_profile else "wizard.stretch.argon2"))
    )
    return lines


class SummaryForm(StepForm):
    """Everything once more, before anything is made."""

    def __init__(self, context: UiContext, presenter: FirstRunPresenter, parent: QWidget | None = None) -> None:
        super().__init__(context, presenter, parent)
        self.lines = LineGrid(context.theme, CAPTION_CHARACTERS, self)
        self.roots = text_label(role="hint", parent=self)
        self.unbound = text_label(role="hint", parent=self)
        self.errors = ErrorPanel(context.texts, self)
        self.errors.hide()
        for part in (self.lines, self.roots, self.unbound, self.errors):
            self.column.addWidget(part)

    @override
    def show_state(self, state: FirstRunState) -> None:
        """Show the answers and what went wrong the last time."""
        plan = state.plan
        if state.step is not RunStep.SUMMARY:
            return
        self.lines.show_lines(plan_lines(plan, self.texts))
        has_roots = RunStep.LETTERHEAD in steps_for(plan)
        self.roots.setVisible(has_roots)
        if has_roots:
            first, second = (plan.officers[place].name.strip() for place in root_places(plan))
            self.roots.setText(self.texts("wizard.summary.roots", first=first, second=second))
        self.unbound.setVisible(state.keyring is Keyring.MISSING)
        self.unbound.setText(self.texts("wizard.summary.unbound"))
        if state.error is None:
            self.errors.clear()
        else:
            self.errors.show_error(state.error)

    @override
    def retranslate(self) -> None:
        """Say it in the current language."""
        self.show_state(self.presenter.state)


class MakeForm(StepForm):
    """Counts the steps; cannot be left half-way, for a vault is made whole or not at all."""

    def __init__(self, context: UiContext, presenter: FirstRunPresenter, parent: QWidget | None = None) -> None:
        super().__init__(context, presenter, parent)
        self.progress = JobProgress(context.texts, context.monotonic, self)
        self.column.addWidget(self.progress)
        self.progress.stop_button.hide()

    @override
    def show_state(self, state: FirstRunState) -> None:
        """Show how far it is."""
        if not state.is_busy:
            self.progress.end()
        elif state.progress is None:
            self.progress.begin()
        else:
            self.progress.show_progress(state.progress)
        self.progress.stop_button.hide()


class DoneForm(StepForm):
    """What was made and what to keep; a sheet of it can be saved. No passphrase is shown again."""

    def __init__(self, context: UiContext, presenter: FirstRunPresenter, parent: QWidget | None = None) -> None:
        super().__init__(context, presenter, parent)
        self.lines = LineGrid(context.theme, CAPTION_CHARACTERS, self)
        self.keep, self.next = text_label(parent=self), text_label(parent=self)
        self.root_label = text_label(parent=self)
        self.root = text_label(role="lead", parent=self)
        self.root.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        self.save_button = QPushButton(self)
        self.saved = text_label(role="hint", parent=self)
        self.errors = ErrorPanel(context.texts, self)
        self.errors.hide()
        for part in (self.lines, self.root_label, self.root, self.keep, self.next):
            self.column.addWidget(part)
        self.column.addWidget(self.save_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.column.addWidget(self.saved)
        self.column.addWidget(self.errors)
        self.save_button.clicked.connect(self._on_save)
        self.first = self.save_button

    @override
    def show_state(self, state: FirstRunState) -> None:
        """Show what was made."""
        if state.made is None:
            return
        self.lines.show_lines(self._lines(state))
        has_root = bool(state.made.root_fingerprint)
        self.root_label.setVisible(has_root)
        self.root.setVisible(has_root)
        self.root.setText(_groups(state.made.root_fingerprint))

    @override
    def retranslate(self) -> None:
        """Say it in the current language."""
        self.root_label.setText(self.texts("wizard.done.root"))
        self.keep.setText(self.texts("wizard.done.keep"))
        self.next.setText(self.texts("wizard.done.next"))
        self.save_button.setText(self.texts("wizard.done.save"))
        self.show_state(self.presenter.state)

    def _lines(self, state: FirstRunState) -> list[Line]:
        keyring = state.made.keyring if state.made and state.made.keyring else self.texts("wizard.done.no-keyring")
        return [*plan_lines(state.plan, self.texts), (self.texts("wizard.done.keyring"), keyring)]

    def _sheet(self) -> str:
        state = self.presenter.state
        texts = self.texts
        lines = [texts("wizard.done.sheet"), ""]
        lines += [texts("wizard.sheet-line", caption=caption, value=value) for caption, value in self._lines(state)]
        if state.made is not None and state.made.root_fingerprint:
            lines += ["", texts("wizard.done.root"), _groups(state.made.root_fingerprint)]
        return "\n".join([*lines, "", texts("wizard.done.keep"), ""])

    def _on_save(self) -> None:
        dialog = QFileDialog(self, self.texts("wizard.done.save"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
        dialog.selectFile(SHEET_NAME)
        dialog.fileSelected.connect(self._on_place_chosen)
        dialog.open()

    def _on_place_chosen(self, name: str) -> None:
        data, path = self._sheet().encode(), Path(name)

        def job(_token: CancelToken, _progress: ProgressSink) -> str:
            write_chosen(path, data)
            return path.name

        self.errors.clear()
        self.context.runner.submit(
            job,
            owner=self,
            then=self._on_saved,
            failed=self.errors.show_error,
            lane=Lane.HEAVY,
            survives_lock=True,
        )

    def _on_saved(self, name: str) -> None:
        self.saved.setText(self.texts("wizard.done.saved", file=name))


def _groups(fingerprint: tuple[str, ...]) -> str:
    half = (len(fingerprint) + 1) // 2
    return "\n".join("  ".join(part) for part in (fingerprint[:half], fingerprint[half:]) if part)
