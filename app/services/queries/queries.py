"""Use cases of queries (質疑): ask a colleague about one answer, answer, ask again, close, take back.

A query stays inside the office. What goes to the subject is a correction or a question of a point to clear up.
"""

from dataclasses import replace

from app.models.domain.actor import Actor
from app.models.domain.acts import Action
from app.models.domain.authority import Refused, authorise
from app.models.domain.case_query import LONGEST_SAYING, Query, QueryState, QueryStep, with_step
from app.models.domain.errors import InvalidInputError
from app.models.domain.ids import CaseId, PersonId
from app.services.bundles.text_rules import TextRule, is_clean
from app.services.desk import Act, Desk, Target
from app.services.packs.shelf import PackShelf
from app.services.queries.keeping import QUERY, list_query
from app.services.questionnaires.keeping import is_medical
from app.services.refusals import error_of

_ACTS = {
    QueryState.ASKED: Action.ASK_QUERY,
    QueryState.ANSWERED: Action.ANSWER_QUERY,
    QueryState.CLOSED: Action.CLOSE_QUERY,
    QueryState.WITHDRAWN: Action.WITHDRAW_QUERY,
}


class Queries:
    """Use cases of everybody at the investigation office who may read the answer."""

    def __init__(self, desk: Desk, packs: PackShelf) -> None:
        self._desk = desk
        self._packs = packs

    def ask(self, actor: Actor, case: CaseId, link_id: str, row: str | None, to: PersonId, text: str) -> str:
        """Put a query on an answer.

        Returns:
            The name of the query inside the case.

        Raises:
            InvalidInputError: ``record.not-found``, ``query.addressee`` where the other may not read the answer or is
                oneself, ``note.empty``, ``note.my-number``, ``text.not-carried``.
            NotAuthorisedError: Also ``access.not-of-case`` for a medical answer.
        """
        _require_text(text)
        with self._desk.act(actor, Action.ASK_QUERY, Target(case=case)) as act:
            self._require_readable(act, link_id)
            self._require_addressee(act, link_id, to)
            query_id = act.new_id()
            query = Query(link_id, row, to, (QueryStep(QueryState.ASKED, actor.person, act.at, text),))
            act.detail["to"] = to
            self._keep(act, query_id, query, text)
            return query_id

    def ask_again(self, actor: Actor, case: CaseId, query_id: str, text: str) -> None:
        """Ask on, because the answer leaves something open.

        Raises:
            InvalidInputError: As :meth:`ask`.
            GateClosedError: ``query.over``, ``query.not-asker``.
        """
        _require_text(text)
        self._step(actor, case, query_id, QueryState.ASKED, text)

    def answer(self, actor: Actor, case: CaseId, query_id: str, text: str) -> None:
        """Answer; a colleague may do so for the one who was asked.

        Raises:
            InvalidInputError: As :meth:`ask`.
            GateClosedError: ``query.over``, ``query.own-question``.
        """
        _require_text(text)
        self._step(actor, case, query_id, QueryState.ANSWERED, text)

    def close(self, actor: Actor, case: CaseId, query_id: str) -> None:
        """Close an answered query; nobody closes what was the own question or the own answer.

        Raises:
            GateClosedError: ``query.over``, ``query.own``.
        """
        self._step(actor, case, query_id, QueryState.CLOSED, "")

    def withdraw(self, actor: Actor, case: CaseId, query_id: str) -> None:
        """Take the own query back before anybody answered; the entry stays.

        Raises:
            GateClosedError: ``query.over``, ``query.not-asker``.
        """
        self._step(actor, case, query_id, QueryState.WITHDRAWN, "")

    def _step(self, actor: Actor, case: CaseId, query_id: str, state: QueryState, text: str) -> None:
        with self._desk.act(actor, _ACTS[state], Target(case=case)) as act:
            query = act.kept(QUERY, query_id, Query)
            if query is None:
                raise InvalidInputError("record.not-found")
            self._require_readable(act, query.link_id)
            query = with_step(query, QueryStep(state, actor.person, act.at, text))
            if state is QueryState.ASKED:
                act.detail["to"] = query.to
            self._keep(act, query_id, query, text)

    def _keep(self, act: Act, query_id: str, query: Query, text: str) -> None:
        item = self._packs.by_digest(act.case.pack_digest).pack.index[query.link_id]
        act.purpose = str(item.ext.purpose)
        act.keep(QUERY, query_id, act.purpose, query, query.state.value, said=(text,) if text else ())
        list_query(act.unit, act.case, query_id, query)

    def _is_medical(self, act: Act, link_id: str) -> bool:
        item = self._packs.by_digest(act.case.pack_digest).pack.index.get(link_id)
        if item is None:
            raise InvalidInputError("record.not-found")
        return is_medical(item)

    def _require_readable(self, act: Act, link_id: str) -> None:
        """What is said about a medical answer lies with the answer."""
        if self._is_medical(act, link_id) and (why := act.may(Action.SEE_MEDICAL_ANSWERS)) is not None:
            raise error_of(why, act.facts.holder)

    def _require_addressee(self, act: Act, link_id: str, to: PersonId) -> None:
        found = next((one for one in act.unit.people.officers() if one.person_id == to and one.ended_at is None), None)
        if found is None or to == act.actor.person:
            raise InvalidInputError("query.addressee", field="to")
        seat = found.beside(act.actor)
        needed = [Action.ANSWER_QUERY, Action.SEE_ANSWERS]
        needed += [Action.SEE_MEDICAL_ANSWERS] if self._is_medical(act, link_id) else []
        facts = replace(act.facts, emergency=False, has_left=False)
        if any(isinstance(authorise(seat, action, facts), Refused) for action in needed):
            raise InvalidInputError("query.addressee", field="to")


def _require_text(text: str) -> None:
    if not text.strip():
        raise InvalidInputError("note.empty", field="text")
    if len(text) > LONGEST_SAYING or not is_clean(text, TextRule.PROSE):
        raise InvalidInputError("text.not-carried", field="text")
