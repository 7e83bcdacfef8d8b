"""Where a case is, and what the security officer may do about it: recall, decide a conflict, confirm. Qt-free."""

from dataclasses import dataclass
from enum import StrEnum

from typing_extensions import override

from app.models.domain.acts import Action
from app.models.domain.custody import HOLDING, Custody, Side, Standing
from app.models.domain.ids import PersonId, StationId
from app.services.bundles.manifest import Kind
from app.services.exchange.custody.custody import Comparison, DecisionReason, RecallReason
from app.services.exchange.outbox import Addressee
from app.services.queue.sheet import CaseSheet
from app.ui.presenters.case_work import AreaState, CaseArea, CaseWork


class CustodyOffer(StrEnum):
    """What the bar offers beside saying where the case is."""

    NOTHING = "nothing"
    RECALL = "recall"
    DECIDE = "decide"
    CONFIRM = "confirm"


_ACTS = {
    CustodyOffer.DECIDE: Action.DECIDE_CUSTODY,
    CustodyOffer.CONFIRM: Action.CONFIRM_CUSTODY,
    CustodyOffer.RECALL: Action.RECALL_CASE,
}


@dataclass(frozen=True, slots=True)
class CustodyState(AreaState):
    """What the bar and its dialogs show.

    Attributes:
        custody: Where the case is; None when it was opened here and never left.
        offer: What may be done about it.
        witnesses: Who may stand by, with their names.
        comparison: The two sides of a conflict, once they were asked for.
        stations: Where the case may have gone, for a confirmation.
    """

    custody: Custody | None = None
    offer: CustodyOffer = CustodyOffer.NOTHING
    witnesses: tuple[tuple[PersonId, str], ...] = ()
    comparison: Comparison | None = None
    stations: tuple[Addressee, ...] = ()

    @property
    def words(self) -> str:
        """Text key of where the case is; empty where nothing needs to be said."""
        if self.custody is None:
            return ""
        standing = self.custody.standing
        if standing is Standing.HERE:
            return "case.custody.untold" if self.custody.untold else ""
        if self.custody.conflict is not None:
            return f"case.custody.conflict.{self.custody.conflict.name}"
        return f"case.custody.{standing}"

    @property
    def station(self) -> str:
        """The other station in the sentence."""
        if self.custody is None:
            return ""
        if self.custody.conflict is not None:
            others = [leg.station for leg in self.custody.conflict.chain if leg.station != self.custody.holder]
            return others[-1] if others else self.custody.holder
        return self.custody.untold[0] if self.custody.untold and self.custody.place in HOLDING else self.custody.partner


class CustodyPresenter(CaseArea[CustodyState]):
    """Shows what the head says; :meth:`take_sheet` is called after each reading of it."""

    def __init__(self, work: CaseWork) -> None:
        super().__init__(work, CustodyState())

    @override
    def load(self) -> None:
        """The head brings everything."""

    def take_sheet(self, sheet: CaseSheet) -> None:
        """Show what a newly read head says and permits."""
        offer = next((offer for offer, action in _ACTS.items() if _offers(sheet, offer, action)), CustodyOffer.NOTHING)
        me = self.work.workplace.actor.person
        able = [person for person in sheet.doable_by[Action.WITNESS_CUSTODY] if person != me]
        witnesses = tuple((person, sheet.names.get(person, "")) for person in able)
        self._show(custody=sheet.custody, offer=offer, witnesses=witnesses)

    def ask(self) -> None:
        """Read what the dialog needs before a person can decide."""
        case = self.work.case
        if self.state.offer is CustodyOffer.DECIDE:
            self._read(lambda services, actor: services.custody.compare(actor, case), self._on_compared, "compare")
        elif self.state.offer is CustodyOffer.CONFIRM:
            self._read(
                lambda services, actor: services.outbox.recipients(actor, Kind.CASE_TRANSFER),
                self._on_stations,
                "stations",
            )

    def recall(self, witness: PersonId, passphrase: str, reason: RecallReason) -> None:
        """Take the case back, before a witness who has typed the own passphrase."""
        case, actor = self.work.case, self.work.workplace.actor
        self._sign(
            witness,
            passphrase,
            lambda services, seat: services.custody.recall(actor, seat.actor, case, reason),
            "case.custody.recalled-now",
        )

    def decide(self, witness: PersonId, passphrase: str, side: Side, reason: DecisionReason) -> None:
        """Decide the conflict, before a witness."""
        case, actor = self.work.case, self.work.workplace.actor
        self._sign(
            witness,
            passphrase,
            lambda services, seat: services.custody.decide(actor, seat.actor, case, side, reason),
            "case.custody.decided-now",
        )

    def confirm(self, witness: PersonId, passphrase: str, to: StationId | None) -> None:
        """Confirm that the case is here, or state to which station it left, before a witness."""
        case, actor = self.work.case, self.work.workplace.actor
        self._sign(
            witness,
            passphrase,
            lambda services, seat: (
                services.custody.confirm(actor, seat.actor, [case])
                if to is None
                else services.custody.declare_away(actor, seat.actor, [case], to)
            ),
            "case.custody.confirmed-now",
        )

    def _on_compared(self, comparison: Comparison) -> None:
        self._show(comparison=comparison)

    def _on_stations(self, stations: list[Addressee]) -> None:
        self._show(stations=tuple(stations))


def _offers(sheet: CaseSheet, offer: CustodyOffer, action: Action) -> bool:
    if offer is CustodyOffer.DECIDE and (sheet.custody is None or sheet.custody.conflict is None):
        return False
    if offer is CustodyOffer.RECALL and sheet.custody is not None and sheet.custody.conflict is not None:
        return False
    return sheet.may(action)
