"""One catalogue of events: code, texts and manual follow from it, and the record takes nothing else."""

import json
from pathlib import Path

import pytest

from app.models.domain.act_table import RULES
from app.models.domain.errors import BugError
from app.models.domain.event_catalogue import Action
from app.models.domain.event_details import require_known
from app.models.domain.event_forms import DETAILS
from app.models.domain.event_kinds import KINDS
from build.publish_events import CATALOGUE, Event, Names, check, published_files
from tests.contracts import source_tree

EVENT: Event = {"code": "a.b", "act": None, "kind": "look", "ja": "閲覧", "en": "Seen", "detail": {"size": "count"}}
SIZE = {"size": {"ja": "件数", "en": "Entries"}}
KIND = {"look": {"ja": "閲覧", "en": "Look"}}


@pytest.mark.parametrize("path", sorted(published_files()))
def test_what_follows_from_the_catalogue_is_up_to_date(path: Path) -> None:
    assert source_tree.read(path) == published_files()[path]


def test_every_act_has_a_rule_and_every_rule_an_act() -> None:
    assert set(RULES) == set(Action)


def test_every_code_has_details_and_a_kind() -> None:
    codes = [event["code"] for event in json.loads(CATALOGUE.read_text(encoding="utf-8"))["events"]]
    assert codes == list(DETAILS) == list(KINDS)


@pytest.mark.parametrize(
    "change",
    [{"ja": ""}, {"en": " "}, {"kind": "glance"}, {"detail": {"name": "text"}}],
)
def test_an_event_that_is_not_whole_is_refused(change: dict[str, object]) -> None:
    check(KIND, SIZE, [EVENT])
    with pytest.raises(ValueError, match=r"a\.b"):
        check(KIND, SIZE, [{**EVENT, **change}])


@pytest.mark.parametrize(
    "names", [{}, {"size": {"ja": "件数", "en": ""}}, {**SIZE, "more": {"ja": "余り", "en": "More"}}]
)
def test_a_detail_without_a_name_and_a_name_without_a_detail_are_refused(names: Names) -> None:
    with pytest.raises(ValueError, match="details without a name"):
        check(KIND, names, [EVENT])


@pytest.mark.parametrize("what", ["code", "ja", "en"])
def test_two_events_of_one_name_are_refused(what: str) -> None:
    other: Event = {"code": "c.d", "act": None, "kind": "look", "ja": "検索", "en": "Other", "detail": {}}
    with pytest.raises(ValueError, match=what):
        check(KIND, SIZE, [EVENT, {**other, what: EVENT[what]}])


@pytest.mark.parametrize(
    ("code", "detail"),
    [
        ("log.verified", {"size": -1}),
        ("log.verified", {"size": "3"}),
        ("log.verified", {"name": 1}),
        ("bundle.refused", {"code": "山田太郎"}),
        ("bundle.refused", {"code": "two words"}),
        ("bundle.refused", {"sha256": "ab"}),
        ("validity.confirmed", {"valid_until": "令和8年"}),
        ("answers.seen", {"section": "A\n"}),
    ],
)
def test_details_that_the_catalogue_does_not_describe_are_refused(code: str, detail: dict[str, str | int]) -> None:
    with pytest.raises(BugError) as refused:
        require_known(code, detail)
    assert refused.value.code == "bug.event-detail"


def test_an_unknown_code_is_refused() -> None:
    with pytest.raises(BugError) as refused:
        require_known("something.else", {})
    assert refused.value.code == "bug.event-unknown"
    require_known("log.verified", {"size": 3, "sound": 1})
