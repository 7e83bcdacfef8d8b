"""Send a bundle: prepare it, look at it, sign it by two hands, write it, read it back, let the medium go."""

import base64
from collections.abc import Callable, Sequence
from typing import BinaryIO

import msgspec

from app.models.domain.actor import Actor, Role
from app.models.domain.acts import Action
from app.models.domain.errors import AppError, EnvironmentProblemError, GateClosedError, InvalidInputError
from app.models.domain.finding import MEDICAL_ITEM
from app.models.domain.ids import BundleId, CaseId, PersonId, StationId
from app.models.views.records import Export
from app.services.bundles import kinds, manifest
from app.services.bundles.container import (
    DraftBundle,
    OpenedBundle,
    open_bundle,
    pass_over,
    write,
)
from app.services.bundles.manifest import Kind
from app.services.bundles.report import Axis, AxisLine, AxisState, VerificationReport
from app.services.bundles.schemas import OpinionRecord
from app.services.desk import Act, Desk, Target
from app.services.exchange import drafts
from app.services.exchange.departures import DEPARTURES, together
from app.services.exchange.lookout import new_bundle_id, station_keys, trust_view
from app.services.exchange.partners import require_partner
from app.services.exchange.preflight import require_fit
from app.services.exchange.preparing import Outgoing, export_record, make_draft, require_still_trusted, signers_for
from app.services.exchange.preview import BundlePreview, lines_of, records_in_draft
from app.services.exchange.ticks import Ticks, flush_to_medium, reading_back, sha256_of
from app.services.exchange.weight import HEAVIEST, weight
from app.services.findings.opinions import without_medical
from app.services.notices.issuing import LetterDesk
from app.services.packs.shelf import PackShelf
from app.services.ports import Drive
from app.services.stations.signer import Signer as Hand

_CHUNK = 1024 * 1024


class Exporting:
    """Use cases of the export station (交付)."""

    def __init__(self, desk: Desk, packs: PackShelf, letters: LetterDesk) -> None:
        self._desk = desk
        self._packs = packs
        self._letters = letters

    def prepare(
        self, actor: Actor, kind: Kind, target: Target, recipient: StationId, signers: Sequence[PersonId]
    ) -> BundlePreview:
        """Put a bundle together and keep it as a draft.

        Args:
            actor: The security officer.
            kind: What to send.
            target: The case or register entry.
            recipient: To which station.
            signers: Who will sign: for each slot of the kind's policy one person, in its order.

        Returns:
            The bundle decoded from its own packed bytes.

        Raises:
            GateClosedError: Something that must travel with it is not there; ``trust.none``.
            InvalidInputError: ``export.recipient`` or ``export.signers``.
        """
        return self.prepare_many(actor, kind, (target,), recipient, signers)

    def prepare_many(
        self, actor: Actor, kind: Kind, targets: Sequence[Target], recipient: StationId, signers: Sequence[PersonId]
    ) -> BundlePreview:
        """Put several cases of one kind into one bundle; only requests may travel so. As :meth:`prepare` otherwise.

        Raises:
            InvalidInputError: ``export.too-many``.
        """
        departure = DEPARTURES[kind]
        most = kinds.rule(kind).most_records if kind is Kind.INVESTIGATION_REQUEST else 1
        if not 0 < len(targets) <= most or len(set(targets)) != len(targets):
            raise InvalidInputError("export.too-many", field="targets")
        with self._desk.acts(actor, departure.action, targets) as acts:
            unit = acts[0].unit
            trust = trust_view(unit)
            require_partner(acts, kind, trust.document, recipient)
            cargoes = [departure.load(act, self._packs, self._letters) for act in acts]
            bundle_id = new_bundle_id(self._desk.entropy)
            for act in acts:
                act.detail.update({"bundle": bundle_id, "kind": kind.value, "recipient": recipient})
            cargo = together(cargoes)
            outgoing = Outgoing(
                kind, bundle_id, recipient, signers_for(acts[0], trust, kind, signers), lambda _head: cargo
            )
            drafted = make_draft(acts, trust, outgoing)
            if weight(drafted.manifest) > HEAVIEST:
                raise InvalidInputError("export.too-many", field="targets")
            export = export_record(acts, drafted, cargo, bundle_id, recipient)
            unit.exports.add(export)
            return _preview(drafted, kind)

    def look(self, actor: Actor, bundle_id: BundleId) -> BundlePreview:
        """The draft decoded again, for the officers who sign it and the one who sends it; the look is on its case.

        Raises:
            GateClosedError: ``export.not-a-draft`` or ``export.not-a-signer``.
        """
        with self._desk.act(actor, Action.SEE_DRAFT) as act:
            export = act.unit.exports.get(bundle_id)
            if export.draft is None:
                raise GateClosedError("export.not-a-draft")
            named = {one.person for one in manifest.decode(export.manifest).signers}
            if actor.person not in named and Role.SECURITY_OFFICER not in actor.roles:
                raise GateClosedError("export.not-a-signer")
            act.subject = export.owner if " " not in export.owner else ""
            act.detail["bundle"] = bundle_id
            drafted = drafts.restored(act.unit, export, trust_view(act.unit))
            return _preview(drafted, Kind(export.kind), act.regarding(CaseId(export.owner)))

    def sign(self, actor: Actor, hand: Hand, bundle_id: BundleId) -> int:
        """Sign the manifest of a draft.

        Returns:
            How many signatures are still missing.

        Raises:
            GateClosedError: ``export.not-a-signer``, ``export.not-a-draft`` or ``export.signed-already``.
        """
        with self._desk.act(actor, Action.SIGN_EXPORT) as act:
            export = act.unit.exports.get(bundle_id)
            if export.status != "draft":
                raise GateClosedError("export.not-a-draft")
            said = manifest.decode(export.manifest)
            if actor.person != hand.person or not any(
                one.person == hand.person and one.keyid == hand.key_id for one in said.signers
            ):
                raise GateClosedError("export.not-a-signer")
            kept = drafts.signatures_of(export)
            if any(one.person == hand.person for one in kept):
                raise GateClosedError("export.signed-already")
            made = hand.sign(manifest.PAYLOAD_TYPE, export.manifest)
            line = drafts.StoredSignature(hand.person, made.keyid, base64.b64encode(made.sig).decode())
            kept = (*kept, line)
            missing = len(said.signers) - len(kept)
            act.unit.exports.set_signatures(
                bundle_id, msgspec.json.encode(kept).decode(), "draft" if missing else "signed"
            )
            act.detail.update({"bundle": bundle_id, "missing": missing})
            return missing

    def discard(self, actor: Actor, bundle_id: BundleId) -> int:
        """Give up a draft and those that follow it on its lane.

        Returns:
            How many drafts were given up.
        """
        with self._desk.act(actor, Action.DISCARD_EXPORT) as act:
            export = act.unit.exports.get(bundle_id)
            if export.status not in {"draft", "signed"}:
                raise GateClosedError("export.not-a-draft")
            gone = drafts.discard_from(act.unit, export.recipient, export.seq, act.at)
            act.detail.update({"bundle": bundle_id, "discarded": len(gone)})
            return len(gone)

    def write(
        self, actor: Actor, bundle_id: BundleId, drive: Drive, progress: Callable[[str], None] = lambda _step: None
    ) -> Ticks:
        """Write a signed bundle, read it back, compare it with what was previewed, and let the medium go.

        Raises:
            GateClosedError: ``export.not-signed``, ``export.write-in-order`` or ``export.trust-changed``.
            EnvironmentProblemError: The medium is not fit (``media.full`` and others), ``bundle.media-write``,
                ``media.read-back``, ``media.not-verified``; nothing with the final name is on the medium and the vault
                is as before.
        """
        writing: list[str] = []
        try:
            with self._desk.act(actor, Action.WRITE_EXPORT) as act:
                export = act.unit.exports.get(bundle_id)
                _require_turn(act, export)
                trust = trust_view(act.unit)
                require_still_trusted(export, trust)
                drafted = drafts.restored(act.unit, export, trust)
                require_fit(drive, drafted.manifest.total + _CHUNK)
                _clear_leftover(drive, export, act)
                progress("export.step.write")
                size, digest = self._put(drive, export, drafted, writing)
                written_at = self._desk.clock.now()
                progress("export.step.verify")
                with reading_back(), drive.reopen(export.file_name) as source:
                    _verify(source, digest, export, act)
                verified_at = self._desk.clock.now()
                act.detail.update({"bundle": bundle_id, "sha256": digest})
                act.unit.exports.set_written(bundle_id, digest, act.at)
                drive.finish(export.file_name)
        except BaseException:
            for name in writing:
                _forget(drive, name)
            raise
        progress("export.step.release")
        released_at = self._desk.clock.now() if drive.release() else None
        return Ticks(export.file_name, size, digest, written_at, verified_at, released_at)

    def _put(self, drive: Drive, export: Export, drafted: DraftBundle, writing: list[str]) -> tuple[int, str]:
        signatures = drafts.as_signatures(drafts.signatures_of(export))
        with drive.create(export.file_name) as destination:
            writing.append(export.file_name)  # from here on what has the name is ours to remove
            sealed = write(drafted, signatures, destination, self._desk.entropy)
            flush_to_medium(destination)
        return sealed.ciphertext_size, sealed.ciphertext_sha256

    def open_exports(self, actor: Actor) -> list[Export]:
        """Drafts, signed bundles, and written ones whose receipt is not in yet."""
        with self._desk.act(actor, Action.SEE_EXPORTS) as act:
            return act.unit.exports.in_status(("draft", "signed", "written"))


def _preview(drafted: DraftBundle, kind: Kind, case: Act | None = None) -> BundlePreview:
    """What leaves. Findings and reasons are shown to an officer of the case, and counted for all others."""
    records = records_in_draft(drafted)
    is_written = kind in {Kind.OPINION, Kind.DECISION}
    shows = is_written and case is not None and case.look_also(Action.SEE_FINDINGS, "process")
    if shows and kind is Kind.OPINION and case is not None:
        is_whole = case.look_also(Action.SEE_MEDICAL_FINDINGS, str(MEDICAL_ITEM))
        records = [without_medical(one) if isinstance(one, OpinionRecord) and not is_whole else one for one in records]
    return BundlePreview(
        drafted.manifest,
        manifest.digest(drafted.manifest_bytes),
        lines_of(records, shows_content=shows),
        DEPARTURES[kind].absent,
    )


def _require_turn(act: Act, export: Export) -> None:
    if export.status != "signed":
        raise GateClosedError("export.not-signed")
    waiting = [one for one in act.unit.exports.in_status(("draft", "signed")) if one.recipient == export.recipient]
    if any(one.seq < export.seq for one in waiting):
        raise GateClosedError("export.write-in-order")


def _verify(source: BinaryIO, digest: str, export: Export, act: Act) -> None:
    """Read the medium: the same bytes, opened by our own key, holding exactly the manifest that was signed."""
    if sha256_of(source) != digest:
        raise EnvironmentProblemError("media.read-back")
    try:
        opened = open_bundle(source, [station_keys(act.unit).identity])
        _read_whole(opened)
    except AppError:
        raise EnvironmentProblemError("media.read-back") from None
    if opened.manifest_sha256 != export.manifest_sha256:
        raise EnvironmentProblemError("media.read-back")


def _read_whole(opened: OpenedBundle) -> None:
    own = VerificationReport(opened.manifest_sha256, (AxisLine(Axis.CONTAINER, AxisState.OK),))
    for _record in opened.entries(own, pass_over):
        pass
    opened.finish()


def _clear_leftover(drive: Drive, export: Export, act: Act) -> None:
    """Remove the very bundle if an earlier run wrote it and was cut off before the vault knew.

    Raises:
        EnvironmentProblemError: ``media.name-taken`` when another file has the name.
    """
    if export.file_name not in drive.list_bundles():
        return
    with drive.open_bundle(export.file_name) as source:
        try:
            opened = open_bundle(source, [station_keys(act.unit).identity])
        except AppError:
            raise EnvironmentProblemError("media.name-taken") from None
        if opened.manifest_sha256 != export.manifest_sha256:
            raise EnvironmentProblemError("media.name-taken")
    drive.remove(export.file_name)


def _forget(drive: Drive, name: str) -> None:
    try:
        drive.discard(name)
        drive.remove(name)
    except AppError:
        # The medium is gone or broken; a partial file has no bundle name and opens for nobody.
        return
