"""Send a bundle: prepare it, look at it, sign it by two hands, write it, read it back, let the medium go."""

import base64
from collections.abc import Callable, Sequence
from dataclasses import replace

import msgspec

from app.models.domain.actor import Actor, Role
from app.models.domain.acts import Action
from app.models.domain.authority import Refusal, is_look
from app.models.domain.errors import GateClosedError, InvalidInputError
from app.models.domain.finding import MEDICAL_ITEM
from app.models.domain.ids import BundleId, CaseId, PersonId, StationId
from app.models.domain.loop import Objecting
from app.models.views.loop import Objection
from app.models.views.records import Export
from app.services.bundles import kinds, manifest
from app.services.bundles.container import DraftBundle
from app.services.bundles.manifest import Kind
from app.services.bundles.schemas import OpinionRecord
from app.services.desk import Act, Desk, Target
from app.services.exchange import drafts
from app.services.exchange.by_kind.inquiries import is_on_medical
from app.services.exchange.cargo import Departure, together
from app.services.exchange.custody import departing
from app.services.exchange.departures import DEPARTURES
from app.services.exchange.lookout import new_bundle_id, trust_view
from app.services.exchange.partners import require_partner
from app.services.exchange.preparing import Outgoing, export_record, make_draft, signed_by_station, signers_for
from app.services.exchange.preview import BundlePreview, lines_of, records_in_draft
from app.services.exchange.ticks import Ticks
from app.services.exchange.weight import HEAVIEST, weight
from app.services.exchange.writing import (
    begin,
    give_up,
    put_on_medium,
    require_not_interrupted,
    step_up,
    take_off,
)
from app.services.findings.opinions import without_medical
from app.services.notices.issuing import LetterDesk
from app.services.packs.shelf import PackShelf
from app.services.ports import Drive
from app.services.refusals import error_of
from app.services.stations.signer import Signer as Hand


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
            GateClosedError: ``export.kind-not-sent``.
        """
        departure = DEPARTURES.get(kind)
        if departure is None:
            raise GateClosedError("export.kind-not-sent")
        departure = self._departure(kind, targets, recipient)
        most = kinds.rule(kind).most_records if kind is Kind.INVESTIGATION_REQUEST else 1
        if not 0 < len(targets) <= most or len(set(targets)) != len(targets):
            raise InvalidInputError("export.too-many", field="targets")
        with self._desk.acts(actor, departure.action, targets) as acts:
            unit = acts[0].unit
            trust = trust_view(unit)
            require_partner(acts, kind, trust.document, recipient)
            bundle_id = new_bundle_id(self._desk.entropy)
            for act in acts:
                act.detail.update({"bundle": bundle_id, "kind": kind.value, "recipient": recipient})
            cargo = together([departure.load(act, self._packs, self._letters) for act in acts])
            outgoing = Outgoing(kind, bundle_id, recipient, signers_for(acts[0], trust, kind, signers), cargo.under)
            drafted = make_draft(acts, trust, outgoing)
            if weight(drafted.manifest) > HEAVIEST:
                raise InvalidInputError("export.too-many", field="targets")
            export = signed_by_station(acts[0], export_record(acts, drafted, cargo, bundle_id, recipient))
            unit.exports.add(export)
            return _preview(drafted, kind)

    def _departure(self, kind: Kind, targets: Sequence[Target], recipient: StationId) -> Departure:
        if kind is not Kind.CASE_TRANSFER or len(targets) != 1:
            return DEPARTURES[kind]
        with self._desk.vault.read() as unit:
            return departing.departure_of(unit, targets[0], recipient)

    def look(self, actor: Actor, bundle_id: BundleId) -> BundlePreview:
        """The draft decoded again, for the officers who sign it and the one who sends it; the look is on its case.

        Raises:
            GateClosedError: ``export.not-a-draft`` or ``export.not-a-signer``.
        """
        with self._desk.act(actor, Action.SEE_DRAFT) as act:
            export = act.unit.exports.get(bundle_id)
            _require_open(act, export)
            if export.draft is None:
                raise GateClosedError("export.not-a-draft")
            named = {one.person for one in manifest.decode(export.manifest).signers}
            if actor.person not in named and Role.SECURITY_OFFICER not in actor.roles:
                raise GateClosedError("export.not-a-signer")
            subjects = export.owner.split()
            cases = [one for one in subjects if act.unit.cases.find(CaseId(one)) is not None]
            only = cases[0] if len(cases) == 1 else ""
            act.subject = only or (subjects[0] if len(subjects) == 1 else "")
            act.detail["bundle"] = bundle_id
            drafted = drafts.restored(act.unit, export, trust_view(act.unit))
            return _preview(drafted, Kind(export.kind), act.regarding(CaseId(only)) if only else None)

    def sign(self, actor: Actor, hand: Hand, bundle_id: BundleId) -> int:
        """Sign the manifest of a draft.

        Returns:
            How many signatures are still missing.

        Raises:
            GateClosedError: ``export.not-a-signer``, ``export.not-a-draft`` or ``export.signed-already``.
        """
        with self._desk.act(actor, Action.SIGN_EXPORT) as act:
            export = act.unit.exports.get(bundle_id)
            _require_open(act, export)
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
            act.unit.loop.withdraw_objection(bundle_id, hand.person)
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
            require_not_interrupted(act, bundle_id)
            gone = drafts.discard_from(act.unit, export.recipient, export.seq, act.at)
            act.detail.update({"bundle": bundle_id, "discarded": len(gone)})
            return len(gone)

    def decline(self, actor: Actor, bundle_id: BundleId, reason: Objecting) -> None:
        """Refuse to sign a draft, or take back the own signature; the draft is kept with the reason.

        The officer may still sign it later; the security officer may give it up.

        Raises:
            GateClosedError: ``export.not-a-signer`` or ``export.not-a-draft``: it was written.
        """
        with self._desk.act(actor, Action.DECLINE_EXPORT) as act:
            export = act.unit.exports.get(bundle_id)
            _require_open(act, export)
            if export.status not in {"draft", "signed"}:
                raise GateClosedError("export.not-a-draft")
            if actor.person not in {one.person for one in manifest.decode(export.manifest).signers}:
                raise GateClosedError("export.not-a-signer")
            require_not_interrupted(act, bundle_id)
            others = [one for one in drafts.signatures_of(export) if one.person != actor.person]
            act.unit.exports.set_signatures(bundle_id, msgspec.json.encode(others).decode(), "draft")
            act.unit.loop.object(Objection(bundle_id, actor.person, reason.value, act.at))
            act.detail.update({"bundle": bundle_id, "reason": reason.value})

    def write(
        self,
        actor: Actor,
        hand: Hand,
        bundle_id: BundleId,
        drive: Drive,
        progress: Callable[[str], None] = lambda _step: None,
    ) -> Ticks:
        """Write a signed bundle, read it back, compare it with what was previewed, and let the medium go.

        Args:
            actor: The security officer.
            hand: The same officer's, made from the passphrase that was typed for this very export.
            bundle_id: A signed bundle; also one whose writing was cut off, which is written anew.
            drive: The medium.
            progress: Told each step.

        Raises:
            NotAuthorisedError: ``access.step-up``.
            GateClosedError: ``export.not-signed``, ``export.write-in-order`` or ``export.trust-changed``.
            EnvironmentProblemError: The medium is not fit (``media.full`` and others), ``bundle.media-write``,
                ``media.read-back``, ``media.not-verified``; nothing with the final name is on the medium and the lane
                is as before. If the medium could not even be cleaned, the
                writing counts as cut off until it is written anew or taken back.
        """
        step_up(self._desk, actor, hand)
        reached = ["before"] if begin(self._desk, actor, bundle_id, drive) else []

        def step(text_key: str) -> None:
            reached.append(text_key)
            progress(text_key)

        try:
            with self._desk.act(actor, Action.WRITE_EXPORT) as act:
                ticks = put_on_medium(act, self._desk, bundle_id, drive, step)
        except BaseException:
            give_up(self._desk, bundle_id, drive, is_touched=bool(reached))
            raise
        progress("export.step.release")
        return replace(ticks, released_at=self._desk.clock.now() if drive.release() else None)

    def take_back(self, actor: Actor, bundle_id: BundleId, drive: Drive) -> int:
        """Remove from a medium what a writing that was cut off left there; the signed draft stays.

        Returns:
            How many files of it were removed.

        Raises:
            GateClosedError: ``export.not-interrupted``.
            EnvironmentProblemError: The medium is gone; ``media.name-taken``: another file has the name.
        """
        with self._desk.act(actor, Action.TAKE_BACK_EXPORT) as act:
            removed = take_off(act, bundle_id, drive)
            act.detail.update({"bundle": bundle_id, "removed": removed})
            return removed

    def open_exports(self, actor: Actor) -> list[Export]:
        """Drafts, signed bundles, and written ones whose receipt is not in yet."""
        with self._desk.act(actor, Action.SEE_EXPORTS) as act:
            return act.unit.exports.in_status(("draft", "signed", "written"))


def _require_open(act: Act, export: Export) -> None:
    """Refuse a bundle about a case that is kept from the officer, and to sign one about a case that is only read."""
    for subject in export.owner.split():
        about = act.regarding(CaseId(subject))
        if about is not None and act.actor.person in about.facts.recused:
            raise error_of(Refusal.RECUSED, "")
        if about is not None and about.facts.emergency and not is_look(act.action):
            raise error_of(Refusal.EMERGENCY, "")


def _preview(drafted: DraftBundle, kind: Kind, case: Act | None = None) -> BundlePreview:
    """What leaves. Findings and reasons are shown to an officer of the case, and counted for all others."""
    records = records_in_draft(drafted)
    is_written = kind in {Kind.OPINION, Kind.DECISION, Kind.INQUIRY}
    shows = is_written and case is not None and case.look_also(Action.SEE_FINDINGS, "process")
    if shows and kind is Kind.OPINION and case is not None:
        is_whole = case.look_also(Action.SEE_MEDICAL_FINDINGS, str(MEDICAL_ITEM))
        records = [without_medical(one) if isinstance(one, OpinionRecord) and not is_whole else one for one in records]
    if shows and case is not None and any(is_on_medical(one) for one in records):
        shows = case.look_also(Action.SEE_MEDICAL_FINDINGS, str(MEDICAL_ITEM))
    return BundlePreview(
        drafted.manifest,
        manifest.digest(drafted.manifest_bytes),
        lines_of(records, shows_content=shows),
        departing.absent_from(records) if kind is Kind.CASE_TRANSFER else DEPARTURES[kind].absent,
    )
