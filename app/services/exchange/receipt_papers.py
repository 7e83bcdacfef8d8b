"""The two small forms of a receipt that we write: a mini-file beside the bundle, and a paper with a QR code (受領書).

Both hold the same signed statement as the receipt that travels as a bundle, take no number on any lane, and can be
written again at any time.
"""

from contextlib import suppress
from typing import BinaryIO

from app.models.domain.actor import Actor
from app.models.domain.acts import Action
from app.models.domain.civil_day import civil_day
from app.models.domain.errors import AppError, EnvironmentProblemError
from app.models.domain.ids import BundleId
from app.models.views.records import Import
from app.services.audit.checkpoint import parse
from app.services.audit.slip import words_of
from app.services.bundles.filenames import bundle_name
from app.services.bundles.schemas import Receipt, ReceiptOutcome
from app.services.desk import Act, Desk
from app.services.exchange import receipt_forms
from app.services.exchange.lookout import signed_head, station_keys, trust_view
from app.services.exchange.preflight import require_fit
from app.services.exchange.receipts import decided_on, receipt_of
from app.services.exchange.ticks import flush_to_medium, reading_back
from app.services.notices.issuing import LetterDesk
from app.services.ports import Drive
from app.services.resources import TEXTS
from app.services.texts.catalogue import Catalogue, Language

_TAKEN_IN = frozenset({ReceiptOutcome.IMPORTED, ReceiptOutcome.DUPLICATE})


class ReceiptPapers:
    """Use cases of the small forms."""

    def __init__(self, desk: Desk, letters: LetterDesk) -> None:
        self._desk = desk
        self._letters = letters

    def mini_file(self, actor: Actor, bundle_id: BundleId, drive: Drive) -> str:
        """Write the mini-file beside the bundle that it answers, and read it back.

        Returns:
            Its name on the medium.

        Raises:
            GateClosedError: ``receipt.nothing-decided``.
            EnvironmentProblemError: The medium is full, gone or read-only; ``media.name-taken``; ``media.read-back``.
        """
        name = ""
        try:
            with self._desk.act(actor, Action.WRITE_RECEIPT) as act:
                decided, data = self._sealed(act, bundle_id)
                require_fit(act, drive, len(data))
                name = receipt_forms.file_name(_bundle_file(act, decided))
                with drive.create(name) as destination:
                    destination.write(data)
                    flush_to_medium(destination)
                with reading_back(), drive.reopen(name) as source:
                    _require_same(source, data)
                act.closing.append(lambda: drive.finish(name))
        except BaseException:
            with suppress(AppError):
                if name:
                    drive.discard(name)
            raise
        return name

    def printed(self, actor: Actor, bundle_id: BundleId) -> bytes:
        """The receipt on paper, as PDF: the QR code holds the signed statement, for a scanner or to be typed.

        Raises:
            GateClosedError: ``receipt.nothing-decided``.
            RefusedError: A name cannot be printed exactly.
        """
        texts = Catalogue.load(TEXTS, Language.JAPANESE)  # the letter is in Japanese
        with self._desk.act(actor, Action.WRITE_RECEIPT) as act:
            decided, data = self._sealed(act, bundle_id)
            said = receipt_forms.read(data).receipt
            trust = trust_view(act.unit).document
            office = trust.office_of_station(decided.origin)
            digest, name = decided.ciphertext_sha256, _bundle_file(act, decided)
            counts = [texts("export.slip.records", count=said.record_count)]
            counts += [texts("export.slip.papers", count=said.blob_count)] if said.blob_count else []
            missing = ", ".join(str(number) for head in said.lanes for number in head.missing[:20])
            counts += [texts("ui.import.receipt.missing", numbers=missing)] if missing else []
            letter = self._letters.write(
                act,
                "receipt",
                {
                    "issue_no": name.removesuffix(".age"),
                    "issued_on": civil_day(act.at),
                    "sender_office": office.name_ja if office else decided.origin,
                    "file_name": name,
                    "received_on": civil_day(decided.decided_at),
                    "record_counts": tuple(counts),
                    "verdict": "admitted" if said.outcome in _TAKEN_IN else "refused",
                    **({} if said.code is None else {"refusal_code": said.code}),
                    "sha256_groups": tuple(digest[at : at + 8] for at in range(0, len(digest), 8)),
                    "record_words": words_of(parse(said.checkpoint.encode()).checkpoint),
                    "code_payload": receipt_forms.to_text(data),
                },
            )
            return letter.pdf

    @staticmethod
    def _sealed(act: Act, bundle_id: BundleId) -> tuple[Import, bytes]:
        decided, keys = decided_on(act, bundle_id), station_keys(act.unit)
        said: Receipt = receipt_of(act, decided, signed_head(act.unit, keys))
        act.detail.update({"bundle": bundle_id, "answers": bundle_id})
        return decided, receipt_forms.sealed(said, keys.signing)


def _require_same(source: BinaryIO, data: bytes) -> None:
    if source.read(receipt_forms.LARGEST + 1) != data:
        raise EnvironmentProblemError("media.read-back")


def _bundle_file(act: Act, decided: Import) -> str:
    return bundle_name(decided.origin, act.unit.people.station().station_id, decided.seq, decided.bundle_id).text
