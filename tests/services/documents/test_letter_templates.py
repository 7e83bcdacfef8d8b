"""The shipped letters: complete, neutral, and minimal."""

import itertools
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.models.domain.errors import RefusedError, UntrustedInputError
from app.services import documents, resources
from app.services.documents import tree
from app.services.documents.composition import Fact, Facts, compose
from app.services.documents.date_text import both_calendars
from app.services.documents.template import Template, read_template
from app.services.texts.catalogue import Catalogue, Language
from tests.services.documents.conftest import FORMS, LETTERS, facts_of, template_of

OPTIONAL: dict[str, Fact] = {
    "earlier_agency": "見本省",
    "valid_until": facts_of("F20")["valid_until"],
    "reasons": ("見本の理由",),
    "recipient_person": "見本",
    "media_label": "M-1",
    "refusal_code": "bundle.sample",
    "addressee_section": "見本部",
    "addressee_post": "係長",
    "subject_kana": "ミホン",
    "former_names": "旧姓　見本",
    "subject_address": "東京都見本区一丁目",
}


def variants(form: str) -> Iterator[Facts]:
    """Every combination of the choices, with all and with no optional facts."""
    fields = template_of(form).fields
    choices = {name: field.options for name, field in fields.items() if field.kind == "choice"}
    for values in itertools.product(*choices.values()):
        full = facts_of(form, **OPTIONAL, **dict(zip(choices, values, strict=True)))
        kept: dict[str, Fact] = {}
        for name, field in fields.items():  # a field stands after the field that its condition reads
            if name in full and (field.only is None or kept.get(field.only.field) in field.only.options):
                kept[name] = full[name]
        yield kept
        yield {name: fact for name, fact in kept.items() if not fields[name].optional}


def text_of(template: Template, facts: Facts, language: Language) -> str:
    document = compose(template, facts, language=language, date_text=both_calendars)
    return "\n".join(_strings(document))


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for one in value:
            yield from _strings(one)
    elif hasattr(value, "__dataclass_fields__"):
        for name in value.__dataclass_fields__:
            yield from _strings(getattr(value, name))


@pytest.mark.parametrize("language", list(Language))
def test_no_letter_threatens_or_entices(form: str, language: Language) -> None:
    phrases = json.loads((LETTERS.parent / "forbidden_phrases.json").read_text(encoding="utf-8"))[language.value]
    assert len(phrases) > 10
    for facts in variants(form):
        text = text_of(template_of(form), facts, language).lower()
        assert [phrase for phrase in phrases if phrase in text] == []


def test_every_template_is_marked_as_not_established(form: str) -> None:
    assert template_of(form).established is False
    assert template_of(form).form == form


def test_every_declared_field_is_used(form: str) -> None:
    content = (LETTERS / f"{form}.json").read_text(encoding="utf-8")
    for name in template_of(form).fields:
        used = (
            {"issue_no", "issued_on"}
            | set(re.findall(r"\{(\w+)\}", content))
            | set(re.findall(r'"field": "(\w+)"', content))
        )
        assert name in used


def test_the_set_of_letters() -> None:
    papers = {"slip", "receipt", "due-list", "statement", "record-slip", "drill", "kiosk-slip", "kiosk-receipt"}
    papers |= {"correction-request", "correction-receipt"}
    assert set(FORMS) == {"F05", "F06", "F07", "F08", "F09", "F12", "F13", "F16", "F20", "F22", "F25", "F32"} | papers


def test_the_notice_holds_the_seven_matters_and_nothing_is_hidden() -> None:
    text = text_of(template_of("F05"), facts_of("F05"), Language.JAPANESE)
    for item in (
        "重要経済基盤毀損活動との関係に関する事項",
        "犯罪及び懲戒の経歴に関する事項",
        "情報の取扱いに係る非違の経歴に関する事項",
        "薬物の濫用及び影響に関する事項",
        "精神疾患に関する事項",
        "飲酒についての節度に関する事項",
        "信用状態その他の経済的な状況に関する事項",
        "あなたの自由な意思",
        "取り下げることができます",
        "理由の通知を希望しない",
        "専ら雑務に従事させること",
    ):
        assert item in text


@pytest.mark.parametrize(("kind", "item"), [("1", "第1号"), ("2", "第2号"), ("3", "第3号")])
def test_the_notice_names_its_item_and_no_other(kind: str, item: str) -> None:
    text = text_of(template_of("F05"), facts_of("F05", case_kind=kind), Language.JAPANESE)
    assert re.findall(r"第12条第1項(第\d号)の対象", text) == [item]


def test_non_consent_and_withdrawal_have_no_place_for_a_reason() -> None:
    for form in ("F08", "F09"):
        assert not [name for name in template_of(form).fields if "reason" in name]
        for facts in variants(form):
            document = compose(template_of(form), facts, language=Language.JAPANESE, date_text=both_calendars)
            labels = [row[0] for block in document.blocks if isinstance(block, tree.Signature) for row in block.rows]
            labels += [row.label for block in document.blocks if isinstance(block, tree.Table) for row in block.rows]
            assert not [label for label in labels if "理由" in label]


def test_the_contractor_learns_the_bare_result_only() -> None:
    assert set(template_of("F22").fields) == {
        "issue_no",
        "issued_on",
        "issuer_office",
        "issuer_head",
        "contractor_name",
        "contractor_person",
        "contact_desk",
        "consultation_desk",
        "subject_name",
        "subject_section",
        "outcome",
    }


@pytest.mark.parametrize("language", list(Language))
def test_the_three_outcomes_for_the_contractor_have_one_shape(language: Language) -> None:
    shapes = set()
    for outcome in ("cleared", "not-cleared", "not-carried-out"):
        document = compose(
            template_of("F22"), facts_of("F22", outcome=outcome), language=language, date_text=both_calendars
        )
        rest = [block for block in document.blocks if not isinstance(block, tree.Statement)]
        (sentence,) = [block.text for block in document.blocks if isinstance(block, tree.Statement)]
        assert "同意" not in sentence
        assert "consent" not in sentence
        shapes.add((tuple(rest), len(sentence) // 10))
    assert len({rest for rest, _ in shapes}) == 1
    assert max(length for _, length in shapes) - min(length for _, length in shapes) <= 2


@pytest.mark.parametrize("kind", ["given", "not-wanted", "withheld"])
def test_the_subject_is_told_reasons_or_why_there_are_none(kind: str) -> None:
    reasons: dict[str, Fact] = {"reasons": ("見本の理由",)} if kind == "given" else {}
    facts = facts_of("F20", outcome="not-cleared", reason_kind=kind, **reasons)
    del facts["valid_until"]
    text = text_of(template_of("F20"), facts, Language.JAPANESE)
    expected = {"given": "見本の理由", "not-wanted": "希望しない旨の申出", "withheld": "妨げることとなるため"}
    assert [key for key, phrase in expected.items() if phrase in text] == [kind]
    assert "苦情" in text


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"reason_kind": "given", "reasons": ("秘密",)}, "letter.fact-not-allowed", "reason_kind"),
        ({"reasons": ("秘密",)}, "letter.fact-not-allowed", "reasons"),
        ({"outcome": "not-cleared"}, "letter.fact-not-allowed", "valid_until"),
        ({"outcome": "not-cleared", "valid_until": ""}, "letter.fact-missing", "reason_kind"),
        ({"valid_until": ""}, "letter.fact-missing", "valid_until"),
    ],
)
def test_a_result_carries_only_what_belongs_to_its_outcome(changes: dict[str, Fact], code: str, field: str) -> None:
    with pytest.raises(RefusedError) as refused:
        text_of(template_of("F20"), facts_of("F20", **changes), Language.JAPANESE)
    assert (refused.value.code, refused.value.params) == (code, {"field": field})


def test_a_missing_template_is_named() -> None:
    with pytest.raises(UntrustedInputError, match=r"^letter\.template-missing$"):
        read_template(LETTERS, "F99")


@pytest.mark.parametrize("language", list(Language))
def test_every_refusal_has_its_three_sentences(language: Language) -> None:
    catalogue = Catalogue.load(resources.TEXTS, language)
    source = "".join(path.read_text(encoding="utf-8") for path in Path(documents.__path__[0]).glob("*.py"))
    codes = set(re.findall(r'Error\(\s*"(letter\.[a-z-]+)"', source))
    assert len(codes) == 9
    for code in codes:
        assert {f"error.{code}.{part}" for part in ("what", "safe", "do")} <= catalogue.keys()
