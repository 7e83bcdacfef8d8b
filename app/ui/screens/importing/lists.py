"""Rows of the two lists of the Import room: what lies on the medium, and what was decided so far."""

from app.models.domain.errors import UntrustedInputError
from app.services.exchange.survey import Decided, FoundFile, Standing
from app.services.texts.catalogue import Language
from app.ui.tables.lines import Heading, Line
from app.ui.texts import Texts
from app.ui.theme.tokens import Tone
from app.ui.widgets.card import moment

FOUND = (
    Heading("ui.import.column.standing", 17),
    Heading("ui.import.column.kind", 18),
    Heading("ui.import.column.sender", 18),
    Heading("ui.import.column.date", 16),
    Heading("ui.import.column.records", 7),
    Heading("ui.import.column.roles", 16),
    Heading("ui.import.column.size", 9),
    Heading("ui.import.column.file", 40),
)
HISTORY = (
    Heading("ui.import.column.when", 19),
    Heading("ui.import.column.outcome", 14),
    Heading("ui.import.column.kind-decided", 18),
    Heading("ui.import.column.sender-decided", 24),
)
_STANDING = {
    Standing.NEW: Tone.INFO,
    Standing.DECIDED: Tone.GOOD,
    Standing.OWN: Tone.NEUTRAL,
    Standing.UNREADABLE: Tone.WARN,
}
_OUTCOME = {"imported": Tone.GOOD, "refused": Tone.BAD}
_KIB = 1024


def office_of(texts: Texts, ja: str, en: str) -> str:
    """Name of an office in the current language; says when the trust document does not know it."""
    name = en if texts.language is Language.ENGLISH and en else ja
    return name or texts("ui.import.sender.unknown")


def kind_name(texts: Texts, kind: str) -> str:
    """Name of a kind of bundle."""
    return texts(f"kind.{kind}") if kind else texts("ui.import.kind.unknown")


def found_line(texts: Texts, one: FoundFile) -> Line:
    """One file of the medium."""
    standing = texts(f"ui.import.standing.{one.standing}")
    kind = kind_name(texts, one.kind)
    sender = office_of(texts, one.office_ja, one.office_en) if one.kind else texts("ui.import.sender.unknown")
    is_large = one.size_bytes >= _KIB
    size = (
        texts("ui.import.kib", count=f"{one.size_bytes // _KIB:,}")
        if is_large
        else texts("ui.import.bytes", count=one.size_bytes)
    )
    made = moment(one.created_at) if one.created_at is not None else ""
    roles = texts("ui.import.roles.join").join(texts(f"role.{role}") for role in dict.fromkeys(one.signers))
    trouble = texts.error(UntrustedInputError(one.code)).what if one.code else ""
    sentence = texts("ui.import.found.sentence", standing=standing, kind=kind, sender=sender, file=one.file_name)
    if made:
        sentence = texts("ui.import.found.more", sentence=sentence, made=made, records=one.records, roles=roles)
    if trouble:
        sentence = texts("ui.import.found.trouble", sentence=sentence, trouble=trouble)
    cells = (standing, trouble or kind, sender, made, str(one.records) if one.kind else "", roles, size, one.file_name)
    return Line(one.file_name, cells, sentence, ((0, _STANDING[one.standing]),))


def history_line(texts: Texts, one: Decided) -> Line:
    """One decision."""
    outcome = texts(f"import-outcome.{one.outcome}")
    kind, sender = kind_name(texts, one.kind), office_of(texts, one.office_ja, one.office_en)
    when = moment(one.decided_at)
    sentence = texts("ui.import.history.sentence", when=when, outcome=outcome, kind=kind, sender=sender)
    return Line(one.bundle_id, (when, outcome, kind, sender), sentence, ((1, _OUTCOME.get(one.outcome, Tone.NEUTRAL)),))
