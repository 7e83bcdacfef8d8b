"""Golden subjects (検証用データ) of a draft: carried to the new form, with invented answers to what it asks anew."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import msgspec

from app.models.domain.errors import UntrustedInputError
from app.models.forms.answers import (
    Answer,
    AnswerState,
    AnswerValue,
    ExpectedFinding,
    Money,
    PackRef,
    Response,
    Source,
    encode,
)
from app.models.forms.carrying import AskAnew, carry
from app.models.forms.cell_values import allowed_codes
from app.models.forms.checking import check
from app.models.forms.definition import FormPack
from app.models.forms.items import DatePrecision, ItemType
from app.models.forms.migration import Migration
from app.models.rules.definition import RulePack
from app.services.packs.files import decode
from app.services.packs.golden_run import findings_of
from app.services.packs.loader import LoadedPack
from app.services.packs.rule_checks import check_rules

_ROUNDS = 6
"""An invented answer may show further questions; so often is looked again."""
_SYNTHETIC = "SYNTHETIC"


@dataclass(slots=True)
class SettledGolden:
    """Golden files of a draft, and those for whom the rules find something else than before."""

    files: dict[str, bytes] = field(default_factory=dict)
    other_findings: tuple[str, ...] = ()


def settled_golden(
    base: LoadedPack, new: FormPack, migration: Migration, files: Mapping[str, bytes], *, accept_findings: bool
) -> SettledGolden:
    """Every golden subject of the base on the new form.

    Args:
        base: The pack that the form was made from.
        new: The form.
        migration: From the one to the other.
        files: The files of the draft, for its rules.
        accept_findings: Write what the rules find now as what is expected.
    """
    settled = SettledGolden()
    rules = _rules(new, files)
    others = []
    for name, subject in base.golden.items():
        moved = msgspec.structs.replace(
            subject,
            response=_on_form(base.pack, new, migration, subject.response),
            findings=tuple(_at_new_places(each, migration) for each in subject.findings),
        )
        if rules is not None:
            found = findings_of(new, rules, moved)
            if set(found) != set(moved.findings):
                others.append(name)
                moved = msgspec.structs.replace(moved, findings=found) if accept_findings else moved
        settled.files[f"golden/{name}"] = encode(moved)
    settled.other_findings = tuple(others)
    return settled


def _rules(new: FormPack, files: Mapping[str, bytes]) -> RulePack | None:
    """The rules of the draft; None when they do not fit its items, which the loader then says."""
    if "rules.json" not in files:
        return None
    try:
        rules = decode(files, "rules.json", RulePack)
        check_rules(new, rules)
    except UntrustedInputError:
        return None
    return rules


def _at_new_places(finding: ExpectedFinding, migration: Migration) -> ExpectedFinding:
    def moved(place: str) -> str:
        name, blank, row = place.partition(" ")
        return migration.renamed.get(name, name) + blank + row

    return msgspec.structs.replace(finding, places=tuple(moved(place) for place in finding.places))


def _on_form(old: FormPack, new: FormPack, migration: Migration, response: Response) -> Response:
    if (old.items, old.choices) == (new.items, new.choices):
        return msgspec.structs.replace(response, pack=PackRef(new.meta.id, new.meta.version))
    carried = carry(old, new, migration, response)
    result, ask = carried.response, carried.ask
    for _ in range(_ROUNDS):
        filled = [_invented(new, each, result) for each in ask]
        result = msgspec.structs.replace(result, answers=(*result.answers, *filled))
        ask = tuple(
            AskAnew(each.link_id, each.row or None, "new")
            for each in check(new, result)
            if result.get(each.link_id, each.row or None) is None
        )
        if not ask:
            break
    return result


def _invented(new: FormPack, asked: AskAnew, response: Response) -> Answer:
    item = new.index[asked.link_id]
    at = max(answer.answered_at for answer in response.answers)
    plain = Answer(asked.link_id, AnswerState.NONE, Source("kiosk"), at, asked.row)
    if not item.required:
        return plain
    values: dict[ItemType, AnswerValue] = {
        ItemType.BOOLEAN: False,
        ItemType.INTEGER: 0,
        ItemType.DATE: response.as_of.isoformat(),
        ItemType.STRING: _SYNTHETIC,
        ItemType.TEXT: _SYNTHETIC,
        ItemType.QUANTITY: Money(0),
    }
    value = values.get(item.type)
    if item.type is ItemType.CODING:
        value = min(allowed_codes(new, item))
    if value is None:
        return plain
    precision = DatePrecision.DAY if item.type is ItemType.DATE else None
    return msgspec.structs.replace(plain, state=AnswerState.VALUE, value=value, precision=precision)
