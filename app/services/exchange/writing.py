"""Write a bundle to a medium so that it is whole there, or known not to be.

A writing is noted before the first byte reaches the medium and noted as ended in the transaction that advances the
export. What lies between is found again at the next start: it is written anew or taken back from the medium.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import BinaryIO, cast

from app.models.domain.actor import Actor
from app.models.domain.acts import Action
from app.models.domain.errors import (
    AppError,
    EnvironmentProblemError,
    GateClosedError,
    NotAuthorisedError,
    UntrustedInputError,
)
from app.models.domain.ids import BundleId
from app.models.views.loop import Writing
from app.models.views.records import Export
from app.services.bundles.container import OpenedBundle, open_bundle, pass_over, write
from app.services.bundles.report import Axis, AxisLine, AxisState, VerificationReport
from app.services.bundles.schemas import Record
from app.services.crypto.age import Identity
from app.services.desk import Act, Desk
from app.services.exchange import drafts
from app.services.exchange.by_kind import inquiries
from app.services.exchange.custody.places import note_written
from app.services.exchange.lookout import station_keys, trust_view
from app.services.exchange.preflight import require_fit
from app.services.exchange.preparing import require_still_trusted
from app.services.exchange.preview import lines_of, records_in_draft
from app.services.exchange.ticks import Ticks, WatchedSource, flush_to_medium, reading_back
from app.services.ports import Drive
from app.services.stations.signer import Signer as Hand

_CHUNK = 1024 * 1024


def step_up(desk: Desk, actor: Actor, hand: Hand) -> None:
    """Require that the passphrase of the acting officer was typed for this very act.

    Raises:
        NotAuthorisedError: ``access.step-up``: the hand is not that of the officer who acts.
    """
    with desk.vault.read() as unit:
        is_own = hand.person == actor.person and hand.signing_key == unit.people.officer(actor.person).signing_key
    if not is_own:
        raise NotAuthorisedError("access.step-up")


def begin(desk: Desk, actor: Actor, bundle_id: BundleId, drive: Drive) -> bool:
    """Note that a bundle is about to be written, before anything of it is.

    Returns:
        Whether an earlier writing of it was cut off and is still open.

    Raises:
        GateClosedError: ``export.not-signed`` or ``export.write-in-order``.
    """
    with desk.act(actor, Action.BEGIN_WRITE) as act:
        _require_turn(act, act.unit.exports.get(bundle_id))
        earlier = act.unit.loop.writing(bundle_id)
        act.unit.loop.begin_writing(Writing(bundle_id, str(drive.path), act.at, actor.person))
        act.detail["bundle"] = bundle_id
        return earlier is not None


def put_on_medium(act: Act, desk: Desk, bundle_id: BundleId, drive: Drive, progress: Callable[[str], None]) -> Ticks:
    """Write, flush, read back through a fresh descriptor, decode with our own key, compare, and give the name."""
    export = act.unit.exports.get(bundle_id)
    _require_turn(act, export)
    trust = trust_view(act.unit)
    require_still_trusted(export, trust)
    drafted = drafts.restored(act.unit, export, trust)
    require_fit(act, drive, drafted.manifest.total + _CHUNK)
    _clear_leftover(drive, export, act)
    progress("export.step.write")
    with drive.create(export.file_name) as destination:
        sealed = write(drafted, drafts.as_signatures(drafts.signatures_of(export)), destination, desk.entropy)
        flush_to_medium(destination)
    written_at = desk.clock.now()
    progress("export.step.verify")
    with reading_back(), drive.reopen(export.file_name) as source:
        found = _read_back(source, sealed.ciphertext_sha256, export, act)
    if found != records_in_draft(drafted):
        raise EnvironmentProblemError("media.read-back")
    verified_at = desk.clock.now()
    act.detail.update({"bundle": bundle_id, "sha256": sealed.ciphertext_sha256})
    act.unit.exports.set_written(bundle_id, sealed.ciphertext_sha256, act.at)
    act.unit.loop.end_writing(bundle_id, act.at)
    act.unit.countersigns.forget(bundle_id)
    note_written(act.unit, export, act.at)
    inquiries.note_asked(act, export, found)
    drive.finish(export.file_name)
    ticks = Ticks(export.file_name, sealed.ciphertext_size, sealed.ciphertext_sha256, written_at, verified_at, None)
    return replace(ticks, read_back=lines_of(found))


def give_up(desk: Desk, bundle_id: BundleId, drive: Drive, *, is_touched: bool) -> None:
    """After a failure: clean the medium, and forget the writing if nothing of it is left there.

    A medium that is gone cannot be cleaned; the writing then stays noted as cut off.

    Args:
        desk: Where the writing was noted.
        bundle_id: What was to be written.
        drive: The medium.
        is_touched: Whether this writing, or an earlier one that is still open, came so far that it may have left
            something on a medium.
    """
    with desk.vault.read() as unit:
        export, identity = unit.exports.find(bundle_id), station_keys(unit).identity
    if export is None or export.status != "signed":
        return
    try:
        if is_touched:
            drive.discard(export.file_name)
        if is_touched and export.file_name in drive.list_bundles() and _is_ours(drive, export, identity):
            drive.remove(export.file_name)
    except AppError:
        return
    with desk.vault.write() as unit:
        unit.loop.forget_writing(bundle_id)


def take_off(act: Act, bundle_id: BundleId, drive: Drive) -> int:
    """Remove what an interrupted writing left on a medium.

    Returns:
        How many files of it were there.

    Raises:
        GateClosedError: ``export.not-interrupted``.
        EnvironmentProblemError: The medium is gone, or another file has the name.
    """
    export, writing = act.unit.exports.get(bundle_id), act.unit.loop.writing(bundle_id)
    if writing is None or writing.finished_at is not None:
        raise GateClosedError("export.not-interrupted")
    was_whole = _clear_leftover(drive, export, act)
    drive.discard(export.file_name)
    act.unit.loop.forget_writing(bundle_id)
    return int(was_whole)


def require_not_interrupted(act: Act, bundle_id: BundleId) -> None:
    """Let nothing be given up or changed while a whole file of it may lie on a medium.

    Its number on the lane would be used again for something else, which the partner must take for a fork.

    Raises:
        GateClosedError: ``export.interrupted``.
    """
    writing = act.unit.loop.writing(bundle_id)
    if writing is not None and writing.finished_at is None:
        raise GateClosedError("export.interrupted")


def _require_turn(act: Act, export: Export) -> None:
    if export.status != "signed":
        raise GateClosedError("export.not-signed")
    waiting = [one for one in act.unit.exports.in_status(("draft", "signed")) if one.recipient == export.recipient]
    if any(one.seq < export.seq for one in waiting):
        raise GateClosedError("export.write-in-order")


def _read_back(source: BinaryIO, digest: str, export: Export, act: Act) -> list[Record]:
    """Read the medium: the same bytes, opened by our own key, holding exactly the manifest that was signed.

    Returns:
        The records as they stand in the file on the medium.
    """
    # Read once: what is hashed and what is opened are the same bytes, up to the last of the file.
    watched = WatchedSource(source)
    try:
        opened = open_bundle(cast("BinaryIO", watched), [station_keys(act.unit).identity])
        found = _read_whole(opened)
    except EnvironmentProblemError:
        raise
    except AppError:
        raise EnvironmentProblemError("media.read-back") from None
    if watched.sha256 != digest or opened.manifest_sha256 != export.manifest_sha256:
        raise EnvironmentProblemError("media.read-back")
    return found


def _read_whole(opened: OpenedBundle) -> list[Record]:
    own = VerificationReport(opened.manifest_sha256, (AxisLine(Axis.CONTAINER, AxisState.OK),))
    found = list(opened.entries(own, pass_over))
    opened.finish()
    return found


def _clear_leftover(drive: Drive, export: Export, act: Act) -> bool:
    """Remove the very bundle if an earlier run wrote it and was cut off before the vault knew.

    Returns:
        Whether it was there.

    Raises:
        EnvironmentProblemError: ``media.name-taken`` when another file has the name.
    """
    if export.file_name not in drive.list_bundles():
        return False
    if not _is_ours(drive, export, station_keys(act.unit).identity):
        raise EnvironmentProblemError("media.name-taken")
    drive.remove(export.file_name)
    return True


def _is_ours(drive: Drive, export: Export, identity: Identity) -> bool:
    """Whether the file of that name is the very bundle, and not another one that somebody gave the name."""
    try:
        with drive.open_bundle(export.file_name) as source:
            return open_bundle(source, [identity]).manifest_sha256 == export.manifest_sha256
    except UntrustedInputError:
        return False
