"""Refuse text that no bundle can carry while it can still be changed: once it is signed, nobody can change it."""

import msgspec

from app.models.domain.errors import InvalidInputError
from app.models.domain.evaluation import Evaluation, Viewpoint
from app.models.domain.finding import Fact, Finding, Hearing
from app.services.bundles.text_rules import ForeignRules, TextRule, struct_is_clean

MOST_FACTS = 200
LONGEST_SOURCE = 1000
"""Characters; a source is one line in a bundle (``schemas.Fact``)."""

_PROSE = TextRule.PROSE
_RULES: ForeignRules = {
    Finding: {"summary": _PROSE, "mitigation": _PROSE, "absence": _PROSE},
    Fact: {"text": _PROSE},
    Hearing: {"text": _PROSE},
    Evaluation: {"overall": _PROSE, "reasons_text": _PROSE},
    Viewpoint: {"text": _PROSE, "factors": _PROSE},
}


def require_carried(value: msgspec.Struct, field: str) -> None:
    """Check a finding, an evaluation or a record before it is kept.

    Raises:
        InvalidInputError: ``text.not-carried``.
    """
    facts = value.facts if isinstance(value, Finding) else ()
    fits = len(facts) <= MOST_FACTS and all(len(fact.source) <= LONGEST_SOURCE for fact in facts)
    if not fits or not struct_is_clean(value, _RULES):
        raise InvalidInputError("text.not-carried", field=field)
