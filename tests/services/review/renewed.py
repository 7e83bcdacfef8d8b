"""A person who is assessed again: the case of five years ago beside the one of now, on the next version of the form."""

from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cache
from pathlib import Path

import msgspec

from app.models.domain.acts import Action
from app.models.domain.ids import BundleId, CaseId, DocumentId
from app.models.domain.lifecycle import State
from app.models.forms.answers import Response
from app.models.forms.carrying import carry
from app.models.views.arriving import IdentityVerdict
from app.services.container import Services
from app.services.desk import Target
from app.services.packs.loader import LoadedPack
from app.services.packs.shelf import PackShelf
from app.services.questionnaires.keeping import ANSWERS, keep_answers, pinned
from tests.services.authoring.forms import add_after, compiled, opened, put, put_version, shipped
from tests.services.exchange.world import World
from tests.services.points.golden import LOADED, golden

EARLIER = CaseId("e" * 32)


@dataclass(frozen=True)
class Renewed:
    """The world, and the form of now."""

    world: World
    pack: LoadedPack


@cache
def next_form() -> dict[str, bytes]:
    """The shipped pack with a renamed, a split, two merged, a dropped and a new item."""
    book = opened()
    put_version(book)
    put(book, "survey", "B1.address", "was", "B1.address")
    put(book, "survey", "B1.address", "name", "B1.place")
    put(book, "survey", "A1.roman", "was", "A1.roman")
    add_after(book, "A1.roman", name="A1.roman-given", box="A1-12", was="A1.roman")
    put(book, "survey", "A1.family-kana", "was", "A1.family-kana A1.given-kana")
    page = book["survey"]
    for name in ("A1.given-kana", "A1.kana-source"):
        page.delete_rows([row[1].value for row in page.iter_rows()].index(name) + 1)
    add_after(book, "A1.kana-since", name="A1.seal", type="select_one yes_no", box="A1-11", was="")
    return {name: held for name, held in compiled(book).files.items() if not name.startswith(("rules", "golden"))}


def two_packs(folder: Path) -> PackShelf:
    """The shipped pack and the next one."""
    for name, files in (("cesi-2025", shipped()), ("cesi-2025-2", next_form())):
        for path, content in files.items():
            (folder / name / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / name / path).write_bytes(content)
    return PackShelf(folder, "cesi-2025")


def renew(world: World, folder: Path, verdict: str = "same") -> Renewed:
    """Put the earlier case beside the one of a world that was assigned, and that one under the next form."""
    office = world.investigation
    packs = two_packs(folder)
    new = next(one for one in packs.every() if one.pack.meta.version == 2)
    office.services = Services.over(office.desk, packs)
    with office.desk.vault.write() as unit:
        case = unit.cases.get(world.case)
        before = replace(
            case,
            case_id=EARLIER,
            number="EARLIER-1",
            state=State.OPINION_SENT,
            assignee=None,
            opened_at=case.opened_at - timedelta(days=1826),
        )
        unit.case_keys.create([EARLIER])
        unit.cases.add(before)
        for number, one in enumerate(unit.documents.newest_of_kind(world.case, ANSWERS)):
            unit.documents.add(replace(one, case_id=EARLIER, document_id=DocumentId(f"{number:032x}"), revision=1))
        unit.cases.take_over(replace(case, pack_version="2", pack_digest=new.pack.digest))
        who, why = office.person("security"), "same-name-and-dob"
        decided = IdentityVerdict(world.case, EARLIER, BundleId("b" * 32), 1, why, verdict, case.opened_at, who)
        unit.arrivals.add_verdicts([decided])
    answer(world, new, answers_of_now(new))
    return Renewed(world, new)


def answers_of_now(new: LoadedPack) -> Response:
    """What the first subject says now: moved in the meantime, and asked for the Roman name in two parts."""
    assert new.migration is not None
    carried = carry(LOADED.pack, new.pack, new.migration, pinned(LOADED.pack, golden("g01"))).response
    moved = [
        msgspec.structs.replace(one, value="試験県新市１－１", as_written=None)
        if (one.link_id, one.row) == ("B1.place", "r1")
        else one
        for one in carried.answers
    ]
    roman = next(one for one in golden("g01").answers if one.link_id == "A1.roman")
    parts = [
        msgspec.structs.replace(roman, link_id=link_id, value=value, as_written=None)
        for link_id, value in (("A1.roman", "TAKAHASHI"), ("A1.roman-given", "MISAKI"))
    ]
    return msgspec.structs.replace(carried, answers=(*moved, *parts))


def answer(world: World, pack: LoadedPack, response: Response) -> None:
    """Other answers lie in the case of now."""
    office = world.investigation
    with office.desk.act(office.actor("examiner"), Action.WRITE_NOTE, Target(case=world.case)) as act:
        keep_answers(act, pack.pack, pinned(pack.pack, response))
