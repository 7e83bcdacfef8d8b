"""Write the golden subjects of the form pack from the short descriptions in ``build/golden``.

Run from the root of the project: ``python -m build.make_golden_subjects``. Whatever a description leaves out becomes an
explicit answer: no for a question, none for a table or an optional box. A required box left out is an error. All
people are invented.
"""

from collections.abc import Iterator, Mapping
from datetime import date, datetime

import msgspec

from app.models.forms.answers import Answer, AnswerState, GoldenSubject, PackRef, Response, Source, encode
from app.models.forms.definition import FormPack
from app.models.forms.items import DatePrecision, Item, ItemType
from app.models.forms.visibility import Visibility
from app.services.packs import files as pack_files
from app.services.packs.loader import load_files
from app.services.resources import PACKS
from build.golden.description import Cell, Person
from build.golden.first_three import HINA, KENICHI, MISAKI
from build.golden.fourth_three import AKIRA, SATOSHI, WATI
from build.golden.second_three import KATSURAGI, LAN, REN
from build.golden.third_three import NAOMI, TSUBASA, YU

PEOPLE = (MISAKI, KENICHI, HINA, KATSURAGI, LAN, REN, TSUBASA, YU, NAOMI, SATOSHI, WATI, AKIRA)
AS_OF = date(2026, 6, 1)
ANSWERED = datetime.fromisoformat("2026-06-01T10:00:00+09:00")
PRECISION = {4: DatePrecision.YEAR, 7: DatePrecision.MONTH, 10: DatePrecision.DAY}


def answer(item: Item, row: str | None, cell: Cell) -> Answer:
    """One answer from a described cell, or the explicit default where nothing is described."""
    value = cell.value if cell.state is AnswerState.VALUE else None
    dated = item.type is ItemType.DATE and isinstance(value, str)
    return Answer(
        link_id=item.link_id,
        row=row,
        state=cell.state,
        value=value,
        as_written=cell.as_written,
        precision=PRECISION[len(value)] if dated and isinstance(value, str) else None,
        about=cell.about,
        reason=cell.reason,
        source=Source(kind="kiosk"),
        answered_at=ANSWERED,
    )


def default(item: Item) -> Cell:
    """What a cell says that the description leaves out."""
    if item.type is ItemType.BOOLEAN:
        return Cell(value=False)
    if item.required and item.type is not ItemType.GROUP:
        raise SystemExit(f"described person lacks {item.link_id}")
    return Cell(state=AnswerState.NONE)


def answers(pack: FormPack, person: Person) -> Iterator[Answer]:
    """Answers of a person in the order of the form, hidden cells included; they are cut afterwards."""
    for item in pack.index:
        question = item.link_id.partition(".")[0]
        rows = person.tables.get(question, ())
        if item.type is ItemType.GROUP:
            if item.repeats and not rows:
                yield answer(item, None, person.cells.get(item.link_id, default(item)))
            continue
        table = pack.index.table(item.link_id)
        if table is None:
            described = person.cells.get(item.link_id)
            if described is None and item.link_id.endswith(".has"):
                described = Cell(value=bool(rows))
            if described is not None or not item.enable_when:
                yield answer(item, None, described or default(item))
            continue
        column = item.link_id.partition(".")[2]
        for number, row in enumerate(rows, start=1):
            yield answer(item, f"r{number}", row.get(column) or default(item))


def golden(pack: FormPack, person: Person) -> GoldenSubject:
    """The subject, without answers to questions that are hidden."""
    _refuse_unknown(pack, person)
    full = Response(PackRef(pack.meta.id, pack.meta.version), person.subject, AS_OF, tuple(answers(pack, person)))
    sight = Visibility(pack, full)
    shown = tuple(each for each in full.answers if sight.shown(*each.cell))
    return GoldenSubject(person.label, person.covers, msgspec.structs.replace(full, answers=shown), person.findings)


def _refuse_unknown(pack: FormPack, person: Person) -> None:
    named: Mapping[str, object] = {
        **person.cells,
        **{f"{table}.{column}": row for table, rows in person.tables.items() for row in rows for column in row},
    }
    for link_id in named:
        if link_id not in pack.index:
            raise SystemExit(f"description of {person.subject} names unknown item {link_id}")


def main() -> None:
    """Write one file per person."""
    folder = PACKS / "cesi-2025"
    files = pack_files.read_files(folder)
    pack = load_files({path: content for path, content in files.items() if not path.startswith("golden/")}).pack
    for person in PEOPLE:
        (folder / "golden" / f"{person.subject}.json").write_bytes(encode(golden(pack, person)))


if __name__ == "__main__":
    main()
