"""Key ceremonies: whole scripts, steps in their order by the person whose turn it is, a protocol signed by three."""

from hashlib import sha256

import msgspec
import pytest

from app.models.domain.errors import AppError
from app.services.crypto import dsse
from app.services.crypto.signing import VerifyKey
from app.services.documents.archive import page_count
from app.services.trust.ceremony import PAYLOAD_TYPE, Ceremonies, CeremonyView, Protocol
from app.services.trust.ceremony_script import Part, StepKind, scripts
from tests.services.exchange.conftest import At
from tests.services.exchange.offices import Office


def test_scripts_are_whole() -> None:
    assert list(scripts()) == ["root", "office"]
    for script in scripts().values():
        ids = [step.id for step in script.steps]
        assert len(set(ids)) == len(ids)
        assert {step.by for step in script.steps} == set(Part)
        for step in script.steps:
            assert bool(step.of) == (step.kind is not StepKind.CONFIRM)
            assert step.of != step.by.value or step.kind is StepKind.SHEET  # nobody compares the own paper
            assert all((step.ja.title, step.ja.do, step.en.title, step.en.do))


def code_of(done: "object") -> str:
    try:
        done()  # type: ignore[operator] # a call that is refused
    except AppError as refused:
        return refused.code
    return "done"


def begun(office: Office, script: str = "root") -> CeremonyView:
    people = [office.person(who) for who in ("administrator", "security", "auditor")]
    return office.services.ceremonies.begin(office.actor("security"), script, people[0], people[1], people[2])


def carried(office: Office, view: CeremonyView) -> CeremonyView:
    actor, desk = office.actor("security"), office.services
    while view.step is not None:
        if view.what is not None:
            places = desk.comparisons.ask(actor, view.what).places
            desk.comparisons.answer(actor, view.what, [view.what.digits[place - 1] for place in places])
        view = desk.ceremonies.done(actor, view.ceremony_id, view.people[view.step.by][0])
    return view


@pytest.mark.parametrize("script", ["root", "office"])
def test_three_people_carry_a_ceremony_to_its_signed_protocol(at: At, script: str) -> None:
    world = at("trusted")
    office = world.agency if script == "root" else world.contractor
    view = carried(office, begun(office, script))
    hands = [office.hand(who) for who in ("administrator", "security", "auditor")]
    actor = office.actor("security")
    assert code_of(lambda: office.services.ceremonies.finish(actor, view.ceremony_id, hands[:2])) == (
        "trust.ceremony-people"
    )
    signed = office.services.ceremonies.finish(actor, view.ceremony_id, hands)
    assert page_count(signed.pdf) == 1
    envelope = dsse.parse(signed.envelope, PAYLOAD_TYPE)
    dsse.verify(envelope, {VerifyKey(hand.signing_key).key_id: VerifyKey(hand.signing_key) for hand in hands})
    said = msgspec.json.decode(envelope.payload, type=Protocol)
    assert [done.step for done in said.steps] == [step.id for step in scripts()[script].steps]
    assert signed.sha256 == sha256(signed.envelope).hexdigest()
    assert any(signed.sha256 in str(row) for row in office.rows("events"))
    assert office.services.ceremonies.printed(actor, view.ceremony_id).envelope == signed.envelope
    assert code_of(lambda: office.services.ceremonies.finish(actor, view.ceremony_id, hands)) == "trust.ceremony-over"


def test_nothing_is_left_out_and_nobody_stands_in(at: At) -> None:
    office = at("trusted").agency
    actor, ceremonies = office.actor("security"), office.services.ceremonies
    first, second, witness = (office.person(who) for who in ("administrator", "security", "auditor"))
    for people in ((first, first, witness), (first, second, first), (second, witness, first), (first, witness, second)):
        assert code_of(lambda people=people: ceremonies.begin(actor, "root", *people)) == "trust.ceremony-people"
    view = begun(office)
    assert code_of(lambda: ceremonies.done(actor, view.ceremony_id, first)) == "trust.ceremony-other-person"
    assert code_of(lambda: ceremonies.finish(actor, view.ceremony_id, [])) == "trust.ceremony-not-done"
    assert code_of(lambda: ceremonies.done(actor, "none", witness)) == "trust.ceremony-over"
    view = up_to(office, ceremonies, view, StepKind.COMPARE)
    assert view.what is not None
    assert view.step is not None
    who = view.people[view.step.by][0]
    assert code_of(lambda: ceremonies.done(actor, view.ceremony_id, who)) == "trust.not-compared"
    # Another trust document ends the ceremony.
    roots = [office.hand("administrator"), office.hand("security")]
    office.services.trust_issuing.renew(actor, roots)
    assert code_of(lambda: ceremonies.done(actor, view.ceremony_id, who)) == "trust.ceremony-changed"


def up_to(office: Office, ceremonies: Ceremonies, view: CeremonyView, kind: StepKind) -> CeremonyView:
    while view.step is not None and view.step.kind is not kind:
        view = ceremonies.done(office.actor("security"), view.ceremony_id, view.people[view.step.by][0])
    return view
