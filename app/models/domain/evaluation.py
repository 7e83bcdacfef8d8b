"""The agency's evaluation (評価): seven viewpoints weighed as a whole, one of two results, never a score.

Source: operating standards on assessments, viewpoints and factors; the standards of the older act are the model.
"""

from enum import StrEnum
from typing import Annotated

import msgspec

Text = Annotated[str, msgspec.Meta(min_length=1, max_length=20_000)]


class Outcome(StrEnum):
    """The two results (評価の結果)."""

    CLEARED = "cleared"
    """これを漏らすおそれがないと認められた."""
    NOT_CLEARED = "not-cleared"
    """これを漏らすおそれがないと認められなかった."""


class Reasons(StrEnum):
    """What the subject is told about reasons (理由の通知)."""

    GIVEN = "given"
    NOT_WANTED = "not-wanted"
    """The subject said in advance that reasons are not wanted (F24)."""
    WITHHELD = "withheld"
    """Giving them would hinder the smooth conduct of assessments."""


class Viewpoint(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One of the seven viewpoints (評価の視点) with the factors that were weighed."""

    text: Text
    factors: dict[str, str] = {}
    """Factor code of the pack to what was considered."""


class Evaluation(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The draft of the assessment staff (評価案)."""

    viewpoints: tuple[Viewpoint, Viewpoint, Viewpoint, Viewpoint, Viewpoint, Viewpoint, Viewpoint]
    overall: Text
    """総合的な判断."""
    outcome: Outcome
    reasons: Reasons = Reasons.GIVEN
    reasons_text: str = ""


def reasons_are_complete(evaluation: Evaluation) -> bool:
    """Whether reasons are there where the law wants them: a result against the subject says why, or why not."""
    if evaluation.outcome is Outcome.CLEARED:
        return not evaluation.reasons_text
    return bool(evaluation.reasons_text.strip()) == (evaluation.reasons is Reasons.GIVEN)
