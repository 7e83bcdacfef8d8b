"""What rules look at: answers, facts known from elsewhere, inquiries with their clocks. Everything is an argument."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from app.models.domain.inquiry import InquiryState
from app.models.forms.answers import Response
from app.models.forms.definition import FormPack
from app.models.forms.items import Purpose


class WorkingDays(Protocol):
    """Counts working days (開庁日); weekends and holidays are data of the one who implements it."""

    def after(self, day: date, number: int, /) -> date:
        """The day on which ``number`` working days have passed since ``day``, which is not counted."""
        ...


class NoWorkingDays:
    """For a run without inquiries: no rule of answers alone reads a clock."""

    def after(self, day: date, number: int, /) -> date:
        """Never asked."""
        raise NotImplementedError(day, number)


@dataclass(frozen=True, slots=True)
class Asked:
    """One inquiry as rules of one item see it: no names, an id local to the case; absence is a state."""

    id: str
    purpose: Purpose
    asked_on: date
    state: InquiryState
    reminded_on: date | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact known from elsewhere (名簿, 登録, 回答) and where it comes from."""

    value: str
    source: str
    purpose: Purpose = "identity"


@dataclass(frozen=True, slots=True)
class Material:
    """All that a run of the rules reads.

    Attributes:
        pack: The pack that the answers are pinned to.
        response: The answers, every revision.
        as_of: The reference day (基準日) of look-backs and clocks; never "today".
        working_days: Counts working days; needed where there are inquiries.
        facts: Facts from elsewhere by name.
        asked: Inquiries of the case.
        clocks_on: Day up to which the clocks of inquiries run, for they start after the answers; the reference day
            where it is not said.
    """

    pack: FormPack
    response: Response
    as_of: date
    working_days: WorkingDays = field(default_factory=NoWorkingDays)
    facts: Mapping[str, Fact] = field(default_factory=dict)
    asked: tuple[Asked, ...] = ()
    clocks_on: date | None = None
