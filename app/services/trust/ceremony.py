"""Hold a key ceremony: two officers and a witness, one step by one named person at a time, signed at the end."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import sha256

import msgspec

from app.models.domain.actor import Actor, Environment
from app.models.domain.acts import Action
from app.models.domain.civil_day import JAPAN, civil_day
from app.models.domain.errors import GateClosedError, InvalidInputError
from app.models.domain.ids import PersonId
from app.models.views.trust import CeremonyRow
from app.services.crypto import dsse
from app.services.desk import Act, Desk
from app.services.documents.letters import make_letter
from app.services.documents.template import read_template
from app.services.resources import LETTERS
from app.services.stations.signer import Signer
from app.services.texts.catalogue import Language
from app.services.trust import comparing
from app.services.trust.ceremony_script import Part, Script, Step, StepKind, scripts
from app.services.trust.comparing import Comparable
from app.services.trust.rules import root_fingerprint
from app.services.trust.sheets import KeyUse, sheet_keys
from app.services.trust.standing import current

PAYLOAD_TYPE = "application/vnd.sekisho.ceremony.v1+json"
FORM = "ceremony-protocol"
_DIGEST_GROUP = 8


class DoneStep(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A step that was done: by whom (an id), and when, UTC seconds."""

    step: str
    by: str
    at: int


class Protocol(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What is signed at the end."""

    environment: Environment
    station: str
    script: str
    trust_version: int
    trust_sha256: str
    root: tuple[str, ...]
    people: dict[str, str]
    begun_at: int
    steps: tuple[DoneStep, ...] = ()


@dataclass(frozen=True, slots=True)
class CeremonyView:
    """How a ceremony stands.

    Attributes:
        people: Ids and names by part.
        step: What comes next; None when only the signatures are missing or it is finished.
        what: What the step compares; its digits are not for showing.
        sheet: Which sheet the step prints: use and holder.
        protocol_sha256: Of the signed protocol, once it is finished; as in the record.
    """

    ceremony_id: str
    script: Script
    begun_at: datetime
    people: dict[Part, tuple[PersonId, str]]
    done: tuple[DoneStep, ...]
    step: Step | None
    what: Comparable | None = None
    sheet: tuple[KeyUse, str] | None = None
    finished_at: datetime | None = None
    protocol_sha256: str = ""


@dataclass(frozen=True, slots=True)
class SignedProtocol:
    """The protocol of a finished ceremony: on paper, and as it was signed."""

    pdf: bytes
    envelope: bytes
    sha256: str


class Ceremonies:
    """Use cases of key ceremonies (鍵の儀式)."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def begin(self, actor: Actor, script: str, first: PersonId, second: PersonId, witness: PersonId) -> CeremonyView:
        """Begin a ceremony with three different officers of this office.

        Raises:
            InvalidInputError: ``trust.ceremony-people``: not three officers who work here; for the ceremony of the
                root, the first two are not root officers.
            GateClosedError: ``trust.none``.
        """
        if script not in scripts():
            raise InvalidInputError("trust.ceremony-people", field="script")
        with self._desk.act(actor, Action.BEGIN_CEREMONY) as act:
            now, station = current(act.unit), act.unit.people.station()
            _require_people(act, script, (first, second, witness))
            protocol = Protocol(
                environment=station.environment,
                station=station.station_id,
                script=script,
                trust_version=now.document.version,
                trust_sha256=now.sha256,
                root=root_fingerprint(now.document.root),
                people={Part.FIRST: first, Part.SECOND: second, Part.WITNESS: witness},
                begun_at=int(act.at.timestamp()),
            )
            row = CeremonyRow(act.new_id(), script, act.at, _encode(protocol).decode())
            act.unit.trust.add_ceremony(row)
            act.detail.update({"kind": script, "witness": witness})
            return _view(act, row)

    def held(self, actor: Actor) -> list[CeremonyView]:
        """All ceremonies, newest first."""
        with self._desk.act(actor, Action.SEE_TRUST) as act:
            return [_view(act, row) for row in act.unit.trust.ceremonies()]

    def done(self, actor: Actor, ceremony_id: str, person: PersonId) -> CeremonyView:
        """Note that the next step was done by the person whose turn it is.

        Raises:
            InvalidInputError: ``trust.ceremony-other-person``.
            GateClosedError: ``trust.not-compared``: three groups must be typed first, in this ceremony;
                ``trust.ceremony-over``; ``trust.ceremony-changed``: the trust document is another one by now.
        """
        with self._desk.act(actor, Action.DO_CEREMONY_STEP) as act:
            row, protocol = _open(act, ceremony_id)
            view = _view(act, row)
            if view.step is None:
                raise GateClosedError("trust.ceremony-over")
            if protocol.people[view.step.by] != person:
                raise InvalidInputError("trust.ceremony-other-person", field="person")
            if view.what is not None:
                _require_fresh(act, view.what, protocol)
            done = DoneStep(view.step.id, person, int(act.at.timestamp()))
            act.detail.update({"entry": len(protocol.steps) + 1, "officer": person})
            return _view(act, _changed(act, row, msgspec.structs.replace(protocol, steps=(*protocol.steps, done))))

    def finish(self, actor: Actor, ceremony_id: str, hands: Sequence[Signer]) -> SignedProtocol:
        """Sign the protocol with the hands of all three, and print it.

        Raises:
            GateClosedError: ``trust.ceremony-not-done``, ``trust.ceremony-over``, ``trust.ceremony-changed``.
            InvalidInputError: ``trust.ceremony-people``: not the three of them.
        """
        with self._desk.act(actor, Action.FINISH_CEREMONY) as act:
            row, protocol = _open(act, ceremony_id)
            view = _view(act, row)
            if view.step is not None:
                raise GateClosedError("trust.ceremony-not-done")
            if sorted(hand.person for hand in hands) != sorted(protocol.people.values()):
                raise InvalidInputError("trust.ceremony-people", field="people")
            payload = _encode(protocol)
            envelope = dsse.build(PAYLOAD_TYPE, payload, [hand.sign(PAYLOAD_TYPE, payload) for hand in hands])
            digest = sha256(envelope).hexdigest()
            columns = {"finished_at": act.at.isoformat(), "envelope": envelope}
            act.unit.trust.change_ceremony(ceremony_id, columns)
            act.detail.update({"kind": protocol.script, "sha256": digest})
            return SignedProtocol(_page(act, view, protocol, digest), envelope, digest)

    def printed(self, actor: Actor, ceremony_id: str) -> SignedProtocol:
        """The protocol of a finished ceremony once more.

        Raises:
            GateClosedError: ``trust.ceremony-not-done``.
        """
        with self._desk.act(actor, Action.SEE_TRUST) as act:
            row = act.unit.trust.ceremony(ceremony_id)
            if row is None or row.envelope is None:
                raise GateClosedError("trust.ceremony-not-done")
            digest = sha256(row.envelope).hexdigest()
            return SignedProtocol(_page(act, _view(act, row), _protocol(row), digest), row.envelope, digest)


def _require_people(act: Act, script: str, people: tuple[PersonId, ...]) -> None:
    here = {one.person_id for one in act.unit.people.officers() if one.ended_at is None}
    roots = {key.person for key in current(act.unit).document.root.keys}
    is_root = script != "root" or set(people[:2]) <= roots
    if len(set(people)) != len(people) or not set(people) <= here or not is_root:
        raise InvalidInputError("trust.ceremony-people", field="people")


def _require_fresh(act: Act, what: Comparable, protocol: Protocol) -> None:
    """What was compared before this step does not count."""
    kept = act.unit.trust.comparison(what.sha256)
    if kept is None or kept.confirmed_at is None or int(kept.confirmed_at.timestamp()) < protocol.begun_at:
        raise GateClosedError("trust.not-compared")
    # The next person answers a question of their own.
    act.unit.trust.put_comparison(replace(kept, groups="", confirmed_at=None))


def _open(act: Act, ceremony_id: str) -> tuple[CeremonyRow, Protocol]:
    row = act.unit.trust.ceremony(ceremony_id)
    if row is None or row.finished_at is not None:
        raise GateClosedError("trust.ceremony-over")
    protocol = _protocol(row)
    if protocol.trust_sha256 != current(act.unit).sha256:
        raise GateClosedError("trust.ceremony-changed")
    return row, protocol


def _changed(act: Act, row: CeremonyRow, protocol: Protocol) -> CeremonyRow:
    content = _encode(protocol).decode()
    act.unit.trust.change_ceremony(row.ceremony_id, {"content": content})
    return CeremonyRow(row.ceremony_id, row.script, row.begun_at, content)


def _protocol(row: CeremonyRow) -> Protocol:
    return msgspec.json.decode(row.content, type=Protocol)


def _encode(protocol: Protocol) -> bytes:
    return msgspec.json.encode(protocol, order="sorted")


def _view(act: Act, row: CeremonyRow) -> CeremonyView:
    protocol, script = _protocol(row), scripts()[row.script]
    names = {one.person_id: one.name for one in act.unit.people.officers()}
    people = {Part(part): (PersonId(who), names.get(PersonId(who), who)) for part, who in protocol.people.items()}
    done = len(protocol.steps)
    step = script.steps[done] if done < len(script.steps) else None
    return CeremonyView(
        row.ceremony_id,
        script,
        row.begun_at,
        people,
        protocol.steps,
        step,
        _compared(act, step, protocol),
        _sheet(act, step, protocol),
        row.finished_at,
        sha256(row.envelope).hexdigest() if row.envelope is not None else "",
    )


def _compared(act: Act, step: Step | None, protocol: Protocol) -> Comparable | None:
    if step is None or step.kind is not StepKind.COMPARE:
        return None
    root = current(act.unit).document.root
    keys = {key.person: comparing.of_key(key.alg, key.public) for key in root.keys}
    return comparing.of_root(root) if step.of == "root" else keys.get(protocol.people[step.of])


def _sheet(act: Act, step: Step | None, protocol: Protocol) -> tuple[KeyUse, str] | None:
    if step is None or step.kind is not StepKind.SHEET:
        return None
    wanted = {
        "root": (KeyUse.ROOT, ""),
        "station": (KeyUse.STATION, act.unit.people.station().station_id),
    }.get(step.of) or (KeyUse.ROOT_KEY, protocol.people[step.of])
    return wanted if any((one.use, one.holder) == wanted for one in sheet_keys(act)) else None


def _page(act: Act, view: CeremonyView, protocol: Protocol, digest: str) -> bytes:
    station, language = act.unit.people.station(), Language.JAPANESE
    names = dict(view.people.values())
    titles = {step.id: step.words(language).title for step in view.script.steps}
    steps = tuple(
        f"{number}　{_time(done.at)}\t{titles[done.step]}　{names[PersonId(done.by)]}"
        for number, done in enumerate(protocol.steps, start=1)
    )
    return make_letter(
        read_template(LETTERS, FORM),
        {
            "issue_no": f"{station.station_id}-{digest[:8]}",
            "issued_on": civil_day(act.at),
            "office": station.office_name_ja,
            "station": station.station_id,
            "script": view.script.name(language),
            "version": str(protocol.trust_version),
            "first": view.people[Part.FIRST][1],
            "second": view.people[Part.SECOND][1],
            "witness": view.people[Part.WITNESS][1],
            "steps": steps,
            "root_digits": protocol.root,
            "sha256": tuple(digest[at : at + _DIGEST_GROUP] for at in range(0, len(digest), _DIGEST_GROUP)),
        },
        language=language,
        rehearsal=station.environment is Environment.REHEARSAL,
    ).pdf


def _time(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).astimezone(JAPAN).strftime("%Y-%m-%d %H:%M")
