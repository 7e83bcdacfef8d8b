"""Stopped lanes (停止した経路): what waits for an earlier bundle, what was forked or cut, and how it goes on.

A lane stops by itself when a partner's numbers or record cannot be one history. It goes on when two officers have found
out why, with the reason on record; nothing is ever merged. The bundle that stopped it raised an alarm (``alarms``),
which is settled with the lane; no incident is opened, for nothing that we sent is in question.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from app.models.domain.actor import Actor
from app.models.domain.acts import Action
from app.models.domain.errors import GateClosedError
from app.models.domain.ids import BundleId, StationId
from app.models.domain.loop import Clearing
from app.models.views.loop import LaneStop
from app.services.bundles.report import Axis, BottomLine, VerificationReport
from app.services.desk import Act, Desk, Witness
from app.services.exchange.alarms import Finding, settle_with_lane
from app.services.exchange.lookout import trust_view
from app.services.vault.unit import Unit

GAP, FORK = "bundle.gap", "bundle.fork"
_MOST_NUMBERS = 1000
_FOUND = {
    Clearing.RESTORED_BACKUP: Finding.RESTORED,
    Clearing.OPERATING_ERROR: Finding.MISTAKE,
    Clearing.KEY_RENEWED: Finding.TAMPERING,
}
"""What the reason of two officers says about the alarm that stopped the lane."""


@dataclass(frozen=True, slots=True)
class StoppedLane:
    """A partner from whom nothing more is taken now.

    Attributes:
        cause: Code of what stopped it; ``bundle.gap`` when it waits for earlier bundles.
        missing: First and last number that never came, for a gap; what to ask the partner for.
        is_stopped: Two officers must let it go on; False when it only waits.
    """

    partner: StationId
    office_ja: str
    office_en: str
    cause: str
    bundle_id: BundleId
    seq: int
    last_seq: int
    since: datetime
    missing: tuple[int, int] | None
    is_stopped: bool


def note_lane(
    act: Act, origin: StationId, bundle_id: BundleId, place: tuple[int, str] | None, report: VerificationReport
) -> None:
    """Stop a lane, or note that it waits, when the report on a signed bundle says so.

    Args:
        act: The running act that looked at the bundle.
        origin: The station that signed it.
        bundle_id: The bundle.
        place: Its number on the lane to us and the manifest that it follows.
        report: Sequence and record are only judged in it after signatures and recipient were found right.
    """
    code = report.line(Axis.SEQUENCE).code or report.line(Axis.RECORD).code
    if not code or code == "bundle.replay" or place is None:
        return
    if code == GAP and report.bottom_line is not BottomLine.HELD:
        return
    lane = act.unit.lanes.get("in", origin)
    stop = LaneStop(0, origin, code, bundle_id, place[0], place[1], lane.last_seq, act.at)
    _end_gaps(act.unit, origin, act.at)
    if not act.unit.loop.stop_lane(stop) or code == GAP:
        return
    act.unit.lanes.stop("in", origin)
    detail: dict[str, str | int] = {"origin": origin, "reason": code, "bundle": bundle_id}
    act.unit.record.note(act.at, "lane.stopped", act.actor.station, detail)


def stopped_lanes(unit: Unit) -> list[LaneStop]:
    """What stops or holds a lane now, the newest first."""
    return [one for one in unit.loop.stops() if not _is_over(unit, one)]


class Lanes:
    """Use cases of stopped lanes."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def stopped(self, actor: Actor) -> list[StoppedLane]:
        """Partners from whom something waits or nothing more is taken, the newest first."""
        with self._desk.act(actor, Action.SEE_EXPORTS) as act:
            return [_told(act.unit, one) for one in stopped_lanes(act.unit)]

    def clear(self, actor: Actor, witness: Actor, partner: StationId, reason: Clearing) -> None:
        """Let a stopped lane go on, by two officers who found out why it stopped.

        Args:
            actor: The security officer.
            witness: Another officer, who has just typed the own passphrase.
            partner: The station of the lane.
            reason: Why. After a restore the lane goes on where the partner stands, otherwise where we stand.

        Raises:
            GateClosedError: ``lane.not-stopped``.
            NotAuthorisedError: ``access.same-person`` or ``access.wrong-role``: the witness cannot be one.
        """
        watched = Witness(witness, Action.WITNESS_LANE)
        with self._desk.act(actor, Action.CLEAR_LANE, witness=watched) as act:
            stops = [one for one in act.unit.loop.stops_of(partner) if one.cause != GAP]
            if not stops:
                raise GateClosedError("lane.not-stopped")
            last = max(stops, key=lambda one: one.number)
            lane = act.unit.lanes.get("in", partner)
            if reason.follows_partner:
                act.unit.lanes.advance("in", partner, last.seq - 1, last.prev)
                act.unit.heads.set_aside(partner, keeps_newest=last.cause != FORK)
            else:
                act.unit.lanes.advance("in", partner, lane.last_seq, lane.last_manifest_sha256)
            settle_with_lane(act, partner, _FOUND[reason])
            for one in stops:
                act.unit.loop.clear_lane(one.number, act.at, actor.person, witness.person, reason.value)
            _end_gaps(act.unit, partner, act.at)
            act.detail.update({"origin": partner, "reason": reason.value})


def _is_over(unit: Unit, stop: LaneStop) -> bool:
    """A gap ends by itself when the missing numbers came or were given up."""
    return stop.cause == GAP and unit.lanes.get("in", stop.partner).last_seq >= stop.seq - 1


def _end_gaps(unit: Unit, partner: StationId, at: datetime) -> None:
    for one in unit.loop.stops_of(partner):
        if _is_over(unit, one):
            unit.loop.end_stop(one.number, at)


def _told(unit: Unit, stop: LaneStop) -> StoppedLane:
    envelope = unit.people.trust_envelope()
    office = trust_view(unit).document.office_of_station(stop.partner) if envelope is not None else None
    last_seq = unit.lanes.get("in", stop.partner).last_seq
    missing = (last_seq + 1, min(stop.seq - 1, last_seq + _MOST_NUMBERS)) if stop.cause == GAP else None
    shown = replace(stop, last_seq=last_seq)
    return StoppedLane(
        shown.partner,
        office.name_ja if office else "",
        office.name_en if office else "",
        shown.cause,
        shown.bundle_id,
        shown.seq,
        shown.last_seq,
        shown.stopped_at,
        missing,
        is_stopped=stop.cause != GAP,
    )
