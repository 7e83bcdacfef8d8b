"""Sign a form pack as one unit, and admit it to a station (様式パックの署名・受入れ)."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from app.models.domain.actor import Actor
from app.models.domain.acts import Action
from app.models.domain.civil_day import civil_day
from app.models.domain.errors import GateClosedError, UntrustedInputError
from app.models.rules.trial import coarse
from app.models.views.form_packs import KeptPack
from app.services.crypto.dsse import Envelope, Signature
from app.services.desk import Act, Desk
from app.services.exchange.lookout import trust_view
from app.services.exchange.writing import step_up
from app.services.jobs import CancelToken, ProgressSink
from app.services.pack_admission import signed_file
from app.services.pack_admission.checking import require_newer, require_origin
from app.services.pack_admission.hands import POLICY, Judge, Signing, missing_hands, require_signed, signing_of
from app.services.pack_admission.shelf import StationShelf
from app.services.pack_admission.signed_file import PAYLOAD_TYPE, SignedPack, Statement
from app.services.pack_admission.steps import Steps
from app.services.packs import files as pack_files
from app.services.packs.loader import LoadedPack, load_files
from app.services.stations.signer import Signer as Hand
from app.services.vault.unit import Unit


@dataclass(frozen=True, slots=True)
class SignedSoFar:
    """A file as it is after a signature, and how many signatures it still lacks."""

    content: bytes
    digest: str
    missing: int


@dataclass(frozen=True, slots=True)
class PackLine:
    """One pack that this station holds.

    Attributes:
        admitted_on: None for what shipped with the program.
        cases: How many cases are pinned to it, in steps as they may be told; None below the first step.
        signing: Who signed it; None for what shipped, which counts as signed by the release.
    """

    pack_id: str
    version: int
    effective_from: date
    digest: str
    admitted_on: date | None
    is_current: bool
    cases: int | None = None
    signing: Signing | None = None


class PackDesk:
    """Use cases of whoever keeps the forms."""

    def __init__(self, desk: Desk, shelf: StationShelf) -> None:
        self._desk = desk
        self._shelf = shelf

    def begin(self, actor: Actor, hand: Hand, pack: Mapping[str, bytes]) -> SignedSoFar:
        """Sign the files of a pack as the first of two.

        Args:
            actor: The deciding officer or the security officer of an investigation office.
            hand: The same officer's: the passphrase is asked for this very signature.
            pack: The files of its folder.

        Raises:
            UntrustedInputError: A code ``pack.*``: it would be admitted nowhere, or the trust document does not know
                this hand.
            GateClosedError: ``trust.none`` or ``pack.trust-stale``.
        """
        step_up(self._desk, actor, hand)
        self._desk.require(actor, Action.SIGN_PACK)
        loaded = self._checked(pack)
        with self._desk.act(actor, Action.SIGN_PACK) as act:
            meta, station = loaded.pack.meta, act.unit.people.station()
            said = Statement(
                format="sekisho-pack/1",
                environment=station.environment,
                pack=meta.id,
                version=meta.version,
                digest=loaded.pack.digest,
                effective_from=meta.effective_from,
                office=station.office_id,
                signed_at=int(act.at.timestamp()),
                signing=POLICY,
            )
            return _signed(act, hand, said, signed_file.encode(said), (), pack)

    def complete(self, actor: Actor, hand: Hand, content: bytes) -> SignedSoFar:
        """Sign a file that another officer signed first, at this or another station of the office.

        Raises:
            UntrustedInputError: As :meth:`begin`; ``pack.hands-missing``: this hand adds nothing that is needed.
            GateClosedError: ``pack.signed-already``.
        """
        step_up(self._desk, actor, hand)
        self._desk.require(actor, Action.SIGN_PACK)
        signed = signed_file.read(content)
        with self._desk.vault.read() as unit:
            missing = missing_hands(signed, judge_of(unit, int(self._desk.clock.now().timestamp())))
        if not missing or any(one.keyid == hand.key_id for one in signed.envelope.signatures):
            raise GateClosedError("pack.signed-already")
        require_said(signed, self._checked(signed.files))
        with self._desk.act(actor, Action.SIGN_PACK) as act:
            before = signed.envelope
            return _signed(act, hand, signed.statement, before.payload, before.signatures, signed.files)

    def admit(
        self, actor: Actor, content: bytes, token: CancelToken | None = None, progress: ProgressSink | None = None
    ) -> KeptPack:
        """Admit a signed pack: its signatures, its content as the loader checks it, where it comes from.

        Args:
            actor: The security officer or the administrator.
            content: The signed file.
            token: Breaks it off, until it is written.
            progress: Hears how far it is.

        Raises:
            UntrustedInputError: A code ``pack.*``; nothing was changed.
            GateClosedError: ``trust.none`` or ``pack.trust-stale``.
            AlreadyDoneError: ``pack.admitted-already``.
        """
        self._desk.require(actor, Action.ADMIT_PACK)
        steps = Steps(3, token, progress)
        steps.next("forms.step.signatures")
        signed = signed_file.read(content)
        with self._desk.vault.read() as unit:
            require_signed(signed, judge_of(unit, int(self._desk.clock.now().timestamp())))
        steps.next("forms.step.content")
        loaded = self._checked(signed.files)
        require_said(signed, loaded)
        steps.next("forms.step.keeping")
        with self._desk.act(actor, Action.ADMIT_PACK) as act:
            require_signed(signed, judge_of(act.unit, int(act.at.timestamp())))
            require_newer(self._shelf, loaded, act.unit.form_packs.all())
            kept = _kept(act, signed.statement, content)
            act.unit.form_packs.add(kept, content)
            act.detail.update({"form": kept.digest, "version": kept.version})
        return kept

    def packs(self, actor: Actor) -> list[PackLine]:
        """Every pack that this station holds, the shipped ones first."""
        with self._desk.act(actor, Action.SEE_PACKS) as act:
            current = self._shelf.current.pack.digest
            cases = act.unit.form_packs.cases()
            lines = [*_shipped_lines(self._shelf.shipped(), current), *_kept_lines(act.unit, current)]
            lines = [replace(one, cases=coarse(cases.get(one.digest, 0))) for one in lines]
            act.detail["found"] = len(lines)
            return lines

    def _checked(self, files: Mapping[str, bytes]) -> LoadedPack:
        """The pack as the program loads it, on top of the one that it comes from, which must be here.

        Raises:
            UntrustedInputError: As the loader and :func:`require_origin`.
        """
        loaded = load_files(files)
        require_origin(self._shelf, loaded)
        return loaded


def judge_of(unit: Unit, now: int) -> Judge:
    """What this station judges signatures by at a moment in UTC seconds.

    Raises:
        GateClosedError: ``trust.none``.
    """
    return Judge(trust_view(unit), unit.people.station().environment, now)


def _signed(
    act: Act,
    hand: Hand,
    said: Statement,
    payload: bytes,
    before: tuple[Signature, ...],
    files: Mapping[str, bytes],
) -> SignedSoFar:
    """Add a signature and see whether it counts, before anybody takes the file away."""
    signatures = (*before, hand.sign(PAYLOAD_TYPE, payload))
    made = SignedPack(said, Envelope(PAYLOAD_TYPE, payload, signatures), files)
    missing = missing_hands(made, judge_of(act.unit, int(act.at.timestamp())))
    act.detail.update({"form": said.digest, "missing": missing})
    return SignedSoFar(signed_file.write(payload, signatures, files), said.digest, missing)


def require_said(signed: SignedPack, loaded: LoadedPack) -> None:
    """The statement names the pack that lies beside it.

    Raises:
        UntrustedInputError: ``pack.other-content``.
    """
    said, meta = signed.statement, loaded.pack.meta
    named = (said.pack, said.version, said.effective_from, said.digest)
    if named != (meta.id, meta.version, meta.effective_from, pack_files.digest(signed.files)):
        raise UntrustedInputError("pack.other-content")


def _kept(act: Act, said: Statement, content: bytes) -> KeptPack:
    return KeptPack(
        digest=said.digest,
        pack_id=said.pack,
        version=said.version,
        effective_from=said.effective_from,
        sha256=hashlib.sha256(content).hexdigest(),
        admitted_at=act.at,
        admitted_by=act.actor.person,
    )


def _shipped_lines(shipped: Iterable[LoadedPack], current: str) -> Iterable[PackLine]:
    for one in shipped:
        meta, digest = one.pack.meta, one.pack.digest
        yield PackLine(meta.id, meta.version, meta.effective_from, digest, None, digest == current)


def _kept_lines(unit: Unit, current: str) -> Iterable[PackLine]:
    kept = unit.form_packs.all()
    document = trust_view(unit).document if kept else None
    for one in kept:
        day, file = civil_day(one.admitted_at), unit.form_packs.file(one.digest)
        signing = signing_of(signed_file.read(file), document) if file is not None and document is not None else None
        is_current = one.digest == current
        yield PackLine(one.pack_id, one.version, one.effective_from, one.digest, day, is_current, signing=signing)
