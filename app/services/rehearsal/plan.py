"""What is played in the rehearsal office, as data: offices, officers with published passphrases, people, days, words.

The files stand in ``resources/rehearsal``. Everything in them is invented.
"""

from importlib.resources.abc import Traversable

import msgspec

from app.models.domain.actor import OfficeKind, Role
from app.models.domain.evaluation import Outcome
from app.models.domain.ids import OfficeId, StationId
from app.models.domain.roster import RosterField
from app.models.views.records import Letterhead
from app.services.bundles.schemas import OpinionCode

AGENCY, INVESTIGATION, CONTRACTOR = "agency", "investigation", "contractor"
"""Keys of the three offices; also the names of their folders."""


class PracticeOfficer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An invented officer. The passphrase is published on purpose: it protects invented people only."""

    key: str
    name: str
    roles: frozenset[Role]
    passphrase: str


class PracticeOffice(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One of the three offices."""

    key: str
    kind: OfficeKind
    office_id: OfficeId
    station_id: StationId
    name_ja: str
    name_en: str
    letterhead: Letterhead
    officers: tuple[PracticeOfficer, ...]


class _Offices(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    offices: tuple[PracticeOffice, ...]


class LineAnswer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A person's answer for one line of a roster."""

    line: int
    values: dict[RosterField, str]


class RosterFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A roster to import; only a contractor's people are notified to the contractor."""

    file: str
    to_contractor: bool
    answers: tuple[LineAnswer, ...]


class FlagWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A flag (付箋) and what came of it."""

    link_id: str
    row: str | None
    reason: str
    resolution: str


class ItemWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A note or a remark on one statutory item."""

    item: int
    text: str


class FindingWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A finding on one statutory item; an adverse one brings fact, source, explanation and mitigation."""

    item: int
    adverse: bool
    summary: str
    fact: str = ""
    source: str = ""
    explanation: str = ""
    mitigation: str = ""


class Subject(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One of the people who answer the questionnaire, and what the offices write about them."""

    label: str
    findings: tuple[FindingWords, ...] = ()
    notes: tuple[ItemWords, ...] = ()
    flag: FlagWords | None = None
    remark: ItemWords | None = None
    opinion: OpinionCode = OpinionCode.NO_RISK_FOUND
    opinion_text: str = ""
    outcome: Outcome = Outcome.CLEARED
    overall: str = ""
    reasons: str = ""


class Story(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who does what. Names are as on the rosters."""

    rosters: tuple[RosterFile, ...]
    refuses: str
    withdraws: str
    waits: str
    screened_out: str
    not_yet_requested: str
    subjects: tuple[Subject, ...]
    quiet_finding: str
    quiet_opinion: str
    viewpoint: str
    quiet_overall: str


class Plan(msgspec.Struct, frozen=True):
    """Everything that the rehearsal reads."""

    offices: tuple[PracticeOffice, ...]
    story: Story
    rosters: dict[str, bytes]
    scan: bytes
    """A one-page PDF that stands for every scan of a signed form."""

    def office(self, key: str) -> PracticeOffice:
        """The office of a key."""
        return next(office for office in self.offices if office.key == key)


def load_plan(folder: Traversable) -> Plan:
    """Read the plan.

    Args:
        folder: ``resources/rehearsal``.
    """
    story = msgspec.json.decode(folder.joinpath("story.json").read_bytes(), type=Story)
    offices = msgspec.json.decode(folder.joinpath("offices.json").read_bytes(), type=_Offices).offices
    rosters = {roster.file: folder.joinpath(roster.file).read_bytes() for roster in story.rosters}
    return Plan(offices, story, rosters, folder.joinpath("scan.pdf").read_bytes())


def person_key(name: str) -> str:
    """A name without its blanks, by which rosters and questionnaires of the rehearsal are brought together."""
    return "".join(name.split())
