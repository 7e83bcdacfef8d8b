"""The same pack and answers give the same bytes; a changed parameter is named; a finding keeps its key."""

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from app.models.forms.definition import FormPack
from app.models.rules.definition import RulePack
from app.models.rules.engine import run
from app.models.rules.found import encode
from app.models.rules.material import Material
from app.models.rules.truth import Truth, all_of, any_of
from app.services.packs.loader import LoadedPack
from tests.models.rules.people import AS_OF, Weekdays, found, response

CELLS = {
    "A3": "1980-05-05",
    "B1.from r1": "2010-04",
    "B1.to r1": "2016-12",
    "B1.from r2": "2019-07",
    "B1.to r2": "2024-01",
    "E1.relation r1": "spouse",
    "E1.birth-date r1": "1981",
}


@settings(max_examples=10)
@given(st.data())
def test_the_order_in_which_answers_are_kept_changes_no_finding(loaded: LoadedPack, data: st.DataObject) -> None:
    subject = loaded.golden["g06.json"].response
    shuffled = msgspec.structs.replace(subject, answers=tuple(data.draw(st.permutations(subject.answers))))
    both = (subject, shuffled)
    one, other = (run(loaded.rules, Material(loaded.pack, each, each.as_of, Weekdays())) for each in both)
    assert {each.key for each in one} == {each.key for each in other}


def test_twice_the_same_gives_the_same_bytes(pack: FormPack, rules: RulePack) -> None:
    first, second = found(pack, rules, CELLS), found(pack, rules, CELLS)
    assert encode(first) == encode(second)
    assert len(first) >= 4


def test_every_finding_has_a_key_of_its_own(pack: FormPack, rules: RulePack) -> None:
    keys = [each.key for each in found(pack, rules, CELLS)]
    assert len(set(keys)) == len(keys)


def test_a_finding_keeps_its_key_when_a_value_changes_and_loses_it_with_its_place(
    pack: FormPack, rules: RulePack
) -> None:
    def gaps(cells: dict[str, str]) -> list[str]:
        return [each.key for each in found(pack, rules, cells) if each.rule == "R-RES-01"]

    before = gaps(CELLS)
    assert gaps({**CELLS, "B1.to r1": "2017-01"}) == before
    assert gaps({**CELLS, "B1.to r2": "非該当"}) == before[:-1]


def test_a_changed_parameter_is_named_by_what_it_changes(pack: FormPack, rules: RulePack) -> None:
    changed = msgspec.structs.replace(
        pack,
        meta=msgspec.structs.replace(
            pack.meta,
            parameters=tuple(
                msgspec.structs.replace(each, periods=(msgspec.structs.replace(each.periods[0], value=5),))
                if each.key == "lookback.residence"
                else each
                for each in pack.meta.parameters
            ),
        ),
    )
    before, after = (run(rules, Material(each, response(each, CELLS), AS_OF, Weekdays())) for each in (pack, changed))
    assert encode(before) != encode(after)
    differing = {
        name
        for one in (before, after)
        for each in one
        for name, _ in each.parameters
        if each not in (*before,) or each not in (*after,)
    }
    assert "lookback.residence" in differing


def test_every_question_can_be_filled_in_both_languages(loaded: LoadedPack) -> None:
    questions = {rule.id: rule.question for rule in loaded.rules.rules}
    asked = set()
    for subject in (each.response for each in loaded.golden.values()):
        for finding in run(loaded.rules, Material(loaded.pack, subject, subject.as_of, Weekdays())):
            asked.add(finding.rule)
            blanks = {each.name: each.value for each in finding.blanks}
            for language in ("ja", "en"):
                assert "{" not in questions[finding.rule].in_language(language).format_map(blanks)
    assert len(asked) > 8


def negated(value: Truth) -> Truth:
    return {Truth.TRUE: Truth.FALSE, Truth.FALSE: Truth.TRUE, Truth.UNKNOWN: Truth.UNKNOWN}[value]


truths = st.lists(st.sampled_from(Truth), max_size=5)


@given(truths)
def test_three_values_obey_de_morgan(values: list[Truth]) -> None:
    assert negated(all_of(values)) is any_of(negated(each) for each in values)


@given(truths)
def test_unknown_is_what_both_readings_leave_open(values: list[Truth]) -> None:
    """Filling every unknown with true and with false gives the same answer exactly when the answer is known."""
    filled = [
        all_of(reading if each is Truth.UNKNOWN else each for each in values) for reading in (Truth.TRUE, Truth.FALSE)
    ]
    assert all_of(values) is (filled[0] if filled[0] is filled[1] else Truth.UNKNOWN)
