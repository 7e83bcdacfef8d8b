"""Is the item tree of a pack sound in itself? Names, tables, conditions, choices, periods, disclosure."""

from collections.abc import Iterator

from app.models.domain.errors import UntrustedInputError
from app.models.forms.cell_values import allowed_codes
from app.models.forms.definition import FormPack
from app.models.forms.disclosure import MEDICAL_ALLOWED, NEVER
from app.models.forms.items import EnableWhen, Item, ItemType, Sensitivity

FILE = "items.json"
DEEPEST = 64
"""Items that may lie around one another, or wait for one another; whoever fills in a form asks for each in turn."""


def check_items(pack: FormPack) -> None:
    """Refuse a pack whose items do not hold together.

    Raises:
        UntrustedInputError: With ``file`` and ``place``; the codes are in the functions below.
    """
    _unique_link_ids(pack)
    for item in pack.index:
        for code in (*_shape_codes(pack, item), *_choice_codes(pack, item), *_reference_codes(pack, item)):
            _refuse(code, item)
    for item in pack.index:
        for condition in item.enable_when:
            if not _condition_holds_together(pack, condition):
                _refuse("pack.condition-target", item)
    _acyclic(pack)
    _purposes_covered(pack)


def _refuse(code: str, item: Item) -> None:
    raise UntrustedInputError(code, file=FILE, place=item.link_id)


def _unique_link_ids(pack: FormPack) -> None:
    seen: set[str] = set()
    for item in pack.index:
        if item.link_id in seen:
            _refuse("pack.link-id-twice", item)
        seen.add(item.link_id)


def _shape_codes(pack: FormPack, item: Item) -> Iterator[str]:
    """Groups hold items and questions do not; only groups repeat; tables do not nest; sections are groups."""
    is_group = item.type is ItemType.GROUP
    if is_group is not bool(item.item) or (item.repeats and not is_group):
        yield "pack.item-shape"
    if pack.index.parent(item.link_id) is None and (not is_group or item.repeats):
        yield "pack.item-shape"
    if item.repeats and pack.index.table(item.link_id) is not None:
        yield "pack.table-nested"
    is_text = item.type in {ItemType.STRING, ItemType.TEXT}
    if is_text is (item.max_length is None):
        yield "pack.length-missing" if is_text else "pack.item-shape"


def _choice_codes(pack: FormPack, item: Item) -> Iterator[str]:
    if item.type is not ItemType.CODING:
        if item.answer_value_set or item.answer_option:
            yield "pack.item-shape"
        return
    known = pack.codes.get(item.answer_value_set or "")
    if known is None:
        yield "pack.choice-list-unknown"
    elif not known.issuperset(item.answer_option) or (item.initial is not None and item.initial not in known):
        yield "pack.choice-unknown"


def _reference_codes(pack: FormPack, item: Item) -> Iterator[str]:
    """Retention class and look-back parameter exist and agree; the bundles named may carry such an answer."""
    ext = item.ext
    if ext.retention not in {each.code for each in pack.meta.retention_classes}:
        yield "pack.retention-unknown"
    if ext.precision is not None and item.type is not ItemType.DATE:
        yield "pack.item-shape"
    look = ext.lookback
    if look is not None and (look.years is None) is not (look.parameter is None):
        yield "pack.lookback-mismatch"
    elif look is not None and look.parameter is not None:
        values = [each.periods for each in pack.meta.parameters if each.key == look.parameter]
        if not values or look.years not in {period.value for period in values[0]}:
            yield "pack.lookback-mismatch"
    medical = ext.sensitivity is Sensitivity.MEDICAL
    if NEVER.intersection(ext.disclosure) or (medical and not MEDICAL_ALLOWED.issuperset(ext.disclosure)):
        yield "pack.disclosure-forbidden"


def _condition_holds_together(pack: FormPack, condition: EnableWhen) -> bool:
    """The question exists, takes answers, and can have the answer that is waited for."""
    target = pack.index.get(condition.question)
    if target is None or target.type in {ItemType.GROUP, ItemType.DISPLAY}:
        return False
    answer = condition.answer
    if condition.operator == "exists" or target.type is ItemType.BOOLEAN:
        return isinstance(answer, bool)
    if target.type is ItemType.INTEGER:
        return isinstance(answer, int) and not isinstance(answer, bool)
    if target.type is ItemType.CODING:
        return isinstance(answer, str) and answer in allowed_codes(pack, target)
    return isinstance(answer, str) and target.type is not ItemType.QUANTITY


def _acyclic(pack: FormPack) -> None:
    """No item waits, through conditions and the items around it, for itself, nor for a long row of others."""
    heights: dict[str, int] = {}
    open_: set[str] = set()

    def visit(item: Item) -> int:
        """How many items must be looked at, one after the other, to know whether this one is shown."""
        if item.link_id in heights:
            return heights[item.link_id]
        if item.link_id in open_:
            _refuse("pack.condition-cycle", item)
        if len(open_) >= DEEPEST:
            _refuse("pack.too-deep", item)
        open_.add(item.link_id)
        parent = pack.index.parent(item.link_id)
        before = [pack.index[condition.question] for condition in item.enable_when]
        height = 1 + max((visit(each) for each in (*before, *([parent] if parent is not None else []))), default=0)
        if height > DEEPEST:
            _refuse("pack.too-deep", item)
        open_.remove(item.link_id)
        heights[item.link_id] = height
        return height

    for item in pack.index:
        visit(item)


def _purposes_covered(pack: FormPack) -> None:
    """Each of the seven statutory items has a section with questions, and each is described once."""
    numbers = [each.number for each in pack.meta.statutory_items]
    if numbers != list(range(1, 8)) or [each.number for each in pack.meta.viewpoints] != list(range(1, 8)):
        raise UntrustedInputError("pack.statutory-items", file="pack.json", place="statutoryItems")
    asked = {section.ext.purpose for section in pack.items if section.item}
    for number in numbers:
        if number not in asked:
            raise UntrustedInputError("pack.purpose-uncovered", file=FILE, place=str(number))
