"""Lines of the register of media and of the chain of one medium."""

from app.models.domain.text import visible
from app.models.views.custody import Custody
from app.services.media.listing import ChainLine, MediaPage, MediumLine
from app.services.texts.catalogue import Language
from app.ui.tables.lines import Heading, Line
from app.ui.texts import Texts
from app.ui.theme.tokens import Tone
from app.ui.widgets.card import moment

REGISTER = (
    Heading("media.column.number", 12),
    Heading("media.column.state", 18),
    Heading("media.column.holder", 20),
    Heading("media.column.due", 13),
    Heading("media.column.seal", 14),
    Heading("media.column.label", 16),
)
CHAIN = (
    Heading("media.column.at", 20),
    Heading("media.column.what", 14),
    Heading("media.column.station", 16),
    Heading("media.column.person", 18),
    Heading("media.column.to", 12),
    Heading("media.column.bag", 14),
    Heading("media.column.carrier", 18),
)
_NAME = 40
_TONES = {Custody.HERE: Tone.GOOD, Custody.OUT: Tone.INFO, Custody.LOST: Tone.BAD}


def number_of(texts: Texts, number: int) -> str:
    """The running number as it is written on a medium."""
    return texts("media.number", number=f"{number:02d}")


def office_name(texts: Texts, ja: str, en: str) -> str:
    """Name of an office in the current language."""
    return ja if texts.language is Language.JAPANESE else en


def register_line(texts: Texts, one: MediumLine) -> Line:
    """A row of the register."""
    medium = one.medium
    number = number_of(texts, medium.number)
    if not one.is_own:
        number = texts("media.number.of", number=number, owner=medium.owner)
    state = texts("media.state.overdue" if one.is_overdue else f"media.state.{medium.state}")
    tone = Tone.WARN if one.is_overdue else _TONES[medium.state]
    holder = visible(office_name(texts, one.holder_ja, one.holder_en) or medium.holder, _NAME)
    due = medium.due.isoformat() if medium.due is not None and medium.state is Custody.OUT else ""
    sentence = texts("media.sentence", number=number, state=state, holder=holder, due=due or texts("ui.table.blank"))
    cells = (number, state, holder, due, medium.seal, medium.label)
    return Line(medium.medium_id, cells, sentence, ((1, tone),))


def chain_line(texts: Texts, one: ChainLine) -> Line:
    """A row of a chain."""
    line = one.line
    what, at = texts(f"media.line.{line.kind}"), moment(line.at)
    person = visible(one.officer or texts("media.other-officer"), _NAME)
    cells = (at, what, line.station, person, line.to_station, line.bag, line.carrier)
    sentence = texts("media.chain.sentence", at=at, what=what, station=line.station, person=person)
    return Line(str(line.seq), cells, sentence)


def summary(texts: Texts, page: MediaPage) -> str:
    """How it stands at the end of a day: how many are here, how many are out, and the one that is longest overdue."""
    late = page.overdue
    if not late:
        return texts("media.summary", here=page.here, out=page.out)
    first = late[0].medium
    return texts(
        "media.summary.overdue",
        here=page.here,
        out=page.out,
        count=len(late),
        number=number_of(texts, first.number),
        day=first.due.isoformat() if first.due else "",
    )
