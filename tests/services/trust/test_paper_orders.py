"""Revocation orders on paper: small, typed or scanned, believed by the root alone, in force at once and for ever."""

from datetime import timedelta
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.models.domain.actor import Environment
from app.models.domain.errors import AlreadyDoneError, AppError, InvalidInputError, UntrustedInputError
from app.services.bundles.manifest import Kind
from app.services.crypto import dsse
from app.services.crypto.dsse import Signature, pae
from app.services.desk import Target
from app.services.documents.archive import page_count
from app.services.resources import TEXTS
from app.services.texts.catalogue import Catalogue, Language
from app.services.trust import orders, paper
from app.services.trust.orders import Aim, Ground, RevokeOrder
from app.services.typed_text import ALPHABET, LINE, groups
from tests.services.bundles import network as n
from tests.services.exchange.conftest import At
from tests.services.exchange.world import World
from tests.services.trust.test_trust_rules import root_of

ROOT = n.trust_document().root


@cache
def texts() -> Catalogue:
    return Catalogue.load(TEXTS, Language.JAPANESE)


def order(**changes: object) -> RevokeOrder:
    fields: dict[str, object] = {
        "environment": Environment.LIVE,
        "aim": Aim.PERSON,
        "subject": "agency-both",
        "ground": Ground.STOLEN,
        "revoked_at": n.NOW - n.DAY,
        "trust_version": 1,
    }
    return RevokeOrder(**(fields | changes))  # type: ignore[arg-type] # the fields of an order


def signed(said: RevokeOrder, *names: str) -> bytes:
    payload = orders.encode(said)
    message = pae(orders.PAYLOAD_TYPE, payload)
    keys = [n.key_of(name) for name in names or ("root-1", "root-2")]
    return dsse.build(orders.PAYLOAD_TYPE, payload, [Signature(key.key_id, key.sign(message)) for key in keys])


def refusal(envelope: bytes, now: int = n.NOW) -> str:
    with pytest.raises(AppError) as refused:
        orders.accept(envelope, ROOT, Environment.LIVE, now)
    return refused.value.code


def lines_of(text: str) -> list[str]:
    return [text[at : at + LINE] for at in range(0, len(text), LINE)]


HEX_IDS = st.binary(min_size=1, max_size=30).map(bytes.hex)
IDS = st.from_regex(r"\A[A-Za-z0-9][A-Za-z0-9._-]{0,59}\Z") | HEX_IDS
ORDERS = st.builds(
    RevokeOrder,
    environment=st.sampled_from(Environment),
    aim=st.sampled_from(Aim),
    subject=IDS,
    ground=st.sampled_from(Ground),
    revoked_at=st.integers(0, 253_402_300_799),
    trust_version=st.integers(1, 9_999_999_999),
)


@given(ORDERS, st.sampled_from((("root-1", "root-2"), ("root-3", "root-1", "root-2"))))
def test_what_is_typed_is_what_was_signed(said: RevokeOrder, names: tuple[str, ...]) -> None:
    envelope = signed(said, *names)
    text = paper.written(envelope)
    printed = "\n".join(" ".join(groups(line)) for line in lines_of(text))
    assert len(text) < 1024
    for typed in (printed, printed.lower(), text, printed.replace("0", "O").replace("1", "l")):
        assert paper.typed(typed, ROOT) == envelope


@given(st.data())
def test_a_slip_of_the_hand_is_named_by_its_line(data: st.DataObject) -> None:
    lines = lines_of(paper.written(signed(order())))
    row = data.draw(st.integers(0, len(lines) - 1))
    at = data.draw(st.integers(0, len(lines[row]) - 1))
    letter = data.draw(st.sampled_from(ALPHABET).filter(lambda one: one != lines[row][at]))
    lines[row] = lines[row][:at] + letter + lines[row][at + 1 :]
    with pytest.raises((InvalidInputError, UntrustedInputError)) as refused:
        orders.accept(paper.typed("\n".join(lines), ROOT), ROOT, Environment.LIVE, n.NOW)
    assert (refused.value.code, refused.value.params["line"]) == ("trust.order-mistyped", row + 1)


def test_lines_that_were_exchanged_or_left_out_are_found() -> None:
    lines = lines_of(paper.written(signed(order())))
    with pytest.raises(InvalidInputError, match=r"trust\.order-mistyped"):
        paper.typed("\n".join([lines[1], lines[0], *lines[2:]]), ROOT)
    with pytest.raises(InvalidInputError, match=r"trust\.order-incomplete"):
        paper.typed("\n".join(lines[:-1]), ROOT)
    for foreign in ("", "SEKISHO", "あ" * 30, "Q" * 9000, "\x00"):
        with pytest.raises((InvalidInputError, UntrustedInputError)):
            paper.typed(foreign, ROOT)


@given(st.text(max_size=400))
def test_whatever_is_typed_is_refused_by_name(text: str) -> None:
    with pytest.raises(AppError, match=r"^trust\.order-"):
        paper.typed(text, ROOT)


def test_only_the_threshold_of_the_root_is_believed() -> None:
    assert orders.accept(signed(order()), ROOT, Environment.LIVE, n.NOW) == order()
    assert refusal(signed(order(), "root-1")) == "trust.order-not-signed"
    assert refusal(signed(order(), "root-1", "agency-security")) == "trust.order-not-signed"
    assert refusal(signed(order(environment=Environment.REHEARSAL))) == "trust.wrong-environment"
    assert refusal(signed(order(revoked_at=n.NOW + 601))) == "trust.order-from-the-future"
    assert refusal(signed(order(subject="-"))) == "trust.order-refused"
    with pytest.raises(UntrustedInputError, match=r"trust\.order-not-signed"):
        paper.typed(paper.written(signed(order(), "thief", "other")), ROOT)


def test_one_person_with_two_root_keys_counts_once() -> None:
    root = root_of("root-1", "root-1#2", "root-2")
    with pytest.raises(UntrustedInputError, match=r"trust\.order-not-signed"):
        orders.accept(signed(order(), "root-1", "root-1#2"), root, Environment.LIVE, n.NOW)


def test_an_order_revokes_what_was_there_and_nothing_that_came_later() -> None:
    later = n.person_key("agency-both#2", since=n.NOW)
    whole = n.with_person(n.person("agency-both", n.person_key("agency-both"), later))
    person = orders.applied(whole, [order()]).person("agency-both")
    assert person is not None
    assert [key.revoked_at for key in person.keys] == [n.NOW - n.DAY, None]
    station = orders.applied(whole, [order(aim=Aim.STATION, subject=n.AGENCY)]).station(n.AGENCY)
    assert station is not None
    assert station.revoked_at == n.NOW - n.DAY
    assert orders.applied(whole, []) is whole


# ---- in offices ----------------------------------------------------------------------------------------------------


def lost_keys(world: World, who: str = "decider") -> str:
    """The agency gives an order against an officer of the investigation office; what must be typed elsewhere."""
    agency = world.agency
    roots = [agency.hand("administrator"), agency.hand("security")]
    subject = world.investigation.person(who)
    issued = agency.services.orders.issue(agency.actor("security"), roots, Aim.PERSON, subject, Ground.STOLEN, texts())
    assert issued.pdf.startswith(b"%PDF")
    assert page_count(issued.pdf) == 1
    return "\n".join(issued.lines)


def test_an_order_in_force_refuses_what_comes_and_keeps_what_came(at: At) -> None:
    world = at("opined")
    letter = world.sent(world.investigation, Kind.OPINION, Target(case=world.case), world.agency)
    assert world.inspected(world.agency, letter).report.code == ""
    lost_keys(world)
    assert world.inspected(world.agency, letter).report.code == "bundle.signer-revoked"  # E10, at once


def test_an_order_is_typed_into_another_office(at: At) -> None:
    world = at("received")
    text = lost_keys(world)
    office, agency = world.contractor, world.agency
    actor = office.actor("security")
    seen = office.services.orders.read(actor, text)
    assert (seen.is_known, seen.is_in_force, seen.ground) == (True, False, Ground.STOLEN)
    office.services.orders.admit(actor, text.lower())
    assert office.services.orders.read(actor, text).is_in_force
    with pytest.raises(AlreadyDoneError, match=r"trust\.order-in-force"):
        office.services.orders.admit(actor, text)
    assert office.events("trust.order-admitted") == [("trust.order-admitted", "done")]
    # What was admitted before stays: the opinion is in the case.
    assert agency.services.opinions.read(agency.actor("reviewer"), world.case) is not None
    # The next document says the same, and every later one.
    roots = [agency.hand("administrator"), agency.hand("security")]
    world.clock.advance(timedelta(days=1))
    document = agency.services.trust_issuing.renew(agency.actor("security"), roots)
    office.services.trust.adopt(actor, document)
    person = office.services.trust.document(actor).person(world.investigation.person("decider"))
    assert person is not None
    assert all(key.revoked_at is not None for key in person.keys)


def test_nobody_gives_an_order_alone_or_about_a_stranger(at: At) -> None:
    world = at("trusted")
    agency = world.agency
    give, actor = agency.services.orders.issue, agency.actor("security")
    roots = [agency.hand("administrator"), agency.hand("security")]
    person = agency.person("examiner")
    with pytest.raises(UntrustedInputError, match=r"trust\.order-not-signed"):
        give(actor, roots[:1], Aim.PERSON, person, Ground.LEFT, texts())
    with pytest.raises(UntrustedInputError, match=r"trust\.order-not-signed"):
        give(actor, [roots[0], agency.hand("decider")], Aim.PERSON, person, Ground.LEFT, texts())
    with pytest.raises(InvalidInputError, match=r"trust\.order-unknown"):
        give(actor, roots, Aim.STATION, "NOBODY", Ground.LEFT, texts())
    give(actor, roots, Aim.PERSON, person, Ground.LEFT, texts())
    with pytest.raises(AlreadyDoneError, match=r"trust\.already-revoked"):
        give(actor, roots, Aim.PERSON, person, Ground.LEFT, texts())
    assert len(agency.services.orders.in_force(actor)) == 1
