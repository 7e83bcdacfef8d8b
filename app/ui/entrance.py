"""The way in: the first run where there is no vault, else the unlock form; after that the rooms of the office."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject

from app import bootstrap
from app.models.domain.actor import Environment
from app.models.domain.errors import AppError, GateClosedError, VaultError
from app.services.jobs import CancelToken, Lane, ProgressSink
from app.services.texts.catalogue import Language
from app.ui.jobs.bridge import ChangeBridge
from app.ui.jobs.pin import PinPad
from app.ui.keeping import LookKeeper
from app.ui.presenters.first_run import FirstRunPresenter
from app.ui.presenters.founding import founder
from app.ui.presenters.medium_question import MediumQuestionPresenter
from app.ui.presenters.rehearsal import find_rehearsal, locksmith, rehearsal_keeper
from app.ui.presenters.rescue import rescue_tools
from app.ui.presenters.rights import RightsPrinter
from app.ui.presenters.unlock import Opened, UnlockPresenter
from app.ui.rooms import case_factory, rooms_of
from app.ui.screens.backups.rescue import RescueDialog
from app.ui.screens.backups.scheduled import ScheduledLine
from app.ui.screens.first_run.page import FirstRunPage
from app.ui.screens.first_run.rehearsal import RehearsalPage
from app.ui.screens.importing.question import MediumQuestion
from app.ui.screens.importing.screen import ImportScreen
from app.ui.screens.keys.own import OwnKeyDesk
from app.ui.screens.keys.ties import TiesDesk
from app.ui.screens.unlock.form import UnlockForm
from app.ui.shell.header import Place
from app.ui.shell.window import MainWindow
from app.ui.theme.tokens import Tone
from app.ui.widgets.dialogs import ask_target
from app.ui.workplace import Workplace


class Entrance(QObject):
    """Leads from the locked window into a vault and back.

    Thread:
        The window's thread.
    """

    def __init__(self, window: MainWindow, folder: Path, places: bootstrap.Places, *, has_vault: bool) -> None:
        super().__init__(window)
        self._window, self._folder, self._places = window, folder, places
        self._context = window.context
        self.workplace = Workplace()
        self._changes = ChangeBridge(self._context.hub, self)
        self.pins = PinPad(self._context, window.questions, window)
        self.presenter = UnlockPresenter(locksmith(self.pins.ask), self._context.runner, self._on_opened)
        self.own_keys = OwnKeyDesk(self._context, self.workplace, window)
        self.own_keys.done.connect(self._on_own_key)
        window.passphrase_asked.connect(self.own_keys.ask_change)
        self.own_ties = TiesDesk(self._context, self.workplace, window)
        self.own_ties.done.connect(self._on_own_key)
        window.ties_asked.connect(self.own_ties.ask)
        window.token_asked.connect(self.own_keys.ask_bind)
        self.form = UnlockForm(self._context, self.presenter)
        self.form.other_asked.connect(self._on_other)
        self.form.rescue_asked.connect(self._on_rescue_here)
        self.form.environment_known.connect(self._on_environment)
        window.lock_page.set_unlock_widget(self.form)
        window.locked.connect(self._on_locked)
        window.rights_asked.connect(self._on_rights)
        self.scheduled = ScheduledLine(self._context, self.workplace, window)
        window.statusBar().addWidget(self.scheduled, 1)
        asking = MediumQuestionPresenter(self.workplace, self._context.runner, bootstrap.media(), bootstrap.drive_at)
        self.question = MediumQuestion(self._context, asking)
        self.question.look_asked.connect(self._on_medium)
        window.medium_asked.connect(self.question.answer_yes)
        window.add_line(self.question)
        self._rights = RightsPrinter(self.workplace, self._context.runner, self._on_rights_told)
        self._context.texts.language_changed.connect(self._on_language)
        self._keeper = LookKeeper(window, places.preferences)
        if has_vault:
            self.open_vault(folder)
        else:
            self.begin_first_run()

    def open_vault(self, folder: Path) -> None:
        """Ask for the passphrase of the vault in ``folder``."""
        self._window.show_front(None)
        self.presenter.look(folder)
        self.form.setFocus()

    def begin_first_run(self) -> None:
        """Show the wizard."""
        presenter = FirstRunPresenter(founder(), self._context.runner, self._folder)
        page = FirstRunPage(self._context, presenter)
        page.finished.connect(self._on_first_run_done)
        page.rehearsal_asked.connect(self.open_rehearsal)
        page.rescue_asked.connect(self._on_rescue_new)
        self._window.show_front(page)
        self._window.show_vault(is_rehearsal=False)
        page.setFocus()

    def open_rehearsal(self) -> None:
        """Open the rehearsal office; it is made when there is none."""
        built = find_rehearsal(self._places.rehearsal)
        if built is not None:
            self.open_vault(built)
            return
        build = rehearsal_keeper(self._places.rehearsal, self._context.texts.language)
        page = RehearsalPage(self._context, build)
        page.built.connect(self.open_vault)
        page.left.connect(self._back)
        self._window.show_front(page)
        page.setFocus()
        page.presenter.build()

    def _on_rescue_here(self) -> None:
        """Restore the vault in view; one that says nothing of itself any more is that of this workstation."""
        self.ask_rescue(self.presenter.state.folder or self._folder)

    def _on_rescue_new(self) -> None:
        """Make the vault of this machine out of a backup of another one."""
        self.ask_rescue(self._folder)

    def ask_rescue(self, folder: Path) -> RescueDialog:
        """Ask for a backup and both recovery sheets."""
        dialog = RescueDialog(self._context, folder, rescue_tools(), self._window)
        dialog.restored.connect(partial(self.open_vault, folder))
        dialog.open()
        return dialog

    def _back(self) -> None:
        """Go to the vault of this workstation, or to the first run where there is none."""
        folder = self._folder

        def job(_token: CancelToken, _progress: ProgressSink) -> bool:
            return bool(bootstrap.door(folder).slots().slots)

        self._context.runner.submit(
            job,
            owner=self,
            then=self._on_found,
            failed=self._on_not_found,
            lane=Lane.HEAVY,
            survives_lock=True,
        )

    def _on_found(self, _found: bool) -> None:  # noqa: FBT001 - result of the job above
        self.open_vault(self._folder)

    def _on_not_found(self, error: AppError) -> None:
        if error.code == "vault.missing":
            self.begin_first_run()
        else:
            self.open_vault(self._folder)

    def _on_other(self) -> None:
        if self.presenter.state.is_rehearsal:
            self._back()
        else:
            self.open_rehearsal()

    def _on_environment(self, is_rehearsal: bool) -> None:  # noqa: FBT001 - signature of the signal
        self._window.show_vault(is_rehearsal=is_rehearsal)

    def _on_first_run_done(self, folder: Path) -> None:
        self._folder = folder
        self.open_vault(folder)

    def _on_opened(self, opened: Opened) -> None:
        self.workplace.open(opened.door, opened.session, opened.services)
        opened.session.desk.subscribe(self._changes.publish)
        self._window.furnish(rooms_of(self.workplace, self._window), case_factory(self.workplace, self._window))
        self._window.unlock(self._place(), frozenset(role.value for role in opened.session.actor.roles))
        if opened.session.actor.lacks_token:
            self._window.show_error(GateClosedError("access.token-required"))
        self._check_record()
        self.scheduled.begin()
        self.question.begin()

    def _check_record(self) -> None:
        """Hash the whole record again while the officer begins to work."""
        record = self.workplace.services.record

        def job(token: CancelToken, _progress: ProgressSink) -> bool:
            return record.recheck(lambda _done, _of: token.raise_if_cancelled()).is_sound

        self._context.runner.submit(job, owner=self, then=self._on_checked, lane=Lane.READ, key="record.check")

    def _on_checked(self, is_sound: bool) -> None:  # noqa: FBT001 - result of the job above
        if not is_sound and self.workplace.is_open:
            self._window.show_error(VaultError("log.damaged"))
            self._window.furnish(rooms_of(self.workplace, self._window), case_factory(self.workplace, self._window))
            self._window.show_room("audit")

    def _place(self) -> Place:
        station = self.workplace.station
        is_english = self._context.texts.language is Language.ENGLISH and bool(station.office_name_en)
        return Place(
            station.office_name_en if is_english else station.office_name_ja,
            self.workplace.officer_name,
            station.environment is Environment.REHEARSAL,
        )

    def _on_language(self) -> None:
        if self.workplace.is_open:
            self._window.show_place(self._place())

    def _on_own_key(self, said: str) -> None:
        self._window.notice.show_message(self._context.texts(said), Tone.GOOD)

    def _on_rights(self) -> None:
        """Ask where the matrix of rights is to be saved."""
        texts = self._context.texts
        ask_target(self._window, texts("rights.where"), texts("rights.file"), self._on_rights_place)

    def _on_rights_place(self, place: str) -> None:
        self._rights.save(Path(place), self._context.texts.catalogue())

    def _on_rights_told(self, error: AppError | None) -> None:
        if error is not None:
            self._window.show_error(error)
        else:
            self._window.notice.show_message(self._context.texts("rights.saved"), Tone.GOOD)

    def _on_locked(self) -> None:
        self.scheduled.end()
        self.question.end()
        self.form.clear()
        folder = self.presenter.state.folder
        if folder is not None:
            self.presenter.look(folder)

    def _on_medium(self, place: Path) -> None:
        self._window.show_room("import")
        screen = self._window.screen_in_view
        if isinstance(screen, ImportScreen):
            screen.look_at(place)
