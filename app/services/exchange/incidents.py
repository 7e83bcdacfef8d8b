"""Incidents of the exchange (受渡しの事故): what we sent, and whose receipt does not come or cannot be true.

An incident belongs to an export, or to a receipt for what was never exported so, and ends with what became of it. What
speaks against a bundle that came, receipts in bundles among them, is an alarm (``alarms``) and no incident.
"""

from app.models.domain.actor import Actor
from app.models.domain.acts import Action
from app.models.domain.errors import AlreadyDoneError, GateClosedError
from app.models.domain.ids import BundleId, StationId
from app.models.domain.loop import Age, Cause, Ending, age_of
from app.models.views.loop import Incident
from app.models.views.records import Export
from app.services.calendar import working_days
from app.services.desk import Act, Desk
from app.services.exchange import loop_paper
from app.services.exchange.lookout import trust_view
from app.services.exchange.told_incident import ToldIncident
from app.services.texts.catalogue import Catalogue


class Incidents:
    """Use cases of the loop of receipts when it does not close."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def page(self, actor: Actor, *, with_closed: bool = False) -> list[ToldIncident]:
        """Incidents, the newest first; closed ones only on demand."""
        with self._desk.act(actor, Action.SEE_EXPORTS) as act:
            return [_told(act, one) for one in act.unit.loop.incidents(with_closed=with_closed)]

    def open(self, actor: Actor, bundle_id: BundleId) -> int:
        """Open an incident for an export whose receipt is overdue (受領書の未着).

        Returns:
            Its number.

        Raises:
            GateClosedError: ``incident.not-overdue``.
            AlreadyDoneError: ``incident.open-already``.
        """
        with self._desk.act(actor, Action.OPEN_INCIDENT) as act:
            export = act.unit.exports.get(bundle_id)
            if _days_waiting(act, export) is None or _age(act, export) is not Age.OVERDUE:
                raise GateClosedError("incident.not-overdue")
            made = act.unit.loop.open_incident(
                Cause.OVERDUE.value, bundle_id, export.recipient, act.at, act.actor.person
            )
            if made is None:
                raise AlreadyDoneError("incident.open-already")
            act.detail.update({"incident": made.number, "reason": made.cause, "bundle": bundle_id})
            return made.number

    def report(self, actor: Actor, number: int, texts: Catalogue) -> bytes:
        """The report on an incident as PDF: who, what, which medium, what to do, and room to write.

        Raises:
            InvalidInputError: ``record.not-found``.
            RefusedError: A name cannot be printed exactly.
        """
        with self._desk.act(actor, Action.REPORT_INCIDENT) as act:
            told = _told(act, act.unit.loop.incident(number))
            act.unit.loop.set_reported(number, act.at)
            act.detail["incident"] = number
            return loop_paper.incident_pdf(told, act.unit.people.station(), act.at, texts)

    def close(self, actor: Actor, number: int, ending: Ending) -> None:
        """End an incident with what came out.

        Raises:
            InvalidInputError: ``record.not-found``.
            AlreadyDoneError: ``incident.closed-already``.
        """
        with self._desk.act(actor, Action.CLOSE_INCIDENT) as act:
            if act.unit.loop.incident(number).closed_at is not None:
                raise AlreadyDoneError("incident.closed-already")
            act.unit.loop.close_incident(number, act.at, act.actor.person, ending.value)
            act.detail.update({"incident": number, "reason": ending.value})

    def remind(self, actor: Actor, bundle_id: BundleId, texts: Catalogue) -> bytes:
        """A letter that asks the recipient for the receipt (受領書の督促), as PDF.

        Raises:
            GateClosedError: ``receipt.not-awaited``: it was not written, or its receipt came.
            RefusedError: A name cannot be printed exactly.
        """
        with self._desk.act(actor, Action.REMIND_RECEIPT) as act:
            export = act.unit.exports.get(bundle_id)
            days = _days_waiting(act, export)
            if days is None:
                raise GateClosedError("receipt.not-awaited")
            act.detail.update({"bundle": bundle_id, "days": days})
            ja, en = _office(act, export.recipient)
            return loop_paper.reminder_pdf(
                export, days, (ja, en), act.unit.people.station(), act.unit.people.letterhead(), act.at, texts
            )


def _days_waiting(act: Act, export: Export) -> int | None:
    """Whole days for which a receipt is awaited; None when none is."""
    return (act.at - export.written_at).days if export.status == "written" and export.written_at is not None else None


def _age(act: Act, export: Export) -> Age:
    """Ages count working days: a medium that waits over the holidays is not lost."""
    return age_of(working_days(export.written_at, act.at)) if export.written_at is not None else Age.OPEN


def _told(act: Act, one: Incident) -> ToldIncident:
    export, writing = act.unit.exports.find(one.bundle_id), act.unit.loop.writing(one.bundle_id)
    ja, en = _office(act, one.partner)
    names = {officer.person_id: officer.name for officer in act.unit.people.officers()}
    since = export.written_at if export is not None and export.written_at is not None else one.opened_at
    return ToldIncident(
        number=one.number,
        cause=Cause(one.cause),
        bundle_id=one.bundle_id,
        partner=one.partner,
        office_ja=ja,
        office_en=en,
        kind=export.kind if export is not None else "",
        file_name=export.file_name if export is not None else "",
        ciphertext_sha256=(export.ciphertext_sha256 or "") if export is not None else "",
        place=writing.place if writing is not None else "",
        sent_by=names.get(writing.person, "") if writing is not None else "",
        sent_at=export.written_at if export is not None else None,
        opened_at=one.opened_at,
        days_open=(act.at - since).days,
        reported_at=one.reported_at,
        closed_at=one.closed_at,
        ending=one.ending or "",
    )


def _office(act: Act, station: StationId) -> tuple[str, str]:
    """Names of the office of a station in both languages; empty where the trust document does not know it."""
    if act.unit.people.trust_envelope() is None:
        return "", ""
    office = trust_view(act.unit).document.office_of_station(station)
    return (office.name_ja, office.name_en) if office is not None else ("", "")
