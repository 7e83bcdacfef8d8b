"""What is put on an answer while it is read: flags and queries, with what is being written of them. Qt-free."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

import msgspec
from typing_extensions import override

from app.models.domain.actor import Actor
from app.models.domain.acts import Action
from app.models.domain.case_query import QueryState
from app.models.domain.errors import AppError
from app.models.domain.ids import PersonId
from app.models.forms.reading import Line
from app.services.container import Services
from app.services.findings.flags import FLAG
from app.services.findings.written import PlacedFlag
from app.services.queries.keeping import QUERY, PlacedQuery
from app.ui.presenters.case_answer_rows import FlagDraft, QueryDraft
from app.ui.presenters.case_answers_state import AnswersState, place_of
from app.ui.presenters.case_work import CaseArea, CaseWork, Undo


class MarkingArea(CaseArea[AnswersState]):
    """Part of the presenter of the answers."""

    def __init__(self, work: CaseWork, state: AnswersState) -> None:
        super().__init__(work, state)
        self._marking: Line | None = None
        self._undo: Undo | None = None

    def flag(self, line: Line, reason: str, due_on: date | None, owner: PersonId | None = None) -> None:
        """Put a flag on an answer."""
        case, cell = self.work.case, (line.link_id, line.row)
        self._undo = Undo(
            "case.undone.flag", lambda services, actor: services.review.take_back_flag(actor, case, *cell)
        )
        self._mark(
            line,
            lambda services, actor: services.review.flag(actor, case, *cell, reason, due_on, owner),
            "case.done.flagged",
        )

    def resolve(self, line: Line, resolution: str) -> None:
        """Close a flag with what came of it."""
        case, cell, before = self.work.case, (line.link_id, line.row), self.flag_on(line)
        if before is not None and before.is_open and self.work.sheet.may(Action.FLAG_ANSWER):
            flag, owner = before.flag, before.owner
            self._undo = Undo(
                "case.undone.resolved",
                lambda services, actor: services.review.flag(actor, case, *cell, flag.reason, flag.due_on, owner),
            )
        self._mark(
            line,
            lambda services, actor: services.review.resolve_flag(actor, case, *cell, resolution),
            "case.done.resolved",
        )

    def keep_flag(self, line: Line, draft: FlagDraft | None) -> None:
        """Keep a flag that is being written, each under its answer; None when it was given up."""
        place = f"{FLAG}/{place_of(line)}"
        action = Action.FLAG_ANSWER if self.work.sheet.may(Action.FLAG_ANSWER) else Action.RESOLVE_ANOTHERS_FLAG
        self._keep_mark(action, place, line, draft)
        drafts = {old: kept for old, kept in self.state.flag_drafts.items() if old != place}
        self.state = replace(self.state, flag_drafts=drafts if draft is None else {**drafts, place: draft})

    def flag_draft(self, line: Line) -> FlagDraft | None:
        """What was being written on an answer."""
        return self.state.flag_drafts.get(f"{FLAG}/{place_of(line)}")

    def flag_on(self, line: Line) -> PlacedFlag | None:
        """The flag on an answer as it stands now."""
        return self.state.flag_on(line)

    def may_flag(self, line: Line) -> bool:
        """Whether this officer may put a flag on an answer, or close the one that is there."""
        flag = self.flag_on(line)
        if flag is None or not flag.is_open:
            return self.work.sheet.may(Action.FLAG_ANSWER)
        case, me = self.work.sheet.case, self.work.workplace.actor.person
        is_anothers = flag.owner != me and flag.owner in {case.assignee, case.reviewer}
        needed = Action.RESOLVE_ANOTHERS_FLAG if is_anothers or me != case.assignee else Action.RESOLVE_FLAG
        return self.work.sheet.may(needed)

    @property
    def owners(self) -> tuple[PersonId, ...]:
        """Who can see to a flag: the officer first."""
        case, me = self.work.sheet.case, self.work.workplace.actor.person
        others = (one for one in (case.assignee, case.reviewer) if one is not None and one != me)
        return (me, *dict.fromkeys(others))

    def query_on(self, line: Line) -> PlacedQuery | None:
        """The query on an answer that waits for somebody, else None."""
        return next((one for one in self.state.queries_on(line) if one.query.is_open), None)

    def query_steps(self, line: Line) -> tuple[QueryState, ...]:
        """What this officer can do about the query on an answer now; a new one is asked where none waits."""
        if not self.state.may_ask or line.locked:
            return ()
        found, me = self.query_on(line), self.work.workplace.actor.person
        if found is None:
            return (QueryState.ASKED,) if self.addressees(line) else ()
        query = found.query
        if query.state is QueryState.ASKED:
            if me != query.asker:
                return (QueryState.ANSWERED,)
            return (QueryState.WITHDRAWN,) if len(query.steps) == 1 else ()
        if me == query.asker:
            return (QueryState.ASKED,)
        return () if me in query.sayers else (QueryState.CLOSED,)

    def addressees(self, line: Line) -> tuple[PersonId, ...]:
        """Who may be asked about an answer: whoever may read it, in the order of their names."""
        sheet, me = self.work.sheet, self.work.workplace.actor.person
        needed = Action.SEE_MEDICAL_ANSWERS if line.sensitivity == "medical" else Action.SEE_ANSWERS
        able = set(sheet.doable_by[Action.ANSWER_QUERY]) & set(sheet.doable_by[needed]) - {me}
        return tuple(sorted(able, key=lambda one: sheet.names.get(one, "")))

    def say(self, line: Line, state: QueryState, text: str, to: PersonId | None = None) -> None:
        """Ask, answer, ask again, close or take back the query on an answer."""
        case, found = self.work.case, self.query_on(line)
        if found is None:
            if to is not None:
                self._mark(line, lambda services, actor: self._ask(services, actor, line, to, text), _DONE[state])
            return
        name = found.query_id

        def act(services: Services, actor: Actor) -> None:
            if state is QueryState.ASKED:
                services.queries.ask_again(actor, case, name, text)
            elif state is QueryState.ANSWERED:
                services.queries.answer(actor, case, name, text)
            elif state is QueryState.CLOSED:
                services.queries.close(actor, case, name)
            else:
                services.queries.withdraw(actor, case, name)

        self._mark(line, act, _DONE[state])

    def keep_query(self, line: Line, draft: QueryDraft | None) -> None:
        """Keep a query or an answer that is being written; None when it was given up."""
        place = f"{QUERY}/{place_of(line)}"
        self._keep_mark(Action.ASK_QUERY, place, line, draft)
        drafts = {old: kept for old, kept in self.state.query_drafts.items() if old != place}
        self.state = replace(self.state, query_drafts=drafts if draft is None else {**drafts, place: draft})

    def query_draft(self, line: Line) -> QueryDraft | None:
        """What was being written on an answer."""
        return self.state.query_drafts.get(f"{QUERY}/{place_of(line)}")

    def give_up_flag(self, line: Line, draft: FlagDraft) -> None:
        """Give up a flag that is being written; it can be brought back."""
        self.keep_flag(line, None)
        if draft.reason.strip():
            self._give_up(lambda: self.keep_flag(line, draft))

    def give_up_query(self, line: Line, draft: QueryDraft) -> None:
        """Give up a query that is being written; it can be brought back."""
        self.keep_query(line, None)
        if draft.text.strip():
            self._give_up(lambda: self.keep_query(line, draft))

    def _give_up(self, back: Callable[[], None]) -> None:
        self.work.undoable.append(Undo("case.undone.draft", back=back))

    def restore_marks(self, drafts: Mapping[str, str]) -> None:
        """Put drafts back; they are as unsaved as they were."""
        flags = {place: text for place, text in drafts.items() if place.startswith(f"{FLAG}/")}
        queries = {place: text for place, text in drafts.items() if place.startswith(f"{QUERY}/")}
        if flags or queries:
            self.state = replace(
                self.state,
                flag_drafts={place: msgspec.json.decode(text, type=FlagDraft) for place, text in flags.items()},
                query_drafts={place: msgspec.json.decode(text, type=QueryDraft) for place, text in queries.items()},
            )
        self._drafted |= flags.keys() | queries.keys()

    def _ask(self, services: Services, actor: Actor, line: Line, to: PersonId, text: str) -> None:
        case = self.work.case
        name = services.queries.ask(actor, case, line.link_id, line.row, to, text)
        self._undo = Undo("case.undone.query", lambda late, who: late.queries.withdraw(who, case, name))

    def _mark(self, line: Line, act: Callable[[Services, Actor], None], done: str) -> None:
        self._marking = line
        self._do(act, done, then=self._on_marked)

    def _keep_mark(self, action: Action, place: str, line: Line, draft: FlagDraft | QueryDraft | None) -> None:
        if draft is None:
            self._give_up_drafts(action, {place: str(line.purpose)})
        else:
            self._keep_drafts(action, {place: (str(line.purpose), msgspec.json.encode(draft).decode())})

    def _on_marked(self, _none: None) -> None:
        if self._undo is not None:
            self.work.undoable.append(self._undo)
            self._undo = None
        if self._marking is not None:
            keep = self.keep_flag if self._saying in _OF_FLAGS else self.keep_query
            keep(self._marking, None)
        self._on_done(None)

    @override
    def _fail(self, error: AppError) -> None:
        self._undo = None
        super()._fail(error)


_OF_FLAGS = ("case.done.flagged", "case.done.resolved")
_DONE = {state: f"case.done.query-{state}" for state in QueryState}
