"""Second half of the main job: review, opinion, decision, notices."""

from datetime import date

from app.models.domain.evaluation import Evaluation, Outcome, Viewpoint
from app.models.domain.finding import ITEMS, Fact, Finding, Hearing, HearingState
from app.models.domain.ids import CaseId
from app.services.bundles.manifest import Kind
from app.services.desk import Target
from app.services.rehearsal.plan import FindingWords, Subject, person_key
from app.services.rehearsal.refusal_steps import show_damage
from app.services.rehearsal.stage import Stage

_DAYS_FOR_REVIEW = 30


def examine(stage: Stage) -> None:
    """Assign, read the answers, flag, note, write a finding on each of the seven items, submit."""
    office = stage.investigation
    examiner, reviewer = office.seats["examiner"].actor, office.seats["reviewer"].actor
    for subject, case in stage.subjects():
        stage.pause()
        due = date.fromordinal(stage.today.toordinal() + _DAYS_FOR_REVIEW)
        office.services.review.assign(reviewer, case, examiner.person, due)
        for section in office.services.review.sections(examiner, case):
            office.services.review.answers(examiner, case, section.link_id, "ja")
        _write_marks(stage, subject, case)
        _write_findings(stage, subject, case)
        office.services.review.submit(examiner, case)


def _write_marks(stage: Stage, subject: Subject, case: CaseId) -> None:
    review, examiner = stage.investigation.services.review, stage.investigation.seats["examiner"].actor
    flag = subject.flag
    if flag is not None:
        review.flag(examiner, case, flag.link_id, flag.row, flag.reason, stage.today)
        review.resolve_flag(examiner, case, flag.link_id, flag.row, flag.resolution)
        stage.counts["flags"] += 1
    for note in subject.notes:
        review.note(examiner, case, str(note.item), note.text)
        stage.counts["notes"] += 1


def _write_findings(stage: Stage, subject: Subject, case: CaseId) -> None:
    review, examiner = stage.investigation.services.review, stage.investigation.seats["examiner"].actor
    words = {one.item: one for one in subject.findings}
    for item in ITEMS:
        said = words.get(item) or FindingWords(item, adverse=False, summary=stage.story.quiet_finding)
        review.write_finding(examiner, case, _finding(said, stage.today))
        stage.counts["findings"] += 1
        stage.counts["adverse"] += said.adverse


def _finding(words: FindingWords, on: date) -> Finding:
    return Finding(
        item=words.item,  # type: ignore[arg-type] # 1 to 7 in the story; the vault's reader checks it again
        adverse=words.adverse,
        summary=words.summary,
        facts=(Fact(words.fact, words.source, on),) if words.fact else (),
        hearing=Hearing(HearingState.EXPLAINED, words.explanation, on)
        if words.explanation
        else Hearing(HearingState.NOT_NEEDED),
        mitigation=words.mitigation,
    )


def review(stage: Stage) -> None:
    """The reviewer returns one case with a remark and accepts all; two other people sign result and opinion."""
    office = stage.investigation
    desk, opinions = office.services.review, office.services.opinions
    first, second = office.seats["reviewer"], office.seats["decider"]
    for subject, case in stage.subjects():
        stage.pause()
        if subject.remark is not None:
            desk.send_back(first.actor, case, subject.remark.item, subject.remark.text)
            desk.submit(office.seats["examiner"].actor, case)
            stage.counts["returned"] += 1
        desk.accept(first.actor, case)
        text = subject.opinion_text or stage.story.quiet_opinion
        opinions.sign(first.actor, first.signer, case, subject.opinion, text)
        opinions.confirm(second.actor, second.signer, case)
        stage.counts["opinions"] += 1


def send_opinions(stage: Stage) -> None:
    """The opinions travel to the agency; on the way of the first, damaged copies are tried and refused."""
    signers = ("decider", "security")
    for number, (_, case) in enumerate(stage.subjects()):
        on_the_way = stage.write_out(Kind.OPINION, Target(case=case), stage.investigation, stage.agency, signers)
        if number == 0:
            show_damage(stage, on_the_way)
        stage.take_in(on_the_way)


def decide(stage: Stage) -> None:
    """Evaluate by seven viewpoints; two officers who did not draft it sign."""
    office, decisions = stage.agency, stage.agency.services.decisions
    examiner, first, second = (office.seats[key] for key in ("examiner", "reviewer", "decider"))
    for subject, case in stage.subjects():
        stage.pause()
        decisions.open(examiner.actor, case)
        decisions.write(examiner.actor, case, _evaluation(stage, subject))
        decisions.sign(first.actor, first.signer, case, stage.today)
        decisions.confirm(second.actor, second.signer, case, subject.outcome)
        stage.counts[subject.outcome.value] += 1


def _evaluation(stage: Stage, subject: Subject) -> Evaluation:
    one = Viewpoint(stage.story.viewpoint)
    return Evaluation(
        viewpoints=(one, one, one, one, one, one, one),
        overall=subject.overall or stage.story.quiet_overall,
        outcome=subject.outcome,
        reasons_text=subject.reasons,
    )


def notify(stage: Stage) -> None:
    """Tell each subject the result (F20); that day begins the validity, which another officer confirms."""
    office, results = stage.agency, stage.agency.services.results
    for subject, case in stage.subjects():
        stage.pause()
        results.notify_subject(office.seats["examiner"].actor, case, subject.outcome, stage.today)
        if subject.outcome is Outcome.CLEARED:
            results.confirm_validity(office.seats["decider"].actor, case)
        stage.counts["results"] += 1


def send_results(stage: Stage) -> None:
    """The decision goes to the investigation office; the contractor gets the bare result, always of one size."""
    signers = ("decider", "security")
    for subject, case in stage.subjects():
        stage.send(Kind.DECISION, Target(case=case), stage.agency, stage.investigation, signers)
        if person_key(subject.label) in stage.to_contractor:
            stage.send(Kind.RESULT, Target(case=case), stage.agency, stage.contractor, signers)
    officer = stage.agency.seats["security"].actor
    for line in stage.agency.services.consents.register(officer):
        if line.notice_is_due:
            entry = Target(entry=line.entry.entry_id)
            stage.send(Kind.NOT_CARRIED_OUT, entry, stage.agency, stage.contractor, signers)
