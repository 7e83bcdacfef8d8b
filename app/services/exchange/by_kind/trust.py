"""What a bundle with trust documents does at its recipient."""

from collections.abc import Sequence

from app.models.domain.acts import Action
from app.models.domain.errors import UntrustedInputError
from app.models.domain.ids import BundleId
from app.services.bundles.manifest import Kind
from app.services.bundles.schemas import KeyGrant, Record, TrustUpdate
from app.services.desk import Act
from app.services.exchange.delivery import Arrival, Delivery, Effect, WhyNot, office_target
from app.services.packs.shelf import PackShelf
from app.services.trust.comparing import version_of
from app.services.trust.rules import Adopted, accept_chain
from app.services.trust.standing import current, keep
from app.services.vault.unit import Unit

TRUST_KNOWN = "import.effect.trust-known"
"""Every document of the bundle is in force or older."""


def _later_versions(unit: Unit, records: Sequence[Record]) -> int:
    """How many of the documents in a bundle come after ours."""
    return len(_after(current(unit), _envelopes(records)))


def _adopt(act: Act, records: Sequence[Record]) -> Adopted:
    """Adopt every document after ours, one by one; versions that we have must be the very same.

    Raises:
        UntrustedInputError: ``trust.already-adopted``, ``trust.fork``, or a rule of trust documents (``trust.*``).
    """
    ours, history = current(act.unit), act.unit.people.trust_history()
    envelopes = _envelopes(records)
    for version, sha256 in map(version_of, envelopes):
        if version in history and history[version] != sha256:
            raise UntrustedInputError("trust.fork")
    chain = _after(ours, envelopes)
    if not chain:
        raise UntrustedInputError("trust.already-adopted")
    accepted = accept_chain(ours, chain, int(act.at.timestamp()))
    for each in accepted:
        keep(act.unit, each, act.at)
    return accepted[-1]


def _envelopes(records: Sequence[Record]) -> list[bytes]:
    """The documents of a bundle in its order.

    Raises:
        UntrustedInputError: ``bundle.record-refused``: a record says another version or hash than its document.
    """
    found: list[bytes] = []
    for line, record in enumerate(records, start=1):
        if isinstance(record, TrustUpdate):
            if version_of(record.envelope) != (record.version, record.sha256):
                raise UntrustedInputError("bundle.record-refused", line=line)
            found.append(record.envelope)
        elif isinstance(record, KeyGrant):
            found.extend(record.documents)
            if version_of(record.documents[-1]) != (record.trust_version, record.trust_sha256):
                raise UntrustedInputError("bundle.record-refused", line=line)
    return found


def _after(ours: Adopted, envelopes: Sequence[bytes]) -> list[bytes]:
    return [one for one in envelopes if version_of(one)[0] > ours.document.version]


def _foresee(unit: Unit, records: Sequence[Record]) -> tuple[Effect, ...]:
    count = _later_versions(unit, records)
    if not count:
        return (Effect(TRUST_KNOWN, is_conflict=True),)
    return (Effect("import.effect.trust", count),)


def _apply(act: Act, delivery: Delivery, _packs: PackShelf) -> None:
    adopted = _adopt(act, delivery.records)
    _close_request(act, delivery)
    if act.action is Action.ADOPT_TRUST:
        act.detail.update({"version": adopted.document.version, "sha256": adopted.sha256})


def _close_request(act: Act, delivery: Delivery) -> None:
    """A grant is the receipt for the request that it answers."""
    answered = delivery.said.in_reply_to
    export = act.unit.exports.find(BundleId(answered.bundle_id)) if answered is not None else None
    if answered is None or export is None or delivery.said.kind is not Kind.KEY_GRANT:
        return
    same = (export.kind, export.status, export.recipient, export.manifest_sha256)
    if same == (Kind.KEY_REQUEST.value, "written", delivery.said.origin, answered.manifest_sha256):
        act.unit.exports.set_receipt(export.bundle_id, "imported", act.at)


def _arrival(action: Action) -> Arrival:
    return Arrival(
        action,
        office_target,
        _foresee,
        _apply,
        persons=WhyNot.NO_PERSON,
        apart=WhyNot.WHOLE,
        use=WhyNot.TRUSTED,
    )


UPDATE, GRANT = _arrival(Action.ADOPT_TRUST), _arrival(Action.ADMIT_GRANT)
