"""Facts are values; a letter carries what its template lists and nothing else."""

import datetime as dt
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.models.domain.errors import RefusedError, UntrustedInputError
from app.services.documents import tree
from app.services.documents.composition import Fact, compose
from app.services.documents.date_text import both_calendars
from app.services.documents.template import parse_template
from app.services.texts.catalogue import Language

DAY = dt.date(2025, 6, 2)


def small(**changes: Any) -> bytes:
    template: dict[str, Any] = {
        "form": "T01",
        "name": {"ja": "見本", "en": "Sample"},
        "established": False,
        "fields": {
            "issue_no": {"kind": "text"},
            "issued_on": {"kind": "date"},
            "name": {"kind": "text"},
            "kind": {"kind": "choice", "options": ["a", "b"]},
            "reasons": {"kind": "lines", "optional": True},
        },
        "addressee": [{"ja": "{name}　殿", "en": "{name}"}],
        "issuer": [],
        "body": [
            {"type": "heading", "text": {"ja": "一", "en": "One"}},
            {"type": "paragraph", "numbered": True, "text": {"ja": "{name}さん", "en": "{name}"}},
            {
                "type": "paragraph",
                "numbered": True,
                "text": {"ja": "乙", "en": "B"},
                "when": {"field": "kind", "options": ["b"]},
            },
            {"type": "list", "field": "reasons", "when": {"field": "reasons"}},
        ],
        "footer": [],
    }
    return json.dumps({**template, **changes}, ensure_ascii=False).encode()


def facts(**changes: Fact) -> dict[str, Fact]:
    return {"issue_no": "1", "issued_on": DAY, "name": "見本", "kind": "a", **changes}


def composed(**changes: Fact) -> tree.Document:
    return compose(parse_template(small()), facts(**changes), language=Language.JAPANESE, date_text=both_calendars)


def test_the_tree_of_a_small_letter() -> None:
    document = composed(kind="b", reasons=("甲", "乙"))
    assert document.addressee == ("見本　殿",)
    assert document.date == "令和7年6月2日（2025年6月2日）"
    assert document.blocks == (
        tree.Heading("１", "一"),
        tree.Paragraph("見本さん", "（１）", 1),
        tree.Paragraph("乙", "（２）", 1),
        tree.Paragraph("甲", "（３）", 1),
        tree.Paragraph("乙", "（４）", 1),
    )


def test_english_numbers_dates_and_closing() -> None:
    document = compose(parse_template(small()), facts(), language=Language.ENGLISH, date_text=both_calendars)
    assert document.date == "2 June 2025 (Reiwa 7)"
    assert document.blocks == (tree.Heading("1", "One"), tree.Paragraph("見本", "(1)", 1))
    assert document.closing == ""


def test_first_year_of_an_era() -> None:
    assert both_calendars(dt.date(2019, 5, 1), Language.JAPANESE) == "令和元年5月1日（2019年5月1日）"


@given(st.text(min_size=1))
def test_a_name_is_never_interpreted(name: str) -> None:
    assert composed(name=name).addressee == (f"{name}　殿",)


@pytest.mark.parametrize("name", ["{kind}", "{name}", "<b>太字</b>", "&amp;", "{0.__class__}", "%s", "{", "}"])
def test_markup_in_a_name_stays_text(name: str) -> None:
    assert composed(name=name).blocks[1] == tree.Paragraph(f"{name}さん", "（１）", 1)


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"reason": "秘密"}, "letter.fact-not-allowed", "reason"),
        ({"name": ""}, "letter.fact-missing", "name"),
        ({"name": ("a",)}, "letter.fact-wrong-kind", "name"),
        ({"issued_on": "令和7年"}, "letter.fact-wrong-kind", "issued_on"),
        ({"kind": "c"}, "letter.fact-wrong-kind", "kind"),
        ({"reasons": "甲"}, "letter.fact-wrong-kind", "reasons"),
    ],
)
def test_facts_outside_the_closed_list_are_refused(changes: dict[str, Fact], code: str, field: str) -> None:
    with pytest.raises(RefusedError) as refused:
        composed(**changes)
    assert (refused.value.code, refused.value.params) == (code, {"field": field})


def test_a_missing_fact_is_refused() -> None:
    given_facts = facts()
    del given_facts["name"]
    with pytest.raises(RefusedError, match=r"^letter\.fact-missing$"):
        compose(parse_template(small()), given_facts, language=Language.JAPANESE, date_text=both_calendars)


def test_a_sentence_never_has_a_hole() -> None:
    optional = {**json.loads(small())["fields"], "post": {"kind": "text", "optional": True}}
    template = parse_template(small(fields=optional, footer=[{"ja": "役職　{post}", "en": ""}]))
    with pytest.raises(RefusedError, match=r"^letter\.fact-missing$"):
        compose(template, facts(), language=Language.JAPANESE, date_text=both_calendars)


def _paragraph(ja: str, **more: Any) -> list[dict[str, Any]]:
    return [{"type": "paragraph", "text": {"ja": ja, "en": ""}, **more}]


@pytest.mark.parametrize(
    "changes",
    [
        {"body": _paragraph("{address}")},
        {"body": _paragraph("{reasons}")},
        {"body": _paragraph("{kind}")},
        {"body": _paragraph("一", when={"field": "unknown"})},
        {"body": _paragraph("一", when={"field": "kind", "options": ["z"]})},
        {"body": _paragraph("一", when={"field": "name", "options": ["a"]})},
        {"body": [{"type": "list", "field": "name"}]},
        {"body": [{"type": "code", "field": "reasons", "caption": {"ja": "", "en": ""}}]},
        {"footer": [{"ja": "", "en": "{address}"}]},
        {"fields": {"issue_no": {"kind": "text"}}},
    ],
)
def test_a_template_that_uses_an_undeclared_field_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(UntrustedInputError, match=r"^letter\.template-undeclared-field$"):
        parse_template(small(**changes))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        small(script="x"),
        small(body=_paragraph("{name!r}")),
        small(body=_paragraph("{name:>9}")),
        small(body=_paragraph("{name.x}")),
        small(body=_paragraph("{}")),
        small(body=_paragraph("{")),
        small(body=[{"type": "html", "text": "<b>"}]),
    ],
)
def test_what_is_not_a_template_is_refused(content: bytes) -> None:
    with pytest.raises(UntrustedInputError, match=r"^letter\.template-unreadable$"):
        parse_template(content)
