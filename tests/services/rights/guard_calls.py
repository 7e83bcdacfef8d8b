"""Use cases of the guards while typing, with the acts that they may ask for."""

from collections.abc import Callable
from typing import Any

from app.models.domain.acts import Action
from app.models.forms.guards.answering import WhyNot

GUARD_ASKS = """
answer_striking.strike STRIKE_ANSWER
guards.clear CLEAR_TYPED
guards.struck STRIKE_TYPED
reply_striking.strike STRIKE_REPLY
reply_striking.strike_surplus STRIKE_REPLY
"""
GUARD_SPECIAL: dict[str, Callable[[Any], Any]] = {
    "answer_striking.strike.link_id": lambda _desk: "D1.leaving",
    "answer_striking.strike.row": lambda _desk: "r1",
    "guards.clear.kind": lambda _desk: "union",
    "guards.clear.place": lambda _desk: "note",
    "guards.clear.text": lambda _desk: "労働組合",
    "guards.clear.why": lambda _desk: WhyNot.NAME,
    "reply_striking.strike.number": lambda _desk: 1,
    "reply_striking.strike.ref": lambda _desk: "none",
    "reply_striking.strike.only": lambda _desk: None,
    "reply_striking.strike_surplus.number": lambda _desk: 1,
    "reply_striking.strike_surplus.pieces": lambda _desk: ("余分",),
    "reply_striking.strike_surplus.ref": lambda _desk: "none",
    "guards.struck.count": lambda _desk: 1,
    "guards.struck.kind": lambda _desk: "union",
    "guards.struck.place": lambda _desk: "note",
}
WRITTEN: dict[Action, Callable[[Any, Any, str], Any]] = {
    Action.WRITE_NOTE: lambda w, o, who: o.services.review.note(o.actor(who), w.case, "1", "確認する"),
    Action.STRIKE_TYPED: lambda w, o, who: o.services.guards.struck(o.actor(who), w.case, "note", "union"),
    Action.STRIKE_ANSWER: lambda w, o, who: o.services.answer_striking.strike(o.actor(who), w.case, "D1.leaving", "r1"),
    Action.CLEAR_TYPED: lambda w, o, who: o.services.guards.clear(
        o.actor(who), w.case, "note", "労働組合", "union", WhyNot.NAME
    ),
}
"""Writing a note in a case, and what its guard may be answered: world, office and who."""
