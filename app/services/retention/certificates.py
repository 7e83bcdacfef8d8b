"""Certificates of destruction (廃棄証明書, F32): what, how, by whom, and every place where ciphertext may still lie."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from app.models.domain.actor import Actor
from app.models.domain.acts import Action
from app.models.domain.civil_day import JAPAN, civil_day
from app.models.domain.errors import AlreadyDoneError, GateClosedError, InvalidInputError, VaultError
from app.models.domain.ids import CaseId, LetterId
from app.models.domain.retention import Matter
from app.models.views.backups import BackupRecord
from app.models.views.retention import Destruction
from app.services.crypto.sealing import unseal
from app.services.desk import Act, Desk
from app.services.notices.issuing import LetterDesk
from app.services.packs.shelf import PackShelf
from app.services.papers.filing import read_paper
from app.services.resources import TEXTS
from app.services.retention.disposal import probe_context
from app.services.texts.catalogue import Catalogue, Language
from app.services.vault.unit import Unit

FORM = "F32"


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """A line of the ledger with the names of its two persons.

    Attributes:
        obstacle: Code of the error that keeps the certificate from being issued; empty when it can be.
        medium: The medium that must be backed up anew first, if that is the obstacle.
    """

    entry: Destruction
    actor: str
    witness: str
    obstacle: str = ""
    medium: str = ""


class Certificates:
    """Use cases of security officers, and of auditors who read."""

    def __init__(self, desk: Desk, packs: PackShelf, letters: LetterDesk) -> None:
        self._desk = desk
        self._packs = packs
        self._letters = letters

    def page(self, actor: Actor, after: tuple[str, str] | None = None, limit: int = 200) -> list[LedgerLine]:
        """The destruction ledger, newest first, each line with what keeps its certificate from being issued."""
        with self._desk.act(actor, Action.SEE_RETENTION) as act:
            names = _names(act)
            backups = act.unit.backups.kept()
            return [_line(act.unit, entry, names, backups) for entry in act.unit.ledger.page(after, limit)]

    def issue(self, actor: Actor, subject: str) -> LetterId:
        """Write and file the certificate of one destruction.

        Raises:
            GateClosedError: ``certificate.unfinished`` while key or files have yet to go, ``certificate.key-exists``
                when a copy of the key is here, ``certificate.keys-backup-older`` when a medium holds a backup of the
                keys from before the destruction.
            AlreadyDoneError: ``certificate.issued-already``.
        """
        texts = Catalogue.load(TEXTS, Language.JAPANESE)
        with self._desk.act(actor, Action.ISSUE_CERTIFICATE) as act:
            entry = act.unit.ledger.find(subject)
            if entry is None:
                raise InvalidInputError("record.not-found")
            if entry.certificate is not None:
                raise AlreadyDoneError("certificate.issued-already")
            backups = act.unit.backups.kept()
            _require_no_key(act.unit, entry, backups)
            act.subject = subject
            concerned = [one for one in backups if entry.existed_since <= one.made_at <= entry.destroyed_at]
            facts = self._facts(act, entry, concerned, texts)
            letter = self._letters.issue(act, FORM, certificate_owner(subject), facts)
            act.unit.ledger.set_certificate(subject, letter.letter_id)
            act.detail = {"letter": letter.letter_id, "bundles": len(entry.bundles), "backups": len(concerned)}
            return letter.letter_id

    def read(self, actor: Actor, subject: str) -> bytes:
        """The PDF of an issued certificate.

        Raises:
            InvalidInputError: ``record.not-found`` before it was issued.
        """
        with self._desk.act(actor, Action.SEE_RETENTION) as act:
            entry = act.unit.ledger.find(subject)
            if entry is None or entry.certificate is None:
                raise InvalidInputError("record.not-found")
            act.subject = subject
            letter = act.unit.papers.letter(entry.certificate)
            return b"".join(read_paper(act.unit, act.unit.papers.blob(letter.blob_id)))

    def _facts(
        self, act: Act, entry: Destruction, backups: list[BackupRecord], texts: Catalogue
    ) -> dict[str, str | date | tuple[str, ...]]:
        kind, names = self._packs.current.pack.retention(entry.retention_class), _names(act)
        moment = entry.destroyed_at.astimezone(JAPAN)
        tried = act.at.astimezone(JAPAN)
        facts: dict[str, str | date | tuple[str, ...]] = {
            "matter": texts(f"matter.{entry.matter}"),
            "subject_id": entry.subject,
            "class_name": kind.name.ja,
            "class_basis": kind.basis.ja,
            "ground": texts(f"disposal-basis.{entry.basis}"),
            "due_on": entry.due_on,
            "destroyed_on": civil_day(entry.destroyed_at),
            "destroyed_at": f"{moment:%H:%M}",
            "actor_name": names.get(entry.destroyed_by, entry.destroyed_by),
            "witness_name": names.get(entry.witness, entry.witness),
            "event_number": f"{entry.event_seq:,}",
            "document_count": f"{entry.documents:,}",
            "paper_count": f"{entry.papers:,}",
            "trial_time": f"{tried:%H:%M}",
            "had_key": "own" if entry.matter is Matter.CASE else "office",
            "bundle_count": f"{len(entry.bundles):,}",
            "backup_count": f"{len(backups):,}",
        }
        bundles = tuple(_bundle_line(act.unit, bundle, texts) for bundle in entry.bundles)
        if bundles:
            facts["bundles"] = bundles
        if backups:
            facts["backups"] = tuple(
                texts(
                    "certificate.backup",
                    medium=one.medium,
                    number=one.number,
                    day=civil_day(one.made_at).isoformat(),
                )
                for one in backups
            )
        return facts


def certificate_owner(subject: str) -> str:
    """Owner of the papers of a certificate; it is not the thing itself, which must stay gone."""
    return f"destruction:{subject}"


def _line(unit: Unit, entry: Destruction, names: dict[str, str], backups: list[BackupRecord]) -> LedgerLine:
    obstacle, medium = "", ""
    if entry.certificate is None:
        try:
            _require_no_key(unit, entry, backups)
        except GateClosedError as refusal:
            obstacle, medium = refusal.code, str(refusal.params.get("medium", ""))
    return LedgerLine(
        entry, names.get(entry.destroyed_by, ""), names.get(entry.witness, ""), obstacle=obstacle, medium=medium
    )


def _require_no_key(unit: Unit, entry: Destruction, backups: list[BackupRecord]) -> None:
    """No copy of the key may be known: here, or in the newest backup of the keys on any medium."""
    if entry.finished_at is None:
        raise GateClosedError("certificate.unfinished")
    if entry.matter is Matter.CASE and (unit.case_keys.holds(entry.subject) or _opens(unit, entry)):
        raise GateClosedError("certificate.key-exists")
    newest: dict[str, BackupRecord] = {}
    for one in backups:
        newest.setdefault(one.medium, one)
    for medium, one in newest.items():
        if entry.existed_since <= one.made_at <= entry.destroyed_at:
            raise GateClosedError("certificate.keys-backup-older", medium=medium)


def _opens(unit: Unit, entry: Destruction) -> bool:
    """Try to open the probe with every key that could fit."""
    if entry.probe is None:
        return False
    keys = [unit.register_key]
    with suppress(VaultError):
        keys.append(unit.case_keys.get(CaseId(entry.subject)))
    for key in keys:
        try:
            unseal(key, entry.probe, probe_context(entry.subject))
        except VaultError:
            continue
        return True
    return False


def _bundle_line(unit: Unit, bundle_id: str, texts: Catalogue) -> str:
    export = unit.exports.find(bundle_id)  # type: ignore[arg-type] # an id from our own ledger
    if export is None:
        return bundle_id
    written = export.written_at or export.prepared_at
    return texts(
        "certificate.bundle" if export.receipt_at is None else "certificate.bundle-received",
        file=export.file_name,
        recipient=export.recipient,
        day=civil_day(written).isoformat(),
    )


def _names(act: Act) -> dict[str, str]:
    return {str(one.person_id): one.name for one in act.unit.people.officers()}
