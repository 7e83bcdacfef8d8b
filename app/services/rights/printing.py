"""Print the matrix of rights (権限表) on paper, from the program itself."""

from app.models.domain.actor import Actor, Environment
from app.models.domain.acts import Action
from app.services.desk import Desk
from app.services.documents import tree
from app.services.documents.date_text import both_calendars
from app.services.documents.fonts import typefaces
from app.services.documents.render import render
from app.services.rights.matrix import MatrixRow, Sight, matrix, sights
from app.services.texts.catalogue import Catalogue


class RightsPrinting:
    """Use case of everybody: each officer may know who may do what."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def matrix(self, actor: Actor, texts: Catalogue) -> bytes:
        """The matrix as PDF, in the language of ``texts``, with the day and the office that printed it."""
        with self._desk.act(actor, Action.PRINT_MATRIX) as act:
            station = act.unit.people.station()
            document = as_document(
                texts, station.office_name_ja, both_calendars(self._desk.clock.today(), texts.language)
            )
            return render(document, typefaces(), rehearsal=station.environment is Environment.REHEARSAL)


def as_document(texts: Catalogue, office: str, day: str) -> tree.Document:
    """The whole matrix as a document: who sees what first, then every act."""
    blocks: list[tree.Block] = [tree.Paragraph(texts("rights.source"))]
    blocks.append(tree.Heading("1", texts("rights.sights")))
    blocks.append(tree.Table(tuple(row for sight in sights(texts) for row in _sight_rows(texts, sight))))
    for number, (group, rows) in enumerate(matrix(texts), start=2):
        blocks.append(tree.Heading(str(number), group))
        blocks.append(tree.Table(tuple(_act_row(texts, row) for row in rows)))
    return tree.Document(
        language=texts.language,
        form="rights",
        title=texts("rights.title"),
        issue_no=texts("rights.number", count=sum(len(rows) for _, rows in matrix(texts))),
        issue_label=texts("rights.rows"),
        date=day,
        addressee=(),
        issuer=(office,),
        blocks=tuple(blocks),
        footer=(texts("rights.footer"),),
        closing="",
    )


def _sight_rows(texts: Catalogue, sight: Sight) -> list[tree.Row]:
    return [
        tree.Row(
            texts("rights.role-in-office", role=sight.role, office=sight.office),
            (
                texts("rights.sees", what=texts("rights.list").join(sight.sees) or texts("rights.nothing")),
                texts("rights.closed", what=texts("rights.list").join(sight.closed) or texts("rights.nothing")),
            ),
        )
    ]


def _act_row(texts: Catalogue, row: MatrixRow) -> tree.Row:
    lines = [
        texts("rights.line.who", roles=texts("rights.list").join(row.roles)),
        texts("rights.line.where", offices=texts("rights.list").join(row.offices)),
        texts("rights.line.when", states=row.states),
        *row.conditions,
    ]
    return tree.Row(row.act, tuple(lines))
