"""The start-of-day sheet on paper: one table of checks, one of probes, the head of the record, a place to sign."""

from app.models.domain.civil_day import JAPAN, civil_day
from app.models.domain.network_proof import Outcome, Probe, as_expected
from app.models.domain.readiness import Finding, Sheet
from app.services.documents import tree
from app.services.documents.date_text import both_calendars
from app.services.documents.fonts import typefaces
from app.services.documents.render import render
from app.services.texts.catalogue import Catalogue, Language

_GROUP, _GROUPS_ON_A_LINE = 4, 8


def sheet_pdf(sheet: Sheet, texts: Catalogue) -> bytes:
    """The sheet as a PDF.

    Raises:
        RefusedError: ``letter.character-not-drawable``: a name cannot be printed exactly.
    """
    return render(sheet_document(sheet, texts), typefaces(), rehearsal=sheet.is_rehearsal)


def sheet_document(sheet: Sheet, texts: Catalogue) -> tree.Document:
    """What stands on the sheet."""
    is_japanese = texts.language is Language.JAPANESE
    office = sheet.office_ja if is_japanese else sheet.office_en or sheet.office_ja
    at = sheet.at.astimezone(JAPAN)
    return tree.Document(
        language=texts.language,
        form="",
        title=texts("ready.paper.title"),
        issue_no=texts("ready.paper.number", station=sheet.station, moment=f"{at:%Y%m%d-%H%M}"),
        issue_label=texts("ready.paper.number-label"),
        date=both_calendars(civil_day(sheet.at), texts.language),
        addressee=(),
        issuer=(office, sheet.officer),
        blocks=(
            tree.Statement(texts("ready.paper.summary", count=sheet.open_count, time=f"{at:%H:%M}")),
            tree.Heading(texts("ready.paper.one"), texts("ready.paper.checks")),
            tree.Table(tuple(_row(finding, texts) for finding in sheet.findings)),
            tree.Heading(texts("ready.paper.two"), texts("ready.paper.probes")),
            tree.Table(tuple(_probe(probe, outcome, texts) for probe, outcome in sheet.proof.rows())),
            tree.Heading(texts("ready.paper.three"), texts("ready.paper.head")),
            tree.Groups(
                texts("ready.paper.root", epoch=sheet.epoch, size=sheet.size), _groups(sheet.root), _GROUPS_ON_A_LINE
            ),
            tree.Signature(
                (
                    (texts("ready.paper.seen-by"), texts("ready.paper.by-hand")),
                    (texts("ready.paper.clock-by"), texts("ready.paper.by-hand")),
                )
            ),
        ),
        footer=(texts("ready.paper.footer"),),
        closing="",
    )


def _row(finding: Finding, texts: Catalogue) -> tree.Row:
    advice = (texts(finding.advice),) if finding.advice else ()
    said = texts(finding.said, **dict(finding.fields))
    standing = texts(f"ready.standing.{finding.standing}")
    return tree.Row(texts(f"ready.{finding.check}"), (texts("ready.paper.line", standing=standing, said=said), *advice))


def _probe(probe: Probe, outcome: Outcome, texts: Catalogue) -> tree.Row:
    key = "ready.probe.expected" if as_expected(probe, outcome) else "ready.probe.unexpected"
    return tree.Row(texts(f"probe.{probe}"), (texts(key, outcome=texts(f"outcome.{outcome}")),))


def _groups(root: str) -> tuple[str, ...]:
    return tuple(root[at : at + _GROUP] for at in range(0, len(root), _GROUP))
