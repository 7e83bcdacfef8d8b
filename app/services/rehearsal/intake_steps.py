"""First half of the main job: rosters, notices, consents, requests, a withdrawal, questionnaires."""

from app.models.domain.errors import BugError
from app.models.domain.ids import CaseId
from app.models.domain.lifecycle import State
from app.models.forms.answers import encode
from app.services.bundles.manifest import Kind
from app.services.desk import Target
from app.services.rehearsal.plan import RosterFile, person_key
from app.services.rehearsal.stage import Stage
from app.services.rosters.importing import RowAnswer


def import_rosters(stage: Stage) -> None:
    """Take in both rosters: ready rows, the row that a person answered for; the faulty row is set aside."""
    for roster in stage.story.rosters:
        stage.pause()
        _import_roster(stage, roster)


def _import_roster(stage: Stage, roster: RosterFile) -> None:
    rosters, officer = stage.agency.services.rosters, stage.agency.seats["security"].actor
    preview = rosters.preview(officer, stage.plan.rosters[roster.file])
    answers = {answer.line: RowAnswer(take=True, values=answer.values) for answer in roster.answers}
    result = rosters.admit(officer, preview, answers)
    stage.counts.update(
        {
            "rows": len(preview.rows),
            "admitted": result.admitted,
            "answered": len(answers),
            "set-aside": result.set_aside,
        }
    )
    known = set(stage.candidates)
    for candidate in stage.agency.services.consents.candidates(officer, (State.LISTED,)):
        stage.candidates[person_key(candidate.name)] = candidate.candidate_id
    if roster.to_contractor:
        stage.to_contractor |= set(stage.candidates) - known


def issue_notices(stage: Stage) -> None:
    """Screen one person out; hand the notice (F05) to everybody else."""
    consents, story = stage.agency.services.consents, stage.story
    consents.screen_out(stage.agency.seats["decider"].actor, stage.candidate_of(story.screened_out))
    for name, candidate in stage.candidates.items():
        if name != person_key(story.screened_out):
            stage.pause()
            consents.issue_notice(stage.agency.seats["examiner"].actor, candidate, stage.today, "handed-over")
            stage.counts["notices"] += 1


def record_answers(stage: Stage) -> None:
    """Both consents from most, a refusal from one; one has not answered yet."""
    story, officer = stage.story, stage.agency.seats["examiner"].actor
    consents = stage.agency.services.consents
    silent = {person_key(name) for name in (story.screened_out, story.waits)}
    for name, candidate in stage.candidates.items():
        stage.pause()
        if name == person_key(story.refuses):
            consents.record_refusal(officer, candidate, stage.today, stage.plan.scan)
            stage.counts["refusals"] += 1
        elif name not in silent:
            case = consents.record_consent(officer, candidate, stage.today, stage.plan.scan)
            consents.record_inquiry_consent(officer, case, stage.today, stage.plan.scan)
            stage.cases[name] = case
            stage.counts["consents"] += 1


def send_requests(stage: Stage) -> None:
    """Ask the investigation office; one case is left for practice."""
    for name, case in stage.cases.items():
        if name != person_key(stage.story.not_yet_requested):
            _to_investigation(stage, Kind.INVESTIGATION_REQUEST, case)


def withdraw(stage: Stage) -> None:
    """One subject withdraws the consent: the case is sealed here, and there as soon as they are told."""
    case = stage.case_of(stage.story.withdraws)
    examiner, security = stage.agency.seats["examiner"].actor, stage.agency.seats["security"].actor
    stage.agency.services.consents.record_withdrawal(examiner, case, stage.today, stage.plan.scan)
    stage.expect_refusal(
        "rehearsal.refused.sealed",
        "access.sealed",
        lambda: stage.agency.services.exporting.prepare(
            security,
            Kind.QUESTIONNAIRE,
            Target(case=case),
            stage.investigation.practice.station_id,
            stage.agency.persons("security"),
        ),
    )
    _to_investigation(stage, Kind.WITHDRAWAL, case)
    there = stage.investigation.services.queue.case(stage.investigation.seats["security"].actor, case)
    if not there.sealed:
        raise BugError("bug.rehearsal-differs", key="rehearsal.step.withdrawal")
    stage.counts["withdrawals"] += 1


def send_questionnaires(stage: Stage) -> None:
    """Six people answer at the agency's desk; the answers travel to the investigation office."""
    golden = {person_key(one.label): one for one in stage.rehearsal.shelf.current.golden.values()}
    for subject, case in stage.subjects():
        stage.pause()
        answers = encode(golden[person_key(subject.label)].response)
        stage.agency.services.questionnaires.receive(stage.agency.seats["examiner"].actor, case, answers)
        stage.counts["questionnaires"] += 1
        _to_investigation(stage, Kind.QUESTIONNAIRE, case)


def _to_investigation(stage: Stage, kind: Kind, case: CaseId) -> None:
    stage.send(kind, Target(case=case), stage.agency, stage.investigation, ("security",))
