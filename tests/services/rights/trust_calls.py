"""The use cases of trust: what they ask for, and arguments that fit."""

from collections.abc import Callable
from typing import Any

from app.models.domain.ids import BundleId, FileDigest
from app.services.bundles.words import Kind
from app.services.exchange.taken import Arrived
from app.services.exchange.trust_post import ReadRequest
from app.services.trust.comparing import Comparable, of_card
from app.services.trust.orders import Aim, Ground
from app.services.trust.sheets import KeyUse

TRUST_ASKS = """
ceremonies.begin BEGIN_CEREMONY
ceremonies.done DO_CEREMONY_STEP
ceremonies.finish FINISH_CEREMONY
ceremonies.held SEE_TRUST
ceremonies.printed SEE_TRUST
comparisons.answer COMPARE_FINGERPRINT
comparisons.ask COMPARE_FINGERPRINT
key_sheets.keys SEE_TRUST
key_sheets.print PRINT_KEY_SHEET
orders.admit ADMIT_ORDER
orders.in_force SEE_TRUST
orders.issue ISSUE_ORDER
orders.read SEE_TRUST
trust.admit_cards ISSUE_TRUST
trust.adopt ADOPT_TRUST
trust.card SEE_TRUST
trust.document SEE_TRUST
trust.envelope SEE_TRUST
trust.found ISSUE_TRUST
trust.root_fingerprint SEE_TRUST
trust_looking.look SEE_TRUST
trust_issuing.renew ISSUE_TRUST
trust_issuing.rotate_root ROTATE_ROOT
trust_post.grant POST_TRUST
trust_post.read_request READ_KEY_REQUEST
trust_post.request REQUEST_KEYS
trust_post.send POST_TRUST
"""
"""Each use case with the act that it asks for."""


def _request(desk: Any) -> ReadRequest:
    card = desk.office.services.trust.card(desk.office.actor("security"))
    came = Arrived(BundleId("none"), Kind.KEY_REQUEST, desk.office.station, 1, "0" * 64, FileDigest("0" * 64), 1, 0)
    return ReadRequest(came, 1, "new", card, of_card(card), is_known=False)


def _first_file(desk: Any) -> str:
    return next(iter(desk.world.stick.list_bundles()), "none.age")


TRUST_SPECIAL: dict[str, Callable[[Any], Any]] = {
    "ceremonies.begin.script": lambda _desk: "root",
    "ceremonies.begin.first": lambda desk: desk.office.person("administrator"),
    "ceremonies.begin.second": lambda desk: desk.office.person("security"),
    "ceremonies.begin.witness": lambda desk: desk.office.person("auditor"),
    "ceremonies.done.ceremony_id": lambda _desk: "none",
    "ceremonies.done.person": lambda desk: desk.office.person("auditor"),
    "ceremonies.finish.ceremony_id": lambda _desk: "none",
    "ceremonies.finish.hands": lambda _desk: [],
    "ceremonies.printed.ceremony_id": lambda _desk: "none",
    "comparisons.answer.what": lambda _desk: Comparable("ab" * 32, ("00000",) * 12),
    "comparisons.answer.typed": lambda _desk: ("00000",) * 3,
    "comparisons.ask.what": lambda _desk: Comparable("ab" * 32, ("00000",) * 12),
    "key_sheets.print.use": lambda _desk: KeyUse.ROOT,
    "key_sheets.print.holder": lambda _desk: "",
    "trust_post.grant.request": _request,
    "trust_post.grant.hands": lambda desk: [desk.office.hand("security"), desk.office.hand("administrator")],
    "trust_post.request.reason": lambda _desk: "renewal",
    "trust_post.read_request.name": _first_file,
    "orders.issue.aim": lambda _desk: Aim.PERSON,
    "orders.issue.ground": lambda _desk: Ground.LOST,
    "orders.issue.subject": lambda desk: desk.office.person("examiner"),
    "trust_issuing.rotate_root.officers": lambda desk: [desk.office.person("decider"), desk.office.person("reviewer")],
}
"""Where a name means something else than elsewhere."""
