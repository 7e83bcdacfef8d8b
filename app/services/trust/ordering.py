"""Give a revocation order on paper, and take one in that somebody typed or scanned."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256

from app.models.domain.actor import Actor, Environment
from app.models.domain.acts import Action
from app.models.domain.civil_day import JAPAN, civil_day
from app.models.domain.errors import AlreadyDoneError, InvalidInputError
from app.services.crypto import dsse
from app.services.desk import Act, Desk
from app.services.documents.letters import make_letter
from app.services.documents.template import read_template
from app.services.resources import LETTERS
from app.services.stations.signer import Signer
from app.services.texts.catalogue import Catalogue, Language
from app.services.trust import orders, paper
from app.services.trust.document import TrustDocument
from app.services.trust.orders import Aim, Ground, RevokeOrder
from app.services.trust.standing import current, effective, require_clock
from app.services.typed_text import LINE, groups

FORM = "revoke-order"


@dataclass(frozen=True, slots=True)
class OrderView:
    """What an order says.

    Attributes:
        name: Of the person, from the trust document; the id where it is not known here.
        is_known: Whether the document in force names what it revokes.
        is_in_force: Whether it was admitted here before.
    """

    aim: Aim
    subject: str
    name: str
    ground: Ground
    revoked_at: datetime
    is_known: bool
    is_in_force: bool


@dataclass(frozen=True, slots=True)
class IssuedOrder:
    """An order that was just given: its lines and its page."""

    lines: tuple[str, ...]
    pdf: bytes


class PaperOrders:
    """Use cases of revocation orders (失効命令書)."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def issue(
        self, actor: Actor, roots: Sequence[Signer], aim: Aim, subject: str, ground: Ground, texts: Catalogue
    ) -> IssuedOrder:
        """Sign an order; it is in force here at once, and everywhere else as soon as it is typed in.

        Raises:
            InvalidInputError: ``trust.order-unknown``: the document in force does not name it.
            UntrustedInputError: ``trust.order-not-signed``: not the root officers, or too few of them.
            AlreadyDoneError: ``trust.already-revoked``.
        """
        with self._desk.act(actor, Action.ISSUE_ORDER) as act:
            now, station = current(act.unit), act.unit.people.station()
            order = RevokeOrder(
                environment=station.environment,
                aim=aim,
                subject=subject,
                ground=ground,
                revoked_at=int(act.at.timestamp()),
                trust_version=now.document.version,
            )
            standing = effective(act.unit, now.document)
            if not orders.is_known(order, standing):
                raise InvalidInputError("trust.order-unknown", field="subject")
            if orders.is_spent(order, standing):
                raise AlreadyDoneError("trust.already-revoked")
            payload = orders.encode(order)
            envelope = dsse.build(
                orders.PAYLOAD_TYPE, payload, [hand.sign_as_root(orders.PAYLOAD_TYPE, payload) for hand in roots]
            )
            orders.accept(envelope, now.document.root, station.environment, order.revoked_at)
            _keep(act, envelope, order)
            text = paper.written(envelope)
            lines = tuple(text[at : at + LINE] for at in range(0, len(text), LINE))
            names = ", ".join(_name(standing, Aim.PERSON, hand.person) for hand in roots)
            return IssuedOrder(lines, _page(act, _view(order, standing, in_force=True), lines, names, texts))

    def read(self, actor: Actor, text: str) -> OrderView:
        """Say what a typed or scanned order would revoke, after its signatures were checked.

        Raises:
            InvalidInputError: ``trust.order-mistyped``, ``trust.order-incomplete``.
            UntrustedInputError: ``trust.order-refused``, ``trust.order-not-signed``, ``trust.wrong-environment``,
                ``trust.order-from-the-future``.
            GateClosedError: ``trust.none``.
        """
        with self._desk.act(actor, Action.SEE_TRUST) as act:
            envelope, order = _accepted(act, text)
            standing = effective(act.unit, current(act.unit).document)
            is_here = envelope in act.unit.trust.orders()
            return _view(order, standing, in_force=is_here)

    def admit(self, actor: Actor, text: str, *, clock_confirmed: bool = False) -> OrderView:
        """Put a typed or scanned order in force. Errors as in :meth:`read`.

        Raises:
            AlreadyDoneError: ``trust.order-in-force``.
            GateClosedError: ``trust.clock-behind``.
        """
        with self._desk.act(actor, Action.ADMIT_ORDER) as act:
            require_clock(act.unit, act.at, confirmed=clock_confirmed)
            envelope, order = _accepted(act, text)
            _keep(act, envelope, order)
            return _view(order, effective(act.unit, current(act.unit).document), in_force=True)

    def in_force(self, actor: Actor) -> list[OrderView]:
        """The orders that were admitted here."""
        with self._desk.act(actor, Action.SEE_TRUST) as act:
            document = current(act.unit).document
            return [_view(orders.read(one)[0], document, in_force=True) for one in act.unit.trust.orders()]


def _accepted(act: Act, text: str) -> tuple[bytes, RevokeOrder]:
    now, environment = current(act.unit), act.unit.people.station().environment
    envelope = paper.typed(text, now.document.root)
    return envelope, orders.accept(envelope, now.document.root, environment, int(act.at.timestamp()))


def _keep(act: Act, envelope: bytes, order: RevokeOrder) -> None:
    digest = sha256(orders.read(envelope)[1].payload).hexdigest()
    if not act.unit.trust.add_order(digest, envelope, act.at, act.actor.person):
        raise AlreadyDoneError("trust.order-in-force")
    act.detail.update({"kind": order.aim.value, "sha256": digest, "ground": order.ground.value})


def _name(document: TrustDocument, aim: Aim, subject: str) -> str:
    person = document.person(subject) if aim is Aim.PERSON else None
    return subject if person is None else person.display_name


def _view(order: RevokeOrder, document: TrustDocument, *, in_force: bool) -> OrderView:
    return OrderView(
        order.aim,
        order.subject,
        _name(document, order.aim, order.subject),
        order.ground,
        datetime.fromtimestamp(order.revoked_at, UTC),
        orders.is_known(order, document),
        in_force,
    )


def _page(act: Act, view: OrderView, lines: tuple[str, ...], signed_by: str, texts: Catalogue) -> bytes:
    station = act.unit.people.station()
    letter = make_letter(
        read_template(LETTERS, FORM),
        {
            "issue_no": f"{station.station_id}-{view.revoked_at:%Y%m%d%H%M%S}",
            "issued_on": civil_day(act.at),
            "office": station.office_name_ja,
            "station": station.station_id,
            "aim": texts(f"trust.aim.{view.aim}"),
            "subject": view.subject,
            "subject_name": view.name,
            "ground": texts(f"trust.ground.{view.ground}"),
            "revoked_at": view.revoked_at.astimezone(JAPAN).strftime("%Y-%m-%d %H:%M:%S"),
            "signed_by": signed_by,
            "lines": tuple(group for line in lines for group in groups(line)),
            "code_payload": "".join(lines),
        },
        language=Language.JAPANESE,
        rehearsal=station.environment is Environment.REHEARSAL,
    )
    return letter.pdf
