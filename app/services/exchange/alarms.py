"""Alarms (警報): bundles with which somebody may have tampered, until a security officer has looked into it."""

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
from app.services.exchange.inspection import Inspection
from app.services.exchange.lookout import trust_view


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


def sound(act: Act, found: Inspection) -> bool:
    """Raise the alarm where a bundle calls for one: on record, and on the start page of the security officer.

    Returns:
        Whether a new alarm was raised.
    """
    code = found.report.code
    if code not in ALARMS:
        return False
    alarm = Alarm(act.new_id(), code, found.origin, found.ciphertext_sha256, act.at, act.actor.person)
    if not act.unit.arrivals.raise_alarm(alarm):
        return False
    detail: dict[str, str | int] = {"alarm": alarm.alarm_id, "code": code, "sha256": found.ciphertext_sha256}
    if found.origin:
        detail["origin"] = found.origin
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
    return True


class Alarms:
    """Use cases of the alarms."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def all(self, actor: Actor, *, open_only: bool = True) -> list[AlarmSeen]:
        """Alarms, the newest first."""
        with self._desk.act(actor, Action.SEE_ALARMS) as act:
            trust = trust_view(act.unit).document if act.unit.people.trust_envelope() is not None else None
            found = []
            for one in act.unit.arrivals.alarms(open_only=open_only):
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
            GateClosedError: ``alarm.not-open``.
        """
        with self._desk.act(actor, Action.SETTLE_ALARM) as act:
            if not act.unit.arrivals.settle_alarm(alarm_id, finding.value, act.at, actor.person):
                raise GateClosedError("alarm.not-open")
            act.detail.update({"alarm": alarm_id, "finding": finding.value})
