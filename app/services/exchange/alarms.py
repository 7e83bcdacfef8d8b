"""Alarms (警報): bundles that came and with which somebody may have tampered, until an officer has looked into it.

An alarm is about a file that came in, whatever it claims; an incident (``incidents``) is about a bundle that we sent.
One event is never both. A fork or a cut record raises its alarm and stops the lane (``lanes``): the officer is shown
the stopped lane alone, and when two officers let it go on, the reason that they give settles the alarm.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.models.domain.actor import Actor
from app.models.domain.acts import Action
from app.models.domain.errors import GateClosedError
from app.models.domain.ids import StationId
from app.models.views.arriving import Alarm
from app.services.bundles.report import ALARMS
from app.services.desk import Act, Desk
from app.services.exchange.lookout import trust_view
from app.services.vault.unit import Unit


class Finding(StrEnum):
    """What a look into an alarm brought to light."""

    MISTAKE = "mistake"
    """取扱いの誤り."""
    TAMPERING = "tampering"
    """改変又は不正な転送."""
    RESTORED = "restored"
    """差出元が古い控えに戻した."""
    UNEXPLAINED = "unexplained"
    """原因が分からない."""


@dataclass(frozen=True, slots=True)
class AlarmSeen:
    """An alarm with the office that the bundle names as its origin."""

    alarm_id: str
    code: str
    origin: StationId
    office_ja: str
    office_en: str
    ciphertext_sha256: str
    raised_at: datetime
    settled_at: datetime | None
    finding: str


def sound(act: Act, code: str, origin: StationId, ciphertext_sha256: str) -> None:
    """Raise the alarm where the code calls for one: on record, and on the start page of the security officer."""
    if code not in ALARMS:
        return
    alarm = Alarm(act.new_id(), code, origin, ciphertext_sha256, act.at, act.actor.person)
    if not act.unit.arrivals.raise_alarm(alarm):
        return
    detail: dict[str, str | int] = {"alarm": alarm.alarm_id, "code": code, "sha256": ciphertext_sha256}
    if origin:
        detail["origin"] = origin
    act.unit.record.append(
        at=act.at,
        code="bundle.alarm-raised",
        person=act.actor.person,
        station=act.actor.station,
        session=act.actor.session,
        subject="",
        purpose="process",
        result="done",
        detail=detail,
    )


def told_by_lane(unit: Unit, alarm: Alarm) -> bool:
    """Whether an open alarm is shown as the stopped lane, which two officers must clear."""
    is_open = alarm.settled_at is None
    return is_open and any(one.cause == alarm.code for one in unit.loop.stops_of(alarm.origin))


def settle_with_lane(act: Act, partner: StationId, finding: Finding) -> None:
    """Settle the alarms that stopped a lane; called before its stops are cleared."""
    for one in act.unit.arrivals.alarms():
        if one.origin == partner and told_by_lane(act.unit, one):
            act.unit.arrivals.settle_alarm(one.alarm_id, finding.value, act.at, act.actor.person)
            detail: dict[str, str | int] = {"alarm": one.alarm_id, "finding": finding.value}
            act.look_also(Action.SETTLE_ALARM, "process", **detail)


class Alarms:
    """Use cases of the alarms."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def all(self, actor: Actor, *, open_only: bool = True) -> list[AlarmSeen]:
        """Alarms, the newest first; not those that a stopped lane tells."""
        with self._desk.act(actor, Action.SEE_ALARMS) as act:
            trust = trust_view(act.unit).document if act.unit.people.trust_envelope() is not None else None
            found = []
            for one in act.unit.arrivals.alarms(open_only=open_only):
                if told_by_lane(act.unit, one):
                    continue
                office = trust.office_of_station(one.origin) if trust is not None else None
                names = (office.name_ja, office.name_en) if office is not None else ("", "")
                found.append(
                    AlarmSeen(
                        one.alarm_id,
                        one.code,
                        one.origin,
                        *names,
                        one.ciphertext_sha256,
                        one.raised_at,
                        one.settled_at,
                        one.finding or "",
                    )
                )
            return found

    def settle(self, actor: Actor, alarm_id: str, finding: Finding) -> None:
        """Say what was found; the alarm leaves the start page.

        Raises:
            GateClosedError: ``alarm.not-open``; ``alarm.lane-stopped``: it is settled with the lane that it stopped.
        """
        with self._desk.act(actor, Action.SETTLE_ALARM) as act:
            known = next((one for one in act.unit.arrivals.alarms() if one.alarm_id == alarm_id), None)
            if known is not None and told_by_lane(act.unit, known):
                raise GateClosedError("alarm.lane-stopped")
            if not act.unit.arrivals.settle_alarm(alarm_id, finding.value, act.at, actor.person):
                raise GateClosedError("alarm.not-open")
            act.detail.update({"alarm": alarm_id, "finding": finding.value})
