"""Open a verified bundle for a recipient who only wants to read it; nothing of it is kept in the vault.

What may be opened by hand: requests, notices, word of a withdrawal, receipts and trust updates, which the security
officer handles anyway. Answers, opinions and decisions stay closed to whoever may not read them in the case itself.
"""

from collections.abc import Callable, Iterator
from itertools import chain

import msgspec

from app.models.domain.actor import Actor
from app.models.domain.acts import Action
from app.models.domain.authority import Refusal
from app.models.domain.errors import AppError, GateClosedError, NotAuthorisedError, UntrustedInputError
from app.models.domain.ids import CaseId
from app.services.bundles.admission import admit
from app.services.bundles.container import Attachment, OpenedBundle, open_bundle, pass_over
from app.services.bundles.manifest import Kind
from app.services.bundles.report import VerificationReport
from app.services.bundles.schemas import Record
from app.services.desk import Act, Desk
from app.services.exchange.arrivals import case_ref
from app.services.exchange.importing import arrival_of
from app.services.exchange.lookout import station_keys
from app.services.media.recognising import require_admissible
from app.services.papers.filing import borne_out
from app.services.ports import Drive

_READING = {
    Kind.QUESTIONNAIRE: (Action.SEE_ANSWERS, Action.SEE_MEDICAL_ANSWERS),
    Kind.CORRECTED_ANSWERS: (Action.SEE_ANSWERS, Action.SEE_MEDICAL_ANSWERS),
    Kind.OPINION: (Action.SEE_FINDINGS, Action.SEE_MEDICAL_FINDINGS),
    Kind.DECISION: (Action.SEE_FINDINGS,),
    Kind.CASE_TRANSFER: (
        Action.SEE_ANSWERS,
        Action.SEE_MEDICAL_ANSWERS,
        Action.SEE_FINDINGS,
        Action.SEE_MEDICAL_FINDINGS,
    ),
    Kind.COMPLAINT: (Action.SEE_COMPLAINT,),
    # These name no case, so that nobody may open them by hand.
    Kind.INQUIRY: (Action.SEE_FINDINGS,),
    Kind.INQUIRY_REPLY: (Action.SEE_FINDINGS,),
}
"""What an officer must be allowed to see in the case before a bundle of these kinds is opened by hand."""
RECORDS_FILE = "records.ndjson"
_SUFFIXES = {"application/pdf": ".pdf", "image/png": ".png", "image/jpeg": ".jpg", "image/tiff": ".tiff"}


class Unpacking:
    """Use case of ``bundle open``."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def unpack(self, actor: Actor, drive: Drive, file_name: str, take: Callable[[str, Iterator[bytes]], None]) -> int:
        """Hand out records and attachments of a bundle that passes every question.

        Args:
            actor: The security officer; the look is recorded.
            drive: The medium.
            file_name: The bundle on it.
            take: Gets a plain name and the bytes of each file. What it got is false until this returns.

        Returns:
            How many files were handed out.

        Raises:
            UntrustedInputError: The code of the report, or the contents are not what was signed.
            GateClosedError: ``access.sealed``: the consent to the case was withdrawn.
            NotAuthorisedError: ``access.content-closed``: answers, an opinion or a decision.
        """
        count = 0
        refused: AppError | None = None

        def take_attachment(attachment: Attachment, chunks: Iterator[bytes]) -> None:
            nonlocal count
            count += 1
            start = next(chunks, b"")
            suffix = _SUFFIXES.get(borne_out(attachment.media_type, start), ".bin")
            take(f"{attachment.sha256}{suffix}", chain((start,), chunks))

        with drive.open_bundle(file_name) as source, self._desk.act(actor, Action.OPEN_BUNDLE) as act:
            require_admissible(act.unit, drive)
            opened = open_bundle(source, [station_keys(act.unit).identity])
            report = admit(arrival_of(act.unit, opened, int(act.at.timestamp())))
            if report.code:
                raise UntrustedInputError(report.code)
            act.detail.update({"bundle": opened.manifest.bundle_id, "kind": opened.manifest.kind.value})
            why = self._why_closed(act, drive, file_name) if opened.manifest.kind in _READING else None
            if why is not None:
                act.record_event(f"refused:{why.value}")
                refused = NotAuthorisedError("access.content-closed")
            else:
                # Nothing is written in clear before all of it was verified: what is deleted can still lie on a disk.
                _require_whole(opened, report)
                source.seek(0)
                opened = open_bundle(source, [station_keys(act.unit).identity])
                records = []
                for one in opened.entries(report, take_attachment):
                    _require_unsealed(act, one)
                    records.append(msgspec.json.encode(one, order="sorted"))
                opened.finish()
                take(RECORDS_FILE, (line + b"\n" for line in records))
                act.detail["opened"] = count + 1
        if refused is not None:
            raise refused
        return count + 1

    @staticmethod
    def _why_closed(act: Act, drive: Drive, file_name: str) -> Refusal | None:
        """Why the officer may not read in the case itself all that the bundle says about it; None if it may be read."""
        with drive.open_bundle(file_name) as source:
            opened = open_bundle(source, [station_keys(act.unit).identity])
            report = admit(arrival_of(act.unit, opened, int(act.at.timestamp())))
            cases = {case_ref(one) for one in opened.entries(report, pass_over)}
        for case in cases:
            about = act.regarding(CaseId(case))
            if about is None:
                return Refusal.NOT_OF_CASE
            act.subject = case
            refusals = [about.may(action) for action in _READING[opened.manifest.kind]]
            if any(refusals):
                return next(why for why in refusals if why is not None)
        return None


def _require_whole(opened: OpenedBundle, report: VerificationReport) -> None:
    for _ in opened.entries(report, pass_over):
        pass
    opened.finish()


def _require_unsealed(act: Act, record: Record) -> None:
    """A file on a stick is no way around the gate: what came before a withdrawal is not read after it."""
    case = act.unit.cases.find(CaseId(case_ref(record)))
    if case is not None and case.sealed:
        raise GateClosedError("access.sealed")
    act.subject = case.case_id if case is not None else ""
