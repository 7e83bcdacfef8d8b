"""Which rooms each kind of office has, and which screen stands in each. A new screen adds one line here."""

from collections.abc import Callable

from app import bootstrap
from app.models.domain.act_table import RULES
from app.models.domain.actor import OfficeKind
from app.models.domain.acts import Action
from app.models.domain.authority import IN_DOUBT, WITHOUT_TOKEN
from app.models.domain.ids import CaseId
from app.ui.context import UiContext
from app.ui.kiosk.door import KioskDoor
from app.ui.presenters.case_page_pictures import OpenScan
from app.ui.presenters.keys import KeyringFacts
from app.ui.screen import Screen
from app.ui.screens.audit.screen import AuditScreen
from app.ui.screens.backups.screen import BackupsScreen
from app.ui.screens.case.masked import MaskedScreen
from app.ui.screens.case.screen import CaseScreen
from app.ui.screens.cases.screen import CasesScreen
from app.ui.screens.consents.screen import ConsentsScreen
from app.ui.screens.exporting.screen import ExportScreen
from app.ui.screens.forms.screen import FormsScreen
from app.ui.screens.importing.screen import ImportScreen
from app.ui.screens.keys.screen import KeysScreen
from app.ui.screens.media.screen import MediaScreen
from app.ui.screens.ready.screen import ReadyScreen
from app.ui.screens.reports.screen import ReportsScreen
from app.ui.screens.results.screen import ResultsScreen
from app.ui.screens.retention.screen import RetentionScreen
from app.ui.screens.sampling.screen import SamplingScreen
from app.ui.screens.today.screen import TodayScreen
from app.ui.screens.trust.screen import TrustScreen
from app.ui.shell.rooms import CaseFactory, Room
from app.ui.shell.window import MainWindow
from app.ui.workplace import Workplace

_KEEPING = ("media", "retention", "audit", "keys", "trust", "forms", "backups", "ready")
"""Rooms that every office has for what it keeps."""
ROOMS_OF: dict[OfficeKind, tuple[str, ...]] = {
    OfficeKind.AGENCY: ("today", "cases", "consents", "import", "export", "reports", *_KEEPING),
    OfficeKind.INVESTIGATION_OFFICE: ("today", "cases", "sampling", "masked", "import", "export", "reports", *_KEEPING),
    OfficeKind.CONTRACTOR: ("today", "import", "results", "export", "reports", *_KEEPING),
}

MakeScreen = Callable[[UiContext, Workplace, MainWindow], Screen]

SCREENS: dict[str, MakeScreen] = {
    "today": TodayScreen,
    "cases": CasesScreen,
    "sampling": SamplingScreen,
    "masked": lambda context, place, _window: MaskedScreen(context, place),
    "consents": ConsentsScreen,
    "import": lambda context, place, _window: ImportScreen(
        context, place, bootstrap.media(), bootstrap.drive_at, bootstrap.chosen_files()
    ),
    "export": lambda context, place, window: ExportScreen(
        context, place, bootstrap.media(), bootstrap.drive_at, bootstrap.chosen_files(), window.show_case
    ),
    "results": lambda context, place, _window: ResultsScreen(context, place),
    "reports": ReportsScreen,
    "media": lambda context, place, _window: MediaScreen(
        context, place, bootstrap.media(), bootstrap.drive_at, bootstrap.formatter()
    ),
    "retention": lambda context, place, _window: RetentionScreen(context, place),
    "audit": lambda context, place, _window: AuditScreen(context, place, bootstrap.chosen_files()),
    "keys": lambda context, place, _window: KeysScreen(
        context, place, lambda: KeyringFacts(*bootstrap.keyring_state())
    ),
    "trust": lambda context, place, _window: TrustScreen(context, place, bootstrap.drive_at),
    "forms": lambda context, place, _window: FormsScreen(context, place, bootstrap.chosen_files()),
    "ready": lambda context, place, _window: ReadyScreen(context, place),
    "backups": lambda context, place, window: BackupsScreen(
        context,
        place,
        bootstrap.media(),
        bootstrap.backup_place,
        bootstrap.chosen_files(),
        bootstrap.restoring,
        window.lock_now,
    ),
}
"""What stands in each room."""

NEEDS: dict[str, tuple[Action, ...]] = {
    "today": (Action.SEE_TODAY,),
    "cases": (Action.SEE_CASES,),
    "sampling": (Action.SEE_SAMPLES,),
    "masked": (Action.SEE_OWN_READINGS,),
    "consents": (Action.SEE_CANDIDATES, Action.SEE_REGISTER),
    "import": (Action.INSPECT_BUNDLE, Action.IMPORT_ROSTER),
    "results": (Action.SEE_RESULTS,),
    "export": (Action.SEE_EXPORTS,),
    "reports": (Action.SEE_REPORTS, Action.SEE_COMPLAINT_LIST, Action.SEE_FIGURES),
    "media": (Action.SEE_MEDIA,),
    "retention": (Action.SEE_RETENTION, Action.SEE_HOLDS),
    "audit": (Action.SEE_LOG,),
    "keys": (Action.SEE_KEYS,),
    "trust": (Action.SEE_TRUST,),
    "forms": (Action.SEE_PACKS,),
    "ready": (Action.MAKE_SHEET,),
    "backups": (Action.SEE_BACKUPS,),
}
"""A room is there for whoever may do one of these."""


def rooms_of(place: Workplace, window: MainWindow) -> tuple[Room, ...]:
    """The rooms of the office whose vault is open, as far as the officer's roles lead into them.

    While the record is in doubt, only those remain in which it can be cleared; for an officer who must bind a hardware
    token first, only those in which nothing else is shown.
    """
    actor, in_doubt = place.actor, place.services.desk.anchor.doubt is not None

    def is_open(action: Action) -> bool:
        if (in_doubt and action not in IN_DOUBT) or (actor.lacks_token and action not in WITHOUT_TOKEN):
            return False
        rule = RULES[action]
        return actor.office_kind in rule.offices and bool(actor.roles & rule.roles)

    return tuple(
        _room(room_id, place, window)
        for room_id in ROOMS_OF[actor.office_kind]
        if any(is_open(action) for action in NEEDS[room_id])
    )


def _room(room_id: str, place: Workplace, window: MainWindow) -> Room:
    make = SCREENS[room_id]
    return Room(room_id, lambda context: make(context, place, window))


def _open_scan(data: bytes, media_type: str) -> OpenScan:
    """A scan, drawn by a process of its own as soon as it is begun."""
    return bootstrap.page_images().unopened(data, media_type)


def case_factory(place: Workplace, window: MainWindow) -> CaseFactory:
    """Makes the screen of one case; it leads into the kiosk of that case."""
    door = window.findChild(KioskDoor) or KioskDoor(window, place)

    def make(context: UiContext, case_id: CaseId) -> Screen:
        return CaseScreen(context, place, case_id, open_kiosk=door.open, open_scans=_open_scan)

    return make
