"""Open a verified bundle for a recipient who only wants to read it; nothing of it is kept in the vault."""

from collections.abc import Callable, Iterator

import msgspec

from app.models.domain.actor import Actor
from app.models.domain.acts import Action
from app.models.domain.errors import GateClosedError, UntrustedInputError
from app.models.domain.ids import CaseId
from app.services.bundles.admission import admit
from app.services.bundles.container import Attachment, open_bundle
from app.services.bundles.schemas import Record
from app.services.desk import Act, Desk
from app.services.exchange.arrivals import case_ref
from app.services.exchange.importing import arrival_of
from app.services.exchange.lookout import station_keys
from app.services.ports import Drive

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
        """
        count = 0

        def take_attachment(attachment: Attachment, chunks: Iterator[bytes]) -> None:
            nonlocal count
            count += 1
            take(f"{attachment.sha256}{_SUFFIXES.get(attachment.media_type, '.bin')}", chunks)

        with drive.open_bundle(file_name) as source, self._desk.act(actor, Action.INSPECT_BUNDLE) as act:
            opened = open_bundle(source, [station_keys(act.unit).identity])
            report = admit(arrival_of(act.unit, opened, int(act.at.timestamp())))
            if report.code:
                raise UntrustedInputError(report.code)
            records = []
            for one in opened.entries(report, take_attachment):
                _require_unsealed(act, one)
                records.append(msgspec.json.encode(one, order="sorted"))
            opened.finish()
            take(RECORDS_FILE, (line + b"\n" for line in records))
            act.detail.update({"bundle": opened.manifest.bundle_id, "opened": count + 1})
        return count + 1


def _require_unsealed(act: Act, record: Record) -> None:
    """A file on a stick is no way around the gate: what came before a withdrawal is not read after it."""
    case = act.unit.cases.find(CaseId(case_ref(record)))
    if case is not None and case.sealed:
        raise GateClosedError("access.sealed")
    act.subject = case.case_id if case is not None else ""
