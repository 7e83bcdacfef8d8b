"""What has no field in a schema neither leaves nor enters; what says an outcome is as long as what says another."""

import json
from collections.abc import Callable, Iterator
from datetime import date
from hashlib import sha256
from io import BytesIO
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.models.domain.errors import InvalidInputError, UntrustedInputError
from app.services.bundles import container, kinds, schemas
from app.services.bundles.manifest import Kind
from app.services.bundles.records import RECORD_LIMITS, Packed, read_records, write_records
from app.services.bundles.sizes import MEBIBYTE, SizeClass, padded_length
from app.services.bundles.text_rules import is_clean
from tests.services.bundles import network as n
from tests.services.bundles.attacks.hostile import squeezed

BLOB = schemas.BlobLine(sha256="aa" * 32, size=1, media_type="image/png")
EXAMPLES: dict[str, schemas.Record] = {kind.value: record for kind, record in n.RECORDS.items()} | {"blob": BLOB}
WRONG: dict[type, tuple[Any, ...]] = {
    str: (7, True, None, [], {}),
    int: ("7", True, [], {}),
    bool: ("true", 1, [], {}),
    type(None): (True, {}, [[]]),
    list: ("", 7, {}),
    dict: ("", 7, []),
}
"""Values of another type than the one that stands there. A number or a null may stand for an absent text."""


def read(lines: list[bytes], struct: type[schemas.Record]) -> list[schemas.Record]:
    content = b"".join(line + b"\n" for line in lines)
    packed = squeezed(content)
    told = Packed(
        len(packed), sha256(packed).hexdigest(), len(content), sha256(content).hexdigest(), content.count(b"\n")
    )
    return list(read_records([packed], told, msgspec.json.Decoder(struct), RECORD_LIMITS))


def places(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    """Every value inside a record with the way to it."""
    yield path, value
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, each in parts:
        yield from places(each, (*path, key))


def put(whole: Any, path: tuple[str | int, ...], value: Any) -> Any:
    """A copy of the record with another value at one place."""
    copy = json.loads(json.dumps(whole))
    if not path:
        return value
    holder = copy
    for key in path[:-1]:
        holder = holder[key]
    holder[path[-1]] = value
    return copy


def spelled(value: Any) -> bytes:
    return msgspec.json.encode(value, order="sorted")


def twice(whole: Any, path: tuple[str | int, ...], key: str) -> bytes:
    """The record with one key written twice, with the value that it has."""
    holder = whole
    for each in path:
        holder = holder[each]
    # The mark stands where the object stood, and is replaced by an object that no encoder would write.
    marked = spelled(put(whole, path, "\u2603"))
    member = spelled({key: holder[key]})[1:-1]
    return marked.replace('"\u2603"'.encode(), b"{" + member + b"," + spelled(holder)[1:])


@st.composite
def broken_lines(draw: st.DrawFn) -> tuple[str, bytes, str]:
    """A record of any type with one thing in it that its schema does not know."""
    name = draw(st.sampled_from(sorted(EXAMPLES)))
    whole = json.loads(spelled(EXAMPLES[name]))
    how = draw(st.sampled_from(["another-field", "twice", "wrong-type", "missing-field"]))
    found = list(places(whole))
    if how == "wrong-type":
        path, value = draw(st.sampled_from([(path, value) for path, value in found if path and path[-1] != "value"]))
        return name, spelled(put(whole, path, draw(st.sampled_from(WRONG[type(value)])))), how
    path, value = draw(st.sampled_from([(path, value) for path, value in found if isinstance(value, dict) and value]))
    if how == "another-field":
        key = draw(st.sampled_from(["reason", "note", "name2", "_", "", "Name"]).filter(lambda key: key not in value))
        return name, spelled(put(whole, path, value | {key: draw(st.sampled_from(["", None, 1, {}]))})), how
    key = draw(st.sampled_from(sorted(value)))
    if how == "twice":
        return name, twice(whole, path, key), how
    return name, spelled(put(whole, path, {each: kept for each, kept in value.items() if each != key})), how


@given(broken_lines(), st.integers(min_value=0, max_value=3))
def test_what_the_schema_does_not_know_is_refused_with_its_line(broken: tuple[str, bytes, str], before: int) -> None:
    name, line, _ = broken
    good = spelled(EXAMPLES[name])
    with pytest.raises(UntrustedInputError) as refusal:
        read([*([good] * before), line, good], type(EXAMPLES[name]))
    assert (refusal.value.code, refusal.value.params) == ("bundle.record-refused", {"line": before + 1})


@pytest.mark.parametrize("name", sorted(EXAMPLES))
def test_examples_are_read_as_they_were_written(name: str) -> None:
    assert read([spelled(EXAMPLES[name])] * 2, type(EXAMPLES[name])) == [EXAMPLES[name]] * 2


@pytest.mark.parametrize("kind", list(Kind))
def test_a_field_more_does_not_leave(kind: Kind) -> None:
    record = n.RECORDS[kind]
    fat = msgspec.defstruct(
        "Fat",
        [("secret", str)],
        bases=(type(record),),
        frozen=True,
        kw_only=True,
        tag=type(record).__struct_config__.tag,
    )
    fields = {name: getattr(record, name) for name in record.__struct_fields__}
    destination = BytesIO()
    records: list[Any] = [record, fat(**fields, secret="x")]
    with pytest.raises(InvalidInputError) as refusal:
        write_records(records, kinds.decoder(kind), RECORD_LIMITS, destination)
    assert (refusal.value.code, refusal.value.params["line"]) == ("bundle.record-not-exportable", 2)


def test_published_types_are_those_of_the_kinds() -> None:
    assert set(schemas.PUBLISHED.values()) == {row.record for row in kinds.ROWS} | {schemas.BlobLine}
    for name, struct in schemas.PUBLISHED.items():
        assert struct.__struct_config__.tag == name


# ---- lengths -------------------------------------------------------------------------------------------------------

WORDS = st.text(min_size=1, max_size=100).filter(is_clean)
FILE_LENGTH = len(n.sealed(n.plan(Kind.RESULT)))


@given(WORDS, WORDS, st.sampled_from(schemas.NoticeOutcome), st.dates(), st.integers(min_value=0, max_value=600_000))
def test_notice_of_any_outcome_to_anybody_is_a_file_of_one_length(
    name: str, section: str, outcome: schemas.NoticeOutcome, notified_on: date, letter: int
) -> None:
    record = msgspec.structs.replace(n.NOTICE, name=name, section=section, outcome=outcome, notified_on=notified_on)
    is_carried_out = outcome is not schemas.NoticeOutcome.NOT_CARRIED_OUT
    kind = Kind.RESULT if is_carried_out else Kind.NOT_CARRIED_OUT
    assert len(n.sealed(n.plan(kind, records=(record,), letters=(n.payload(bytes(letter)),)))) == FILE_LENGTH


@given(st.sampled_from(["confirmed", "not-confirmed"]), st.booleans())
def test_answer_to_a_partner_abroad_does_not_show_in_its_length(answer: str, has_number: bool) -> None:  # noqa: FBT001 (drawn)
    whole = n.RECORDS[Kind.ALLY_CONFIRMATION]
    assert isinstance(whole, schemas.AllyConfirmation)
    person = msgspec.structs.replace(whole.person, passport_number="TZ1234567" if has_number else None)
    until = whole.valid_until if answer == "confirmed" else None
    record = msgspec.structs.replace(whole, person=person, answer=answer, valid_until=until)
    assert container.draft(n.plan(Kind.ALLY_CONFIRMATION, records=(record,))).manifest.total == MEBIBYTE


FIXED = {
    Kind.OPINION: {MEBIBYTE, 4 * MEBIBYTE},
    Kind.DECISION: {MEBIBYTE, 4 * MEBIBYTE},
    Kind.RESULT: {MEBIBYTE},
    Kind.NOT_CARRIED_OUT: {MEBIBYTE},
    Kind.ALLY_CONFIRMATION: {MEBIBYTE},
    Kind.RECEIPT: {64 * 1024},
    Kind.DISPOSAL_PROOF: {64 * 1024},
    Kind.CHECKPOINT: {64 * 1024},
}


@given(st.integers(min_value=1, max_value=4 * MEBIBYTE))
def test_kinds_whose_contents_must_not_show_have_fixed_lengths(length: int) -> None:
    for kind, lengths in FIXED.items():
        if length <= max(lengths):
            assert padded_length(kinds.rule(kind).size_class, length) in lengths
    padded = {row.kind for row in kinds.ROWS if row.size_class is SizeClass.PADDED}
    assert padded == set(Kind) - set(FIXED)


# ---- figures -------------------------------------------------------------------------------------------------------


def test_figures_have_no_field_that_could_hold_a_person() -> None:
    """Every leaf is a day, a number or a word of a closed list; there is no text, no reference and no bytes."""
    leaves: list[Callable[..., Any]] = []

    def collect(found: Any) -> None:
        if isinstance(found, msgspec.inspect.StructType):
            for field in found.fields:
                collect(field.type)
        elif isinstance(found, msgspec.inspect.VarTupleType):
            collect(found.item_type)
        elif isinstance(found, msgspec.inspect.UnionType):
            for each in found.types:
                collect(each)
        else:
            leaves.append(type(found))

    collect(msgspec.inspect.type_info(schemas.Statistics))
    permitted = {
        msgspec.inspect.DateType,
        msgspec.inspect.IntType,
        msgspec.inspect.NoneType,
        msgspec.inspect.EnumType,
    }
    assert set(leaves) == permitted
    assert not kinds.rule(Kind.STATISTICS).most_records > 1
    assert kinds.rule(Kind.STATISTICS).bare


@pytest.mark.parametrize("count", [1, 2, 3, 4])
def test_small_number_neither_leaves_nor_enters(count: int) -> None:
    whole = msgspec.to_builtins(n.RECORDS[Kind.STATISTICS])
    whole["figures"][0]["count"] = count
    with pytest.raises(UntrustedInputError, match=r"bundle\.record-refused"):
        read([spelled(whole)], schemas.Statistics)
