"""Family and ties are what the answers say: everybody once, silence as silence, nothing medical."""

import msgspec
import pytest

from app.models.forms.answers import AnswerState, Response
from app.models.forms.items import Sensitivity
from app.models.rules.material import Material
from app.models.rules.ties import Kin, Nation, Ties, ties_of
from tests.services.exchange.offices import shelf
from tests.services.points.golden import golden

PACK = shelf().current.pack


def ties(response: Response) -> Ties:
    return ties_of(Material(PACK, response, response.as_of))


def kin(drawn: Ties, wanted: Kin) -> list[str]:
    return [one.row or "" for group in drawn.groups if group.kin is wanted for one in group.people]


def changed(response: Response, link_id: str, row: str | None, **fields: object) -> Response:
    """The same response with another answer in one cell; without one where no field is given."""
    rest = [one for one in response.answers if one.cell != (link_id, row)]
    old = response.get(link_id, row)
    if fields and old is not None:
        rest.append(msgspec.structs.replace(old, **fields))
    return msgspec.structs.replace(response, answers=tuple(rest))


@pytest.mark.parametrize("name", sorted(name.removesuffix(".json") for name in shelf().current.golden))
def test_everybody_named_is_drawn_once_and_nothing_of_another_part(name: str) -> None:
    response = golden(name)
    drawn = ties(response)
    family = [one.name for group in drawn.groups if group.kin is not None for one in group.people]
    assert sorted(family) == sorted(("E1.name", row) for row in response.rows_of("E1.relation", "E1.name"))
    others = [one.name for group in drawn.groups if group.kin is None for one in group.people]
    assert len(others) == len(set(others))
    assert {("F5.name", row) for row in response.rows_of("F5.name")} <= set(others)
    assert all(PACK.index[link_id].ext.sensitivity is Sensitivity.PERSONAL for link_id, _ in drawn.cells())
    assert [group.kin for group in drawn.groups][: len(Kin) - 1] == [one for one in Kin if one is not Kin.UNTOLD]
    for group in drawn.groups:
        assert group.people or group.statement is not None, "an empty part says what was said instead"


def test_nationality_is_told_as_far_as_it_is_answered() -> None:
    """Told as foreign, as foreign beside Japanese, as not known, and not at all."""
    drawn = ties(golden("g05"))
    assert drawn.subject.nation is Nation.FOREIGN
    assert drawn.subject.abroad
    father = kin(drawn, Kin.PARENTS)[0]

    def nation(response: Response) -> Nation | None:
        groups = (group for group in ties(response).groups if group.kin is Kin.PARENTS)
        return next(one.nation for one in next(groups).people if one.row == father)

    start = golden("g05")
    home = changed(start, "E1.nationality", father, value="JP")
    assert nation(home) is Nation.HOME
    assert nation(changed(home, "E1.second-nationality", father, state=AnswerState.VALUE, value="US")) is Nation.FOREIGN
    assert nation(changed(start, "E1.nationality", father, state=AnswerState.UNKNOWN, value=None)) is Nation.UNTOLD
    assert nation(changed(start, "E1.nationality", father)) is Nation.UNTOLD


def test_who_has_no_stated_relation_stays_visible_as_such() -> None:
    start = golden("g12")
    row = kin(ties(start), Kin.SPOUSE)[0]
    for fields in ({"state": AnswerState.DECLINED, "value": None}, {"value": "godfather"}):
        drawn = ties(changed(start, "E1.relation", row, **fields))
        assert kin(drawn, Kin.SPOUSE) == []
        assert kin(drawn, Kin.UNTOLD) == [row]


def test_the_same_words_elsewhere_are_pointed_at() -> None:
    """An employer that also stands as somebody's address, however wide it is written."""
    start = golden("g12")
    row = kin(ties(start), Kin.PARENTS)[0]
    employer = next(one for one in start.answers if one.link_id == "D1.employer" and one.value)
    wide = str(employer.value).replace("", " ").strip()
    drawn = ties(changed(start, "E1.address", row, state=AnswerState.VALUE, value=wide))
    person = next(one for group in drawn.groups for one in group.people if one.name == ("E1.name", row))
    assert employer.cell in person.echoes
    assert all(cell[0] not in {"E1.name", "E1.address"} or cell[1] != row for cell in person.echoes)
