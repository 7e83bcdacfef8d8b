"""Evaluation, decision, the notices to subject and contractor, and the validity that follows."""

import re
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from typing import Any

import msgspec
import pikepdf
import pytest

from app.models.domain.errors import AppError, GateClosedError, InvalidInputError
from app.models.domain.evaluation import Evaluation, Outcome, Reasons, Viewpoint
from app.models.domain.ids import BlobId
from app.models.domain.lifecycle import State
from app.services.bundles.manifest import Kind
from app.services.bundles.schemas import ResultNotice
from app.services.desk import Target
from app.services.papers.filing import read_paper
from app.services.rosters.importing import RowAnswer
from tests.services.exchange.conftest import At
from tests.services.exchange.offices import Office
from tests.services.exchange.world import (
    CLEARED,
    CONSENT_DAY,
    NOT_CLEARED,
    NOTICE_DAY,
    PDF,
    World,
    roster_csv,
    under_contract,
)

NOT, YES = Outcome.NOT_CLEARED, Outcome.CLEARED


def evaluation(outcome: Outcome, reasons: Reasons = Reasons.GIVEN, text: str = "") -> Evaluation:
    return Evaluation(CLEARED.viewpoints, "総合的に判断した。", outcome, reasons, text)


def text_of(pdf: bytes) -> str:
    """What a reader sees of a letter, by the fonts' own maps from glyphs to characters."""
    found = []
    with pikepdf.open(BytesIO(pdf)) as opened:
        for page in opened.pages:
            fonts = {str(name): _unicode_map(font) for name, font in page.Resources.Font.items()}
            current: dict[int, str] = {}
            for step in pikepdf.parse_content_stream(page):
                operands: Any = step.operands
                if str(step.operator) == "Tf":
                    current = fonts[str(operands[0])]
                elif str(step.operator) in {"Tj", "TJ"}:
                    strings = operands if str(step.operator) == "Tj" else list(operands[0])
                    codes = [code for one in strings if isinstance(one, pikepdf.String) for code in bytes(one)]
                    found += [current.get(code, "") for code in codes]
    return "".join(found)


def _unicode_map(font: Any) -> dict[int, str]:
    if "/ToUnicode" not in font:
        return {}
    body = font.ToUnicode.read_bytes().decode("latin-1")
    pairs = {}
    for block in re.findall(r"beginbfchar(.*?)endbfchar", body, re.DOTALL):
        for code, char in re.findall(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", block):
            pairs[int(code, 16)] = bytes.fromhex(char).decode("utf-16-be")
    for block in re.findall(r"beginbfrange(.*?)endbfrange", body, re.DOTALL):
        for start, _end, listed in re.findall(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*\[(.*?)\]", block, re.DOTALL):
            for place, char in enumerate(re.findall(r"<([0-9A-Fa-f]+)>", listed)):
                pairs[int(start, 16) + place] = bytes.fromhex(char).decode("utf-16-be")
    return pairs


def decided(world: World, sheet: Evaluation) -> None:
    world.evaluated(sheet)
    world.proposed()
    world.decided(sheet.outcome)


def letter(office: Office, owner: str, form: str) -> bytes:
    (found,) = [one for one in office.services.results.letters(office.actor("examiner"), owner) if one.form == form]
    return office.services.filing.letter(office.actor("examiner"), found.letter_id)


@pytest.mark.parametrize(
    "sheet",
    [
        evaluation(YES, text="理由"),
        evaluation(NOT),
        evaluation(NOT, text="  \n "),
        evaluation(NOT, Reasons.NOT_WANTED, "理由"),
        evaluation(NOT, Reasons.WITHHELD, "理由"),
    ],
)
def test_reasons_stand_where_they_belong_and_nowhere_else(at: At, sheet: Evaluation) -> None:
    world = at("received")
    agency = world.agency
    agency.services.decisions.open(agency.actor("examiner"), world.case)
    before = agency.tables()
    with pytest.raises(InvalidInputError) as refusal:
        agency.services.decisions.write(agency.actor("examiner"), world.case, sheet)
    assert refusal.value.code == "evaluation.reasons"
    assert agency.tables() == before


def test_text_that_cannot_leave_is_refused_while_it_can_be_changed(at: At) -> None:
    world = at("received")
    agency = world.agency
    agency.services.decisions.open(agency.actor("examiner"), world.case)
    hidden = (Viewpoint("見\u200bえない"), *CLEARED.viewpoints[1:])
    for sheet in (
        Evaluation(hidden, "総合", YES),
        evaluation(NOT, Reasons.GIVEN, "理由\x07"),
    ):
        with pytest.raises(InvalidInputError) as refusal:
            agency.services.decisions.write(agency.actor("examiner"), world.case, sheet)
        assert refusal.value.code == "text.not-carried"


@pytest.mark.parametrize("said", list(Outcome))
def test_the_second_signer_says_the_outcome_of_the_sheet(at: At, said: Outcome) -> None:
    world = at("received")
    agency = world.agency
    world.evaluated(CLEARED if said is NOT else NOT_CLEARED)
    world.proposed()
    before = agency.tables()
    with pytest.raises(InvalidInputError) as refusal:
        world.decided(said)
    assert refusal.value.code == "decision.other-outcome"
    assert agency.tables() == before


def test_no_draft_no_signature(at: At) -> None:
    world = at("received")
    world.agency.services.decisions.open(world.agency.actor("examiner"), world.case)
    with pytest.raises(GateClosedError) as refusal:
        world.proposed()
    assert refusal.value.code == "evaluation.missing"


def test_a_returned_decision_is_signed_anew(at: At) -> None:
    world = at("proposed")
    agency = world.agency
    decisions = agency.services.decisions
    decisions.send_back(agency.actor("decider"), world.case, "視点三を書き直すこと")
    with pytest.raises(GateClosedError) as refusal:
        world.decided()
    assert refusal.value.code == "access.wrong-state"
    decisions.write(agency.actor("examiner"), world.case, NOT_CLEARED)
    world.proposed()
    with pytest.raises(InvalidInputError):
        world.decided(YES)
    world.decided(NOT)
    assert agency.services.queue.case(agency.actor("examiner"), world.case).state is State.DECIDED_NOT_CLEARED


@pytest.mark.parametrize("day", [date(2025, 6, 12), date(2026, 1, 1)])
def test_a_decision_is_not_dated_ahead(at: At, day: date) -> None:
    world = at("evaluated")
    agency = world.agency
    before = agency.tables()
    with pytest.raises(AppError):
        agency.services.decisions.sign(agency.actor("reviewer"), agency.hand("reviewer"), world.case, day)
    assert agency.tables() == before


@pytest.mark.parametrize(
    ("sheet", "present", "absent"),
    [
        (CLEARED, [], ["理由一行目"]),
        (NOT_CLEARED, ["理由一行目", "理由二行目"], []),
        (evaluation(NOT, Reasons.NOT_WANTED), [], ["理由一行目"]),
        (evaluation(NOT, Reasons.WITHHELD), [], ["理由一行目"]),
    ],
    ids=["cleared", "given", "not-wanted", "withheld"],
)
def test_the_subject_is_told_the_result_with_the_reasons_the_law_allows(
    at: At, sheet: Evaluation, present: list[str], absent: list[str]
) -> None:
    world = at("received")
    decided(world, sheet)
    world.notified(sheet.outcome)
    said = text_of(letter(world.agency, world.case, "F20"))
    assert "髙橋" in said
    assert all(line in said for line in present)
    assert not any(line in said for line in absent)


def test_the_four_letters_to_the_subject_differ(at: At) -> None:
    texts = set()
    for sheet in (CLEARED, NOT_CLEARED, evaluation(NOT, Reasons.NOT_WANTED), evaluation(NOT, Reasons.WITHHELD)):
        world = at("received")
        decided(world, sheet)
        world.notified(sheet.outcome)
        texts.add(text_of(letter(world.agency, world.case, "F20")))
    assert len(texts) == 4


def test_the_notice_names_the_decided_outcome_and_no_earlier_day(at: At) -> None:
    world = at("decided")
    agency = world.agency
    results, actor, today = agency.services.results, agency.actor("examiner"), world.clock.today()
    before = agency.tables()
    for outcome, day, code in (
        (NOT, today, "access.wrong-state"),
        (YES, today - timedelta(days=1), "notice.before-decision"),
        (YES, today + timedelta(days=1), "consent.future-day"),
    ):
        with pytest.raises(AppError) as refusal:
            results.notify_subject(actor, world.case, outcome, day)
        assert refusal.value.code == code
    assert agency.tables() == before
    world.notified()
    with pytest.raises(GateClosedError):
        world.notified()


@pytest.mark.parametrize(
    ("told_on", "last_day"),
    [
        (date(2028, 2, 28), date(2038, 2, 28)),
        (date(2028, 2, 29), date(2038, 2, 28)),
        (date(2026, 2, 28), date(2036, 2, 29)),  # the period counts from 1 March and ends the day before 1 March
        (date(2027, 12, 31), date(2037, 12, 31)),
        (date(2025, 6, 11), date(2035, 6, 11)),
    ],
)
def test_the_last_valid_day_follows_from_the_day_of_notification(at: At, told_on: date, last_day: date) -> None:
    world = at("decided")
    agency = world.agency
    start = world.clock.now()
    world.clock.advance(datetime(told_on.year, told_on.month, told_on.day, 3, tzinfo=UTC) - start)
    shown = agency.services.results.last_valid_day(agency.actor("decider"), world.case, told_on)
    assert agency.services.queue.case(agency.actor("examiner"), world.case).valid_until is None
    world.notified()
    case = agency.services.queue.case(agency.actor("examiner"), world.case)
    assert (case.notified_on, case.valid_until, shown) == (told_on, last_day, last_day)
    assert case.state is State.NOTIFIED_CLEARED
    agency.services.results.confirm_validity(agency.actor("decider"), world.case)
    assert agency.services.queue.case(agency.actor("examiner"), world.case).state is State.VALID


def test_a_case_that_was_not_cleared_is_never_valid(at: At) -> None:
    world = at("received")
    decided(world, NOT_CLEARED)
    world.notified(NOT)
    agency = world.agency
    assert agency.services.queue.case(agency.actor("examiner"), world.case).valid_until is None
    with pytest.raises(GateClosedError):
        agency.services.results.confirm_validity(agency.actor("decider"), world.case)


# The contractor.


def result_of(world: World, kind: Kind, target: Target) -> tuple[int, int, str]:
    """Size of the bundle, size of the letter and its text, as the contractor gets them."""
    name = world.sent(world.agency, kind, target, world.contractor)
    path = world.stick.path / name
    size = path.stat().st_size
    world.admitted(world.contractor, name)
    path.unlink()
    (blob,) = [row for row in world.contractor.rows("blobs") if row[1] == world.contractor.rows("imports")[0][0]]
    office = world.contractor
    with office.desk.vault.read() as unit:
        pdf = b"".join(read_paper(unit, unit.papers.blob(BlobId(str(blob[0])))))
    return size, len(pdf), text_of(pdf)


def test_three_outcomes_look_the_same_from_outside(at: At) -> None:
    cleared, refused, nothing = at("notified"), at("received"), at("consented")
    decided(refused, NOT_CLEARED)
    refused.notified(NOT)
    seen = [
        result_of(cleared, Kind.RESULT, Target(case=cleared.case)),
        result_of(refused, Kind.RESULT, Target(case=refused.case)),
        result_of(nothing, Kind.NOT_CARRIED_OUT, Target(entry=nothing.refused)),
    ]
    assert len({bundle for bundle, _, _ in seen}) == 1
    assert len({letter for _, letter, _ in seen}) == 1
    texts = [text for _, _, text in seen]
    assert len(set(texts)) == 3
    for text in texts:
        assert text
        assert "理由一行目" not in text
        assert not any(word in text for word in ("不同意", "取下げ", "同意が得られ"))


NAMES = (
    "王",
    "林　一",
    "髙﨑　𠮷郎",
    "渡邉　葛\U000e0100城",
    "長曽我部　十左衛門之助",
    "NGUYEN THI LAN",
    "ALEXANDRA MARIA DE LA CRUZ HERNANDEZ",
    "ｱﾝﾄﾞﾘｭｰ",
)


def test_a_notice_is_as_large_for_every_name(at: At) -> None:
    world = at("trusted")
    people = [
        (name, "テスト", "1988-04-12", section, "", "1", "")
        for name, section in zip(NAMES, ("課", "研究開発部", "ＡＩ基盤研究所第一研究室") * 3, strict=False)
    ]
    world.listed(under_contract(roster_csv(people)))
    assert set(world.candidates) == set(NAMES)
    consents, actor = world.agency.services.consents, world.agency.actor("examiner")
    sizes = set()
    for candidate in world.candidates.values():
        consents.issue_notice(actor, candidate, NOTICE_DAY, "handed-over")
        entry = consents.record_refusal(actor, candidate, NOTICE_DAY, PDF)
        path = world.stick.path / world.sent(world.agency, Kind.NOT_CARRIED_OUT, Target(entry=entry), world.contractor)
        sizes.add((path.stat().st_size, len(letter(world.agency, entry, "F22"))))
    assert len(sizes) == 1


def test_a_result_has_no_field_for_a_reason() -> None:
    """Closed and complete: the list is the law's, and adding to it must be noticed."""
    schema = msgspec.json.schema(ResultNotice)
    body = schema["$defs"]["ResultNotice"]
    assert body["additionalProperties"] is False
    assert set(body["properties"]) == {
        "record",
        "roster_ref",
        "name",
        "section",
        "outcome",
        "notified_on",
        "issue_no",
    }
    free = [name for name, field in body["properties"].items() if field.get("maxLength", 0) > 100]
    assert free == []


def test_the_day_on_a_notice_is_the_day_in_japan(at: At) -> None:
    """Prepared at 05:00 in Tokyo, which is the evening before in UTC."""
    world = at("consented")
    world.clock.advance(timedelta(hours=19))
    assert world.clock.today() == CONSENT_DAY + timedelta(days=1)
    inspection = world.inspected(
        world.contractor,
        world.sent(world.agency, Kind.NOT_CARRIED_OUT, Target(entry=world.refused), world.contractor),
    )
    days = [line.value for line in inspection.lines if line.path == "notified_on"]
    assert days == [world.clock.today().isoformat()]


def test_a_person_without_section_or_post_is_settled_before_the_listing(at: At) -> None:
    """Whoever is listed can be carried through: no later bundle fails for an empty cell."""
    world = at("trusted")
    rosters, security = world.agency.services.rosters, world.agency.actor("security")
    shown = rosters.preview(security, roster_csv([("空　所属", "", "1988-04-12", "", "", "1", "")]))
    (row,) = shown.rows
    try:
        rosters.admit(security, shown, {row.row.line: RowAnswer(take=True)})
    except InvalidInputError as refusal:
        assert refusal.code == "roster.answer-unfit"  # noqa: PT017 # either answer is right
        return
    (candidate,) = world.in_state(State.LISTED)
    consents, actor = world.agency.services.consents, world.agency.actor("examiner")
    consents.issue_notice(actor, candidate.candidate_id, NOTICE_DAY, "handed-over")
    case = consents.record_consent(actor, candidate.candidate_id, NOTICE_DAY, PDF)
    world.requested(case)
    entry = world.withdraw(case)
    world.carried(world.agency, Kind.NOT_CARRIED_OUT, Target(entry=entry), world.contractor)
