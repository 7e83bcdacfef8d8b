"""The one table of commands: it feeds menus, shortcuts, the palette and the key sheet.

A command is data. What it does is a method, found by name on the screen in view or else on the window; whether it may
be done now is a function of the situation that answers with the key of a reason.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from app.models.domain.actor import Role
from app.ui.texts import Texts


class Scope(StrEnum):
    """Where a command belongs; heading of its group on the key sheet."""

    EVERYWHERE = "everywhere"
    ROOM = "room"
    CASE = "case"


class Menu(StrEnum):
    """Menu in which a command stands, in the order of the menu bar."""

    PROGRAM = "program"
    GO = "go"
    VIEW = "view"
    HELP = "help"


@dataclass(frozen=True, slots=True)
class Situation:
    """What decides whether a command may be done now.

    Attributes:
        is_unlocked: A vault is open and an officer is present.
        room: Id of the room in view, or empty.
        roles: Role names of the officer.
        is_working: Background work is under way.
        rooms: Ids of the rooms of this office.
        is_case_open: A case lies open over its room.
        is_undoable: The officer's last step in the open case can be taken back.
        area: The area of the open case that is in view, or empty.
        areas: The areas of the open case.
    """

    is_unlocked: bool = False
    room: str = ""
    rooms: frozenset[str] = frozenset()
    is_case_open: bool = False
    roles: frozenset[str] = frozenset()
    is_working: bool = False
    is_undoable: bool = False
    area: str = ""
    areas: frozenset[str] = frozenset()


_OF_CASES = frozenset({Role.EXAMINER.value, Role.REVIEWER.value, Role.DECIDING_OFFICER.value})
EnabledWhen = Callable[[Situation], str | None]


def always(_situation: Situation) -> str | None:
    """Never disabled."""
    return None


def when_unlocked(situation: Situation) -> str | None:
    """Needs an open vault."""
    return None if situation.is_unlocked else "reason.locked"


def when_room(room_id: str) -> EnabledWhen:
    """Needs an open vault of an office that has this room."""

    def answer(situation: Situation) -> str | None:
        return when_unlocked(situation) or (None if room_id in situation.rooms else "reason.no-such-room")

    return answer


def when_case_open(situation: Situation) -> str | None:
    """Needs an open case."""
    return when_unlocked(situation) or (None if situation.is_case_open else "reason.no-case-open")


def when_of_cases(situation: Situation) -> str | None:
    """Needs an officer who takes part in cases."""
    is_of_cases = "cases" in situation.rooms and bool(situation.roles & _OF_CASES)
    return when_unlocked(situation) or (None if is_of_cases else "reason.no-case-part")


def when_reading(situation: Situation) -> str | None:
    """Needs the questionnaire of an open case in view."""
    return when_case_open(situation) or (None if situation.area == "answers" else "reason.not-reading")


def when_writing(situation: Situation) -> str | None:
    """Needs the findings of an open case in view, or its evaluation."""
    return when_case_open(situation) or (None if situation.area in {"findings", "decision"} else "reason.not-here")


def when_citing(situation: Situation) -> str | None:
    """Needs the questionnaire in view, in a case whose findings this officer may see."""
    return when_reading(situation) or (None if "findings" in situation.areas else "reason.not-here")


def when_among_forms(situation: Situation) -> str | None:
    """Needs the room of forms in view."""
    is_there = situation.room == "forms" and not situation.is_case_open
    return when_room("forms")(situation) or (None if is_there else "reason.not-here")


def when_handing_out(situation: Situation) -> str | None:
    """Needs the list of cases in view, and an officer of the investigation office who hands them out."""
    is_here = situation.room == "cases" and not situation.is_case_open and "consents" not in situation.rooms
    may = bool(situation.roles & {Role.REVIEWER.value, Role.DECIDING_OFFICER.value})
    return when_unlocked(situation) or (None if is_here and may else "reason.not-handing-out")


def when_has_points(situation: Situation) -> str | None:
    """Needs an open case whose points to clear up this officer may see."""
    return when_case_open(situation) or (None if "points" in situation.areas else "reason.not-here")


def when_undoable(situation: Situation) -> str | None:
    """Needs an own step in the open case that can be taken back."""
    return when_case_open(situation) or (None if situation.is_undoable else "reason.nothing-to-undo")


def when_working(situation: Situation) -> str | None:
    """Needs background work that can be stopped."""
    return None if situation.is_working else "reason.nothing-runs"


@dataclass(frozen=True, slots=True)
class Command:
    """One thing that the user can ask for.

    Attributes:
        id: Stable dotted name; the texts are ``command.<id>`` and ``command.<id>.search`` (readings and other words).
        shortcut: Portable key sequence, or empty.
        handler: Name of a method without arguments on the screen in view or on the window.
        menu: Menu, or None for the palette alone.
        enabled_when: Answers None, or the key of the reason why not.
        scope: Group on the key sheet.
        is_local: The list that has the keyboard takes the key; elsewhere it is a letter like any other.
    """

    id: str
    shortcut: str
    handler: str
    menu: Menu | None = None
    enabled_when: EnabledWhen = always
    scope: Scope = Scope.EVERYWHERE
    is_local: bool = False

    @property
    def text_key(self) -> str:
        """Catalogue key of the name."""
        return f"command.{self.id}"


ENTER_ROOM = "enter_room"
"""Handler of every command ``room.<id>``: the window goes to the room that the command names."""

COMMANDS: tuple[Command, ...] = (
    Command("palette.open", "Ctrl+K", "open_palette", Menu.PROGRAM),
    Command("work.cancel", "Ctrl+.", "cancel_work", Menu.PROGRAM, when_working),
    Command("vault.lock", "Ctrl+L", "lock_now", Menu.PROGRAM, when_unlocked),
    Command("passphrase.change", "", "change_passphrase", Menu.PROGRAM, when_unlocked),
    Command("ties.write", "", "write_ties", Menu.PROGRAM, when_of_cases),
    Command("token.bind", "", "bind_token", Menu.PROGRAM, when_unlocked),
    Command("rights.print", "", "print_rights", Menu.PROGRAM, when_unlocked),
    Command("program.quit", "Ctrl+Q", "quit_program", Menu.PROGRAM),
    Command("room.today", "Alt+1", ENTER_ROOM, Menu.GO, when_room("today")),
    Command("room.cases", "Alt+2", ENTER_ROOM, Menu.GO, when_room("cases")),
    Command("room.consents", "Alt+3", ENTER_ROOM, Menu.GO, when_room("consents")),
    Command("room.sampling", "Alt+P", ENTER_ROOM, Menu.GO, when_room("sampling")),
    Command("room.masked", "Alt+B", ENTER_ROOM, Menu.GO, when_room("masked")),
    Command("room.import", "Alt+4", ENTER_ROOM, Menu.GO, when_room("import")),
    Command("room.results", "Alt+Shift+4", ENTER_ROOM, Menu.GO, when_room("results")),
    Command("room.export", "Alt+5", ENTER_ROOM, Menu.GO, when_room("export")),
    Command("room.reports", "Alt+R", ENTER_ROOM, Menu.GO, when_room("reports")),
    Command("room.media", "Alt+M", ENTER_ROOM, Menu.GO, when_room("media")),
    Command("room.audit", "Alt+6", ENTER_ROOM, Menu.GO, when_room("audit")),
    Command("room.keys", "Alt+7", ENTER_ROOM, Menu.GO, when_room("keys")),
    Command("room.trust", "Alt+Shift+7", ENTER_ROOM, Menu.GO, when_room("trust")),
    Command("room.forms", "Alt+F", ENTER_ROOM, Menu.GO, when_room("forms")),
    Command("room.backups", "Alt+8", ENTER_ROOM, Menu.GO, when_room("backups")),
    Command("room.retention", "Alt+9", ENTER_ROOM, Menu.GO, when_room("retention")),
    Command("room.ready", "Alt+0", ENTER_ROOM, Menu.GO, when_room("ready")),
    Command("medium.look", "Ctrl+M", "look_at_medium", Menu.GO, when_room("import")),
    Command("form.choose", "", "choose_form", Menu.GO, when_among_forms, Scope.ROOM),
    Command("case.close", "Alt+Left", "close_case", Menu.GO, when_case_open),
    Command("case.transcription", "", "open_transcription", Menu.GO, when_case_open),
    Command("workload.show", "Ctrl+Shift+W", "show_workload", Menu.GO, when_handing_out),
    Command("case.undo", "Ctrl+Z", "undo_step", Menu.GO, when_undoable, Scope.CASE),
    Command("answer.next", "J", "next_answer", None, when_reading, Scope.CASE, is_local=True),
    Command("answer.previous", "K", "previous_answer", None, when_reading, Scope.CASE, is_local=True),
    Command("answer.flag", "F", "flag_answer", None, when_reading, Scope.CASE, is_local=True),
    Command("answer.query", "Q", "query_answer", None, when_reading, Scope.CASE, is_local=True),
    Command("answer.cite", "C", "cite_answer", None, when_citing, Scope.CASE, is_local=True),
    Command("answer.note", "N", "note_answer", None, when_reading, Scope.CASE, is_local=True),
    Command("answer.return", "R", "return_answer", None, when_reading, Scope.CASE, is_local=True),
    Command("answer.revisions", "V", "compare_answer", None, when_reading, Scope.CASE, is_local=True),
    Command("answer.whole", "Return", "show_answer", None, when_reading, Scope.CASE, is_local=True),
    Command("answer.paper", "P", "turn_paper", None, when_reading, Scope.CASE, is_local=True),
    Command("point.next", "G", "next_point", None, when_has_points, Scope.CASE, is_local=True),
    Command("finding.save", "Ctrl+S", "save_written", None, when_writing, Scope.CASE, is_local=True),
    Command("pane.next", "F6", "next_pane", Menu.GO),
    Command("pane.previous", "Shift+F6", "previous_pane", Menu.GO),
    Command("view.refresh", "F5", "refresh", Menu.VIEW, when_unlocked, Scope.ROOM),
    Command("view.japanese", "", "speak_japanese", Menu.VIEW),
    Command("view.english", "", "speak_english", Menu.VIEW),
    Command("view.light", "", "show_light", Menu.VIEW),
    Command("view.dark", "", "show_dark", Menu.VIEW),
    Command("view.larger", "Ctrl++", "larger_text", Menu.VIEW),
    Command("view.smaller", "Ctrl+-", "smaller_text", Menu.VIEW),
    Command("view.normal", "Ctrl+0", "normal_text", Menu.VIEW),
    Command("view.dense", "", "dense_lines", Menu.VIEW),
    Command("view.even", "", "normal_lines", Menu.VIEW),
    Command("view.roomy", "", "roomy_lines", Menu.VIEW),
    Command("pane.larger", "Alt+Shift+Right", "larger_pane", Menu.VIEW),
    Command("pane.smaller", "Alt+Shift+Left", "smaller_pane", Menu.VIEW),
    Command("pane.first", "", "first_panes", Menu.VIEW),
    Command("keys.show", "F1", "show_keys", Menu.HELP),
)


class CommandSet(QObject):
    """The table brought to life: one ``QAction`` for each command.

    Signals:
        asked: Id of a command that the user asked for and that may be done.
        refused: Id and reason key of a command that may not be done now.
    """

    asked = Signal(str)
    refused = Signal(str, str)

    def __init__(self, texts: Texts, window: QWidget, commands: Iterable[Command] = COMMANDS) -> None:
        super().__init__(window)
        self._texts = texts
        self._situation = Situation()
        self.commands: dict[str, Command] = {}
        self.actions: dict[str, QAction] = {}
        for command in commands:
            self._add(command, window)
        texts.language_changed.connect(self.retranslate)
        self.retranslate()

    def _add(self, command: Command, window: QWidget) -> None:
        action = QAction(self)
        action.setObjectName(command.id)
        if command.shortcut and not command.is_local:
            action.setShortcut(QKeySequence(command.shortcut))
        action.triggered.connect(self._on_triggered)
        window.addAction(action)
        self.commands[command.id] = command
        self.actions[command.id] = action

    def retranslate(self) -> None:
        """Name every action in the current language."""
        for command_id, action in self.actions.items():
            action.setText(self._texts(self.commands[command_id].text_key))
        self.refresh(self._situation)

    def refresh(self, situation: Situation) -> None:
        """Enable what may be done now; the others say why not in their status tip."""
        self._situation = situation
        for command_id, action in self.actions.items():
            reason = self.commands[command_id].enabled_when(situation)
            action.setEnabled(reason is None)
            tip = "" if reason is None else self._texts(reason)
            action.setStatusTip(tip)
            action.setToolTip(tip or action.text())

    def keys(self, command_id: str) -> str:
        """The keys of a command as they are shown; empty where it has none."""
        return QKeySequence(self.commands[command_id].shortcut).toString()

    def reason(self, command_id: str) -> str | None:
        """Key of the reason why a command may not be done now, or None."""
        return self.commands[command_id].enabled_when(self._situation)

    def ask(self, command_id: str) -> None:
        """Do a command if it may be done, as if its key had been pressed."""
        reason = self.reason(command_id)
        if reason is None:
            self.asked.emit(command_id)
        else:
            self.refused.emit(command_id, reason)

    def _on_triggered(self) -> None:
        sender = self.sender()
        if isinstance(sender, QAction):
            self.ask(sender.objectName())
