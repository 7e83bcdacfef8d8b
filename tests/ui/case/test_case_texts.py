"""Every sentence that the case screen asks for exists, also those whose keys are made from names."""

import json
import re
from pathlib import Path

import pytest

from app.models.domain.acts import Action
from app.models.domain.authority import Refusal
from app.models.domain.evaluation import Outcome, Reasons
from app.models.domain.finding import HearingState, MissingPart
from app.models.domain.inquiry import Identifying, InquiryState, WhyNotAsked
from app.models.domain.interview import CLOSED, ConfirmedBy, Origin, Seat, StepKind
from app.models.domain.lifecycle import BEFORE_NOTIFICATION, State
from app.models.forms.items import Sensitivity
from app.models.rules.found import Certainty
from app.models.rules.life import Closing, PointState
from app.services.bundles.schemas import OpinionCode
from app.services.resources import TEXTS
from app.services.texts.catalogue import Catalogue, Language
from app.ui.presenters.case_head import Area
from app.ui.screens.case.answer_model import COLUMNS
from app.ui.screens.case.history import COLUMNS as HISTORY_COLUMNS
from app.ui.screens.case.interview_words import STEPS

ROOT = Path(__file__).resolve().parents[3]
SOURCES = (
    *ROOT.glob("app/ui/screens/case/*.py"),
    *ROOT.glob("app/ui/presenters/case_*.py"),
    ROOT / "app/ui/presenters/finding_editing.py",
)
LITERAL = re.compile(r'"(case\.[a-z0-9.-]+)"')
STEMS = {
    "case.sign",
    "case.sign-opinion",
    "case.confirm-opinion",
    "case.sign-decision",
    "case.kiosk.ending",
    "case.points.strike-sure",
    "case.papers.destroy-sure",
    "case.cover.sure",
}
MADE = {
    *(f"case.area.{area}" for area in Area),
    *(f"case.next.{state}" for state in BEFORE_NOTIFICATION | {State.NOTIFIED_CLEARED, State.VALID}),
    *(f"case.answers.{name}" for name in COLUMNS),
    *(f"case.history.{name}" for name in HISTORY_COLUMNS),
    *(f"case.sensitivity.{one}" for one in Sensitivity),
    *(f"case.lookback.{one}" for one in ("as-of", "birth", "high-school", "years")),
    *(f"case.flag.{one}" for one in ("none", "open", "closed")),
    *(f"case.findings.{one}" for one in ("empty", "incomplete", "unsaved", "complete")),
    *(f"{stem}.{part}" for stem in STEMS - {"case.sign"} for part in ("question", "words", "yes")),
    *(f"case.confirm-{one}.{part}" for one in Outcome for part in ("question", "words", "yes")),
    *(f"case.sign.{part}" for part in ("officer", "passphrase")),
    *(f"state.{state}" for state in State),
    *(f"event.{action}" for action in Action),
    *(f"refusal.{one}" for one in Refusal),
    *(f"outcome.{one}" for one in Outcome),
    *(f"inquiry-state.{one}" for one in InquiryState),
    *(f"inquiry-why.{one}" for one in WhyNotAsked),
    *(f"inquiry-answer.{one}" for one in ("facts", "no-record", "declined")),
    *(f"case.inquiries.identify-{one}" for one in Identifying),
    *(f"point-state.{one}" for one in PointState),
    *(f"point-certainty.{one}" for one in Certainty),
    *(f"case.points.close-{one}" for one in Closing),
    *(f"case.points.{one}" for one in Certainty),
    *(f"interview-step.{one}" for one in StepKind),
    *(f"interview-seat.{one}" for one in Seat),
    *(f"interview-origin.{one}" for one in Origin),
    *(f"confirmed-by.{one}" for one in ConfirmedBy),
    *(f"case.interview.do-{one}" for one in STEPS),
    *(f"case.interview.still-{one}" for one in CLOSED | {StepKind.PREPARED, StepKind.BREAK, StepKind.STOPPED}),
    *(f"case.interview.{one}" for one in ("open", "put", "left-out", "said-answer", "said-read-back")),
    *(f"reasons.{one}" for one in Reasons),
    *(f"opinion.{one}" for one in OpinionCode),
    *(f"hearing.{one}" for one in HearingState),
    *(f"missing.{one}" for one in MissingPart),
    *(f"item.{one}" for one in (*range(1, 8), "identity", "process")),
}


def literals() -> set[str]:
    found = {key for path in SOURCES for key in LITERAL.findall(path.read_text(encoding="utf-8"))}
    return found - STEMS


@pytest.mark.parametrize("language", list(Language))
def test_every_sentence_exists(language: Language) -> None:
    assert len(literals()) > 100
    assert literals() | MADE <= Catalogue.load(TEXTS, language).keys()


def test_no_sentence_is_left_over() -> None:
    named = "".join(path.read_text(encoding="utf-8") for path in SOURCES)
    areas = ("ui-case.json", "ui-inquiries.json", "ui-points.json")
    own = [key for area in areas for key in json.loads((TEXTS / "ja" / area).read_text(encoding="utf-8"))]
    stems = tuple(sorted(set(re.findall(r'f["\'](case\.[a-z-]+[.-])[a-z-]*\{', named))))
    left = [
        key for key in own if key.startswith("case.") and key not in literals() | MADE and not key.startswith(stems)
    ]
    assert left == []
