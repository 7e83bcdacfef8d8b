"""The answers of one person as an R5 ``QuestionnaireResponse``, every revision included.

Each cell is one item with its newest revision as the answer; what the standard has no element for, and every earlier
revision, stands in extensions of our own. Rows of a table are repeated groups, each with its row id.
"""

from collections.abc import Iterator

import msgspec

from app.models.domain.errors import UntrustedInputError
from app.models.forms.answers import Answer, AnswerState, Response
from app.models.forms.cell_values import value_problem
from app.models.forms.definition import FormPack
from app.models.forms.fhir.values import Spelling
from app.models.forms.fhir.vocabulary import ABSENT, OURS, PACK_URL, REASONS, Json, part, parts
from app.models.forms.items import Item, ItemType

RESPONSE, ANSWER, EARLIER, ROW, SUBJECT = (
    f"{OURS}{name}" for name in ("response", "answer", "earlier", "row", "subject")
)
TEXTS = {"as-written": "as_written", "reason": "reason"}
"""Texts of an answer by the name of their part; an empty one is named in ``blank``, as FHIR has no empty texts."""


def response_to_fhir(pack: FormPack, response: Response) -> bytes:
    """Canonical JSON of the QuestionnaireResponse.

    Args:
        pack: The pack of the response.
        response: Answers that stand in cells of the pack and have values of its types; gaps do not matter.

    Raises:
        UntrustedInputError: ``fhir.misfit`` with the linkId of an answer that does not fit the pack.
    """
    return msgspec.json.encode(_Writer(pack, response).document(), order="sorted")


class _Writer:
    def __init__(self, pack: FormPack, response: Response) -> None:
        self._pack = pack
        self._response = response
        self._spelling = Spelling(pack.meta.id, dict(pack.texts["ja"]))
        self._cells: dict[tuple[str, str | None], list[tuple[int, Answer]]] = {}
        for position, answer in enumerate(response.answers):
            self._cells.setdefault(answer.cell, []).append((position, answer))
        self._in_order = False

    def document(self) -> Json:
        response, pack = self._response, self._response.pack
        self._in_order = self._met() == list(range(len(response.answers)))
        head = [part("as-of", "Date", response.as_of.isoformat())]
        if pack.digest is not None:
            head.append(part("pack-digest", "String", pack.digest))
        found: Json = {
            "resourceType": "QuestionnaireResponse",
            "language": "ja",
            "extension": [parts(RESPONSE, head)],
            "questionnaire": f"{PACK_URL}{pack.id}|{pack.version}",
            "status": "amended" if any(each.correction for each in response.answers) else "completed",
            "subject": {"identifier": {"system": SUBJECT, "value": response.subject}},
        }
        if response.answers:
            found["authored"] = max(each.answered_at for each in response.answers).isoformat()
            found["item"] = list(self._items(self._pack.items, None))
        return found

    def _met(self) -> list[int]:
        """Positions of the answers in canonical order.

        Raises:
            UntrustedInputError: ``fhir.misfit``; an answer stands in no cell of the pack.
        """
        cells = [cell for cell in self._walk() if cell in self._cells]
        for link_id, _ in self._cells.keys() - set(cells):
            raise UntrustedInputError("fhir.misfit", place=link_id if link_id in self._pack.index else "?")
        return [position for cell in cells for position in self._ordered(cell)]

    def _ordered(self, cell: tuple[str, str | None]) -> list[int]:
        """Positions of the revisions of a cell: earlier ones in their order, then the newest."""
        newest = self._response.current[cell]
        held = self._cells[cell]
        last = next(position for position, answer in held if answer is newest)
        return [position for position, _ in held if position != last] + [last]

    def _walk(self) -> Iterator[tuple[str, str | None]]:
        """Every cell in canonical order: as the form asks, and column by column inside a table."""
        rows = {item.link_id: self._rows(item) for item in self._pack.index if item.repeats}
        for item in self._pack.index:
            table = self._pack.index.table(item.link_id)
            if table is not None and item.type not in {ItemType.GROUP, ItemType.DISPLAY}:
                yield from ((item.link_id, row) for row in rows[table.link_id])
            elif item.repeats or (table is None and item.type not in {ItemType.GROUP, ItemType.DISPLAY}):
                yield item.link_id, None

    def _rows(self, table: Item) -> tuple[str, ...]:
        columns = [each.link_id for each in self._pack.index.columns(table.link_id)]
        return (*self._response.rows_of(*columns), *self._response.struck_rows(*columns))

    def _items(self, items: tuple[Item, ...], row: str | None) -> Iterator[Json]:
        for item in items:
            if item.repeats:
                if (item.link_id, None) in self._cells:
                    yield self._cell(item, None)
                for each in self._rows(item):
                    inner = list(self._items(item.item, each))
                    yield {"linkId": item.link_id, "extension": [part(ROW, "String", each)], "item": inner}
            elif item.type is ItemType.GROUP:
                if inner := list(self._items(item.item, row)):
                    yield {"linkId": item.link_id, "item": inner}
            elif (item.link_id, row) in self._cells:
                yield self._cell(item, row)

    def _cell(self, item: Item, row: str | None) -> Json:
        *earlier, last = self._ordered((item.link_id, row))
        answers = self._response.answers
        extensions = [parts(EARLIER, self._revision(item, position, answers[position])) for position in earlier]
        newest = answers[last]
        about = parts(ANSWER, self._details(last, newest))
        found: Json = {"linkId": item.link_id}
        spelled = self._value(item, newest)
        if spelled is not None:
            found["answer"] = [{f"value{spelled[0]}": spelled[1], "extension": [about]}]
        else:
            if newest.state in REASONS:
                extensions.append(part(ABSENT, "Code", REASONS[newest.state]))
            extensions.append(about)
        return found | {"extension": extensions} if extensions else found

    def _revision(self, item: Item, position: int, answer: Answer) -> Iterator[Json]:
        spelled = self._value(item, answer)
        if spelled is not None:
            yield part("value", *spelled)
        yield from self._details(position, answer)

    def _value(self, item: Item, answer: Answer) -> tuple[str, object] | None:
        if answer.value is None:
            return None
        wrong = item.type is ItemType.GROUP or answer.state is not AnswerState.VALUE or answer.value == ""
        if wrong or value_problem(self._pack, item, answer) is not None:
            raise UntrustedInputError("fhir.misfit", place=item.link_id)
        return self._spelling.write(item, answer.value)

    def _details(self, position: int, answer: Answer) -> Iterator[Json]:
        """All of a revision but its cell and value."""
        yield part("state", "Code", answer.state.value)
        yield part("revision", "PositiveInt", answer.revision)
        yield part("answered-at", "DateTime", answer.answered_at.isoformat())
        source = [part("kind", "Code", answer.source.kind)]
        persons = (("by", answer.source.by), ("checked-by", answer.source.checked_by))
        source += [part(name, "String", person) for name, person in persons if person]
        yield parts("source", source)
        blank = [name for name, person in persons if person == ""]
        for name, field in TEXTS.items():
            text = getattr(answer, field)
            if text:
                yield part(name, "String", text)
            elif text is not None:
                blank.append(name)
        yield from (part("blank", "Code", name) for name in blank)
        if answer.precision is not None:
            yield part("precision", "Code", answer.precision.value)
        if answer.about:
            yield part("about", "Boolean", value=True)
        if answer.correction is not None:
            by, at, why = answer.correction.by, answer.correction.at, answer.correction.why
            inner = (part("by", "String", by), part("at", "DateTime", at.isoformat()), part("why", "String", why))
            yield parts("correction", inner)
        if answer.not_applicable_since is not None:
            yield part("not-applicable-since", "DateTime", answer.not_applicable_since.isoformat())
        if answer.struck:
            yield part("struck", "Boolean", value=True)
        if not self._in_order:
            yield part("position", "UnsignedInt", position)
