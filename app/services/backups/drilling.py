"""Restore drill (復元訓練): a backup opened completely into a throw-away copy, looked at, thrown away."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from app.models.domain.actor import Actor
from app.models.domain.acts import Action
from app.models.domain.errors import UntrustedInputError, VaultError
from app.models.domain.ids import BlobId
from app.services.backups import envelopes
from app.services.backups.layout import Layout
from app.services.backups.opening import Belonging, ByStation, OpenBackup, check_blobs, open_backup
from app.services.backups.rebuilding import Rebuilt, rebuild
from app.services.backups.workroom import workroom
from app.services.desk import Desk
from app.services.exchange.lookout import station_keys
from app.services.jobs import CancelToken, Progress, ProgressSink
from app.services.notices.issuing import LetterDesk
from app.services.papers.filing import read_paper
from app.services.ports import BackupPlace
from app.services.vault.unit import Unit
from app.services.vault.vault import BLOBS

SOUND = "sound"
DOCUMENTS, PAPERS = 40, 10
"""How many of each are opened as samples."""
_STEPS = 5


@dataclass(frozen=True, slots=True)
class DrillReport:
    """The result of a drill.

    Attributes:
        outcome: ``sound``, or the code of what is wrong.
        entries: Entries of the record that were hashed again.
        documents: Sealed documents that were opened.
        papers: Papers that were opened and compared with their digest.
        destroyed: Things that the destruction ledger names; none of them can be read in the copy.
        came_back: Those of them that lay in the backup and were destroyed again.
    """

    number: int
    backup_id: str
    made_at: datetime
    at: datetime
    outcome: str
    entries: int = 0
    cases: int = 0
    documents: int = 0
    papers: int = 0
    destroyed: int = 0
    came_back: int = 0

    @property
    def is_sound(self) -> bool:
        """The backup can be restored from."""
        return self.outcome == SOUND


class Drilling:
    """The use case."""

    def __init__(self, desk: Desk, letters: LetterDesk) -> None:
        self._desk, self._letters = desk, letters

    def drill(
        self,
        actor: Actor,
        place: BackupPlace,
        number: int,
        *,
        token: CancelToken | None = None,
        progress: ProgressSink = lambda _progress: None,
    ) -> DrillReport:
        """Restore a backup into a copy that nobody can keep, and look at it. What is found goes on record.

        Raises:
            NotAuthorisedError: Recorded.
            CancelledError: Somebody stopped it; nothing is on record.
            EnvironmentProblemError: The medium or the disk failed, so that nothing is known of the backup.
        """
        self._desk.require(actor, Action.DRILL)
        run = _Run(token or CancelToken(), progress)
        with self._desk.vault.read() as unit:
            station, keys = unit.people.station(), station_keys(unit)
        belonging = Belonging(station.vault_id, station.environment, keys.signing.verify_key)
        layout, at = Layout.of(station.station_id), self._desk.clock.now()
        backup: OpenBackup | None = None
        try:
            with workroom(self._desk.vault.folder) as work:
                run.step("open")
                backup = open_backup(place, layout, number, ByStation(keys.identity), work, belonging, run.tick)
                run.step("papers")
                check_blobs(place, layout, backup, run.tick)
                report = self._looked_at(place, layout, backup, work, at, run)
        except (UntrustedInputError, VaultError) as error:
            backup_id = backup.manifest.backup_id if backup else "unknown"
            made_at = backup.manifest.made_at if backup else at
            report = DrillReport(number, backup_id, made_at, at, error.code)
        with self._desk.act(actor, Action.DRILL) as act:
            act.unit.backups.set_drilled(report.backup_id, act.at, report.outcome)
            act.detail.update({"backup": report.backup_id, "outcome": report.outcome})
        return report

    def printed(self, actor: Actor, report: DrillReport) -> bytes:
        """The page of a drill, as PDF."""
        with self._desk.act(actor, Action.SEE_BACKUPS) as act:
            station = act.unit.people.station()
            return self._letters.write(
                act,
                "drill",
                {
                    "issue_no": f"{station.station_id}-{report.number}-{report.at:%Y%m%d%H%M}",
                    "issued_on": self._desk.clock.today(),
                    "backup_number": str(report.number),
                    "backup_id": report.backup_id,
                    "made_at": report.made_at.isoformat(sep=" ", timespec="seconds"),
                    "outcome": report.outcome,
                    "entry_count": f"{report.entries:,}",
                    "case_count": f"{report.cases:,}",
                    "document_count": f"{report.documents:,}",
                    "paper_count": f"{report.papers:,}",
                    "destroyed_count": f"{report.destroyed:,}",
                },
            ).pdf

    def _looked_at(
        self, place: BackupPlace, layout: Layout, backup: OpenBackup, work: Path, at: datetime, run: "_Run"
    ) -> DrillReport:
        run.step("rebuild")
        made = work / "made"
        made.mkdir(mode=0o700)
        with self._desk.vault.read() as unit:
            present = tuple(unit.ledger.everything())
        rebuilt = rebuild(backup, made, self._desk.entropy(32), self._desk.entropy, at, present)
        try:
            run.step("samples")
            with rebuilt.vault.read() as unit:
                documents = _documents(unit, run)
                papers = _papers(unit, place, layout, backup, made, run)
                cases = len(unit.cases.every_id())
                run.step("ledger")
                _require_gone(unit, rebuilt)
        finally:
            rebuilt.vault.close()
        manifest = backup.manifest
        return DrillReport(
            manifest.number,
            manifest.backup_id,
            manifest.made_at,
            at,
            SOUND,
            entries=manifest.size,
            cases=cases,
            documents=documents,
            papers=papers,
            destroyed=len(rebuilt.subjects),
            came_back=rebuilt.destroyed_again,
        )


class _Run:
    def __init__(self, token: CancelToken, progress: ProgressSink) -> None:
        self._token, self._progress, self._done = token, progress, -1

    def step(self, name: str) -> None:
        self._done += 1
        self._progress(Progress(self._done, _STEPS, f"drill.step.{name}"))
        self.tick()

    def tick(self) -> None:
        self._token.raise_if_cancelled()


def _documents(unit: Unit, run: _Run) -> int:
    """Open every document of cases that are spread over all."""
    cases = sorted(unit.cases.every_id())
    opened = 0
    for case_id in cases[:: max(len(cases) // DOCUMENTS, 1)]:
        run.tick()
        opened += len(unit.documents.every(case_id))
    return opened


def _papers(unit: Unit, place: BackupPlace, layout: Layout, backup: OpenBackup, made: Path, run: _Run) -> int:
    """Open papers spread over all and compare each with its digest."""
    everything, files = sorted(unit.papers.blob_ids()), unit.papers.file_ids()
    opened = 0
    for name in everything[:: max(len(everything) // PAPERS, 1)]:
        blob = unit.papers.blob(BlobId(name))
        if name in files:
            if name not in backup.on_medium:
                raise UntrustedInputError("backup.file-damaged")
            with place.open(layout.blob(name)) as source:
                envelopes.bring(source, made / BLOBS / name, backup.blobs[name], run.tick)
        seen = envelopes.digest_of_pieces(read_paper(unit, blob), run.tick)
        if seen != blob.sha256:
            raise UntrustedInputError("backup.file-damaged")
        opened += 1
    return opened


def _require_gone(unit: Unit, rebuilt: Rebuilt) -> None:
    """Nothing that the ledger names has a key or a row in the copy."""
    left = [one for one in rebuilt.subjects if unit.case_keys.holds(one)]
    ledger = {one.subject: one for one in unit.ledger.everything()}
    left += [one for one in rebuilt.subjects if unit.erasure.exists(ledger[one].matter, one)]
    if left:
        raise UntrustedInputError("backup.destroyed-came-back")
