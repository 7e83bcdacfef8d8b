"""The sentences of a restore that is being asked for, and of results."""

from app.services.backups.drilling import DrillReport
from app.services.backups.loss import Forecast
from app.services.backups.making import Made
from app.services.backups.shelf import OnMedium
from app.ui.tables.lines import Heading, Line
from app.ui.texts import Texts
from app.ui.theme.tokens import Tone
from app.ui.widgets.card import moment

HEADINGS = (
    Heading("backups.column.number", 8),
    Heading("backups.column.made", 18),
    Heading("backups.column.entries", 12),
    Heading("backups.column.size", 12),
    Heading("backups.column.state", 44),
)
_MEBIBYTE = 2**20


def line_of(texts: Texts, one: OnMedium) -> Line:
    """One backup on the medium."""
    made = moment(one.made_at) if one.made_at else texts("backups.unknown")
    if one.problem:
        state, tone = texts(f"error.{one.problem}.what"), Tone.BAD
    elif one.is_known:
        state, tone = texts("backups.state.known"), Tone.GOOD
    else:
        state, tone = texts("backups.state.unknown"), Tone.WARN
    size = f"{one.size_bytes / _MEBIBYTE:.1f} MiB"
    cells = (str(one.number), made, f"{one.entries:,}", size, state)
    sentence = texts("backups.sentence", number=one.number, made=made, state=state)
    return Line(str(one.number), cells, sentence, ((4, tone),))


def told(texts: Texts, forecast: Forecast) -> list[str]:
    """What a restore takes away, sentence by sentence."""
    sentences = [
        texts(
            "restore.told.backup",
            number=forecast.number,
            at=moment(forecast.made_at),
            entries=forecast.entries,
            cases=forecast.cases,
        )
    ]
    if forecast.newer:
        sentences.append(texts("restore.told.newer", count=forecast.newer))
    loss = forecast.loss
    if loss is None:
        sentences.append(texts("restore.told.unknown"))
        if forecast.anchored is not None:
            sentences.append(texts("restore.told.anchored", entries=forecast.anchored))
    else:
        sentences += [
            texts("restore.told.record", entries=loss.entries),
            texts("restore.told.cases", opened=loss.cases_opened, changed=loss.cases_changed),
            texts("restore.told.bundles", exports=loss.exports, imports=loss.imports),
            texts("restore.told.officers", count=loss.officers),
        ]
        if not loss.same_history:
            sentences.append(texts("restore.told.other-history"))
    if forecast.destroyed_again:
        sentences.append(texts("restore.told.destroyed", count=forecast.destroyed_again))
    if forecast.papers_missing:
        sentences.append(texts("restore.told.papers-missing", count=forecast.papers_missing))
    sentences.append(texts("restore.told.lanes" if loss else "restore.told.lanes-skipped"))
    sentences.append(texts("restore.told.epoch", epoch=forecast.next_epoch))
    return sentences


def made_sentence(texts: Texts, made: Made) -> str:
    """What was made."""
    return texts("cli.backup.made", number=made.number, size=made.size_bytes, papers=made.blob_count)


def drill_sentence(texts: Texts, report: DrillReport) -> str:
    """What a drill found."""
    if not report.is_sound:
        return texts("backups.drill.bad", number=report.number, what=texts(f"error.{report.outcome}.what"))
    return texts(
        "cli.backup.drilled",
        number=report.number,
        entries=report.entries,
        documents=report.documents,
        papers=report.papers,
        destroyed=report.destroyed,
    )
