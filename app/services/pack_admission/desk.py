"""Sign a form pack as one unit, and admit it to a station (様式パックの署名・受入れ)."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from app.models.domain.actor import Actor
from app.models.domain.acts import Action
from app.models.domain.civil_day import civil_day
from app.models.domain.errors import AlreadyDoneError, GateClosedError, UntrustedInputError, VaultError
from app.models.forms.migration import FILE
from app.models.views.form_packs import KeptPack
from app.services.crypto.dsse import Envelope, Signature
from app.services.desk import Act, Desk
from app.services.exchange.lookout import trust_view
from app.services.exchange.writing import step_up
from app.services.pack_admission import signed_file
from app.services.pack_admission.hands import POLICY, Judge, missing_hands, require_signed
from app.services.pack_admission.shelf import StationShelf
from app.services.pack_admission.signed_file import PAYLOAD_TYPE, SignedPack, Statement
from app.services.packs import files as pack_files
from app.services.packs.loader import LoadedPack, load_files
from app.services.packs.migration_checks import check_migration
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
    """One pack that this station holds; ``admitted_on`` is None for what shipped with the program."""

    pack_id: str
    version: int
    effective_from: date
    digest: str
    admitted_on: date | None
    is_current: bool


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
            missing = missing_hands(signed, _judge(unit, int(self._desk.clock.now().timestamp())))
        if not missing or any(one.keyid == hand.key_id for one in signed.envelope.signatures):
            raise GateClosedError("pack.signed-already")
        _require_said(signed, self._checked(signed.files))
        with self._desk.act(actor, Action.SIGN_PACK) as act:
            before = signed.envelope
            return _signed(act, hand, signed.statement, before.payload, before.signatures, signed.files)

    def admit(self, actor: Actor, content: bytes) -> KeptPack:
        """Admit a signed pack: its signatures, its content as the loader checks it, where it comes from.

        Args:
            actor: The security officer or the administrator.
            content: The signed file.

        Raises:
            UntrustedInputError: A code ``pack.*``; nothing was changed.
            GateClosedError: ``trust.none`` or ``pack.trust-stale``.
            AlreadyDoneError: ``pack.admitted-already``.
        """
        self._desk.require(actor, Action.ADMIT_PACK)
        signed = signed_file.read(content)
        with self._desk.vault.read() as unit:
            require_signed(signed, _judge(unit, int(self._desk.clock.now().timestamp())))
        loaded = self._checked(signed.files)
        _require_said(signed, loaded)
        with self._desk.act(actor, Action.ADMIT_PACK) as act:
            require_signed(signed, _judge(act.unit, int(act.at.timestamp())))
            self._require_newer(signed.statement, act.unit.form_packs.all())
            kept = _kept(act, signed.statement, content)
            act.unit.form_packs.add(kept, content)
            act.detail.update({"form": kept.digest, "version": kept.version})
        return kept

    def packs(self, actor: Actor) -> list[PackLine]:
        """Every pack that this station holds, the shipped ones first."""
        with self._desk.act(actor, Action.SEE_PACKS) as act:
            current = self._shelf.current.pack.digest
            lines = [*_shipped_lines(self._shelf.shipped(), current), *_kept_lines(act.unit, current)]
            act.detail["found"] = len(lines)
            return lines

    def _checked(self, files: Mapping[str, bytes]) -> LoadedPack:
        """The pack as the program loads it, on top of the one that it comes from, which must be here.

        Raises:
            UntrustedInputError: ``pack.no-origin``, ``pack.origin-not-here``, ``pack.effective-back``, and as the
                loader.
        """
        loaded = load_files(files)
        if loaded.migration is None:
            raise UntrustedInputError("pack.no-origin", file=FILE)
        origin = loaded.migration.origin
        try:
            before = self._shelf.by_digest(origin.digest)
        except VaultError as missing:
            if missing.code != "pack.not-here":
                raise
            raise UntrustedInputError("pack.origin-not-here", place=origin.id, version=origin.version) from None
        check_migration(before.pack, loaded.pack, loaded.migration)
        if loaded.pack.meta.effective_from < before.pack.meta.effective_from:
            raise UntrustedInputError("pack.effective-back")
        return loaded

    def _require_newer(self, said: Statement, kept: Iterable[KeptPack]) -> None:
        """No version comes twice, and none goes back.

        Raises:
            AlreadyDoneError: ``pack.admitted-already``.
            UntrustedInputError: ``pack.version-back``.
        """
        shipped = [one.pack for one in self._shelf.shipped()]
        held = [*((one.digest, one.meta.id, one.meta.version) for one in shipped)]
        held += [(one.digest, one.pack_id, one.version) for one in kept]
        if any(digest == said.digest for digest, _, _ in held):
            raise AlreadyDoneError("pack.admitted-already")
        newest = max((version for _, name, version in held if name == said.pack), default=0)
        if said.version <= newest:
            raise UntrustedInputError("pack.version-back", version=said.version, newest=newest)


def _judge(unit: Unit, now: int) -> Judge:
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
    missing = missing_hands(made, _judge(act.unit, int(act.at.timestamp())))
    act.detail.update({"form": said.digest, "missing": missing})
    return SignedSoFar(signed_file.write(payload, signatures, files), said.digest, missing)


def _require_said(signed: SignedPack, loaded: LoadedPack) -> None:
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
    for one in unit.form_packs.all():
        day = civil_day(one.admitted_at)
        yield PackLine(one.pack_id, one.version, one.effective_from, one.digest, day, one.digest == current)
