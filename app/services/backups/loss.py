"""What a restore would take away, said before it is done."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from app.models.domain.actor import Role
from app.models.domain.errors import EnvironmentProblemError
from app.models.domain.ids import CaseId, PersonId
from app.models.views.records import Event
from app.services.audit.anchor import Anchor
from app.services.audit.anchor_keeper import anchor_name
from app.services.backups.manifest import Manifest
from app.services.ports import SecretStore
from app.services.vault.slots import SlotFile
from app.services.vault.unit import Unit


@dataclass(frozen=True, slots=True)
class Loss:
    """How the vault that would be replaced differs from the backup.

    Attributes:
        entries: Entries of the record that only the present vault has.
        same_history: The present record goes on where the backup ends; otherwise one of them is of another time line,
            and all that is counted here is a guess.
        cases_opened: Cases that only the present vault has.
        cases_changed: Cases in both in which something was done since.
        exports: Bundles that left since: partners have them, the restored vault will not know.
        imports: Bundles that were admitted since; they must be imported again.
        officers: Officers who were appointed since; they must be appointed again.
    """

    entries: int
    same_history: bool
    cases_opened: int
    cases_changed: int
    exports: int
    imports: int
    officers: int


@dataclass(frozen=True, slots=True)
class Forecast:
    """What the screen of a restore says.

    Attributes:
        number: Of the backup.
        made_at: When it was made.
        entries: Entries of its record.
        cases: Cases in it, without those that were destroyed since.
        destroyed_again: Cases and papers in it that were destroyed since and are destroyed again.
        papers_missing: Attachments in it that are not on the medium any more.
        loss: None when the present vault does not open, so that nobody can tell.
        newer: Backups on the medium that are newer than this one.
        next_epoch: Epoch of the record after the restore.
        anchored: Where the present vault does not open: entries that the record had gained since by the anchor in the
            keyring, or None where no anchor can tell.
        administrators: Ids and names of those in the backup who can take a new slot and give others theirs.
    """

    number: int
    backup_id: str
    made_at: datetime
    entries: int
    cases: int
    destroyed_again: int
    papers_missing: int
    loss: Loss | None
    newer: int
    next_epoch: int
    anchored: int | None = None
    administrators: tuple[tuple[PersonId, str], ...] = ()


def anchored_loss(secrets: SecretStore, file: SlotFile | None, manifest: Manifest) -> int | None:
    """Entries by which the anchor of a vault that does not open is ahead of a backup; None where nobody can tell."""
    if file is None or not file.device_bound:
        return None
    try:
        kept = secrets.get(anchor_name(file.vault_id))
        head = Anchor.unpack(kept).head if kept is not None else None
    except EnvironmentProblemError:
        return None
    return max(head.size - manifest.size, 0) if head is not None and head.epoch == manifest.epoch else None


def administrators(unit: Unit) -> tuple[tuple[PersonId, str], ...]:
    """The administrators in office, by name."""
    found = [one for one in unit.people.officers() if one.ended_at is None and Role.ADMINISTRATOR in one.roles]
    return tuple(sorted(((one.person_id, one.name) for one in found), key=lambda one: one[1]))


def loss_of(now: Unit, backup: Unit, manifest: Manifest) -> Loss:
    """Compare the present vault with a backup that is open beside it."""
    head = now.record.head()
    goes_on = head.size >= manifest.size and now.record.tree.root_at(manifest.size).hex() == manifest.root
    same_history = goes_on and now.record.epoch() == manifest.epoch
    since = now.record.newest_first(max(head.size - manifest.size, 0)) if goes_on else []
    cases_now, cases_then = _cases(now), _cases(backup)
    sent_then = {one.bundle_id for one in backup.exports.in_status(("written", "closed"))}
    people_then = {one.person_id for one in backup.people.officers()}
    imports_then = {one.bundle_id for one in backup.imports.newest_first(10**6)}
    return Loss(
        entries=max(head.size - manifest.size, 0),
        same_history=same_history,
        cases_opened=len(cases_now - cases_then),
        cases_changed=len(_changed(since) & cases_now & cases_then),
        exports=sum(one.bundle_id not in sent_then for one in now.exports.in_status(("written", "closed"))),
        imports=sum(one.bundle_id not in imports_then for one in now.imports.newest_first(10**6)),
        officers=sum(one.person_id not in people_then for one in now.people.officers() if one.ended_at is None),
    )


def _cases(unit: Unit) -> set[CaseId]:
    return set(unit.cases.every_id())


def _changed(events: Collection[Event]) -> set[CaseId]:
    return {CaseId(one.subject) for one in events if one.result == "done" and not one.code.endswith(".seen")}
