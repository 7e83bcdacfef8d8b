"""One acceptable record of every kind that came after the first ones."""

from datetime import UTC, date, datetime

from app.models.domain.actor import OfficeKind, Role
from app.models.domain.custody import Claim
from app.models.domain.lifecycle import State
from app.models.domain.loop import Objecting
from app.models.domain.retention import Basis
from app.models.domain.statistics import Group, Measure
from app.services.bundles import schemas
from app.services.bundles.manifest import Kind, RetentionClass
from app.services.trust.document import Office, Person, PersonKey

PACK = schemas.PackPin(id="cesi-2025", version=1, digest="ab" * 32)
SUBJECT = schemas.SubjectIdentity(
    name="神谷\ufa19 葛\U000e0100飾",
    kana="カミヤ",
    birth_date=date(1980, 2, 29),
    birth_date_as_written="昭和55年2月29日",
    section="総務課",
    post="係長",
)
CONSENTS = (
    schemas.Consent(form="F06", received_on=date(2026, 8, 3), scan_sha256="cd" * 32),
    schemas.Consent(form="F07", received_on=date(2026, 8, 3), scan_sha256="ce" * 32),
)
BUNDLE = "0123456789ab4def8123456789abcdef"

SAMPLES: dict[Kind, schemas.Record] = {
    Kind.ROSTER: schemas.RosterEntry(
        roster=schemas.RosterHead(
            roster_ref="R8-0001",
            version=1,
            submitter="試験重工株式会社",
            protection_officer="保護 責任",
            contract_ref=None,
            submitted_on=date(2026, 7, 1),
            rows=1,
        ),
        number=1,
        name="髙橋 花子",
        kana="タカハシ ハナコ",
        birth_date=date(1990, 4, 1),
        birth_date_as_written="平成2年4月1日",
        section="研究開発部",
        post=None,
        dispatched=True,
        dispatcher="試験派遣株式会社",
        planned_work="設計\n試験",
        item=3,
        item_3_reason="事情の変更",
        agreed_on=date(2026, 6, 30),
        earlier_clearance=None,
        remarks="特になし",
    ),
    Kind.INQUIRY: schemas.Inquiry(
        inquiry_ref="Q8-0001",
        form="F16",
        addressee="人事課",
        subject=schemas.InquirySubject(
            name="髙橋 花子", kana=None, former_names=("佐藤 花子",), birth_date=date(1990, 4, 1), address=None
        ),
        matters=(schemas.InquiryMatter(number=1, item=3, question="情報の取扱いに係る規則の違反の有無"),),
        consent=CONSENTS[1],
        reply_by=date(2026, 10, 1),
        contact="試験調査室",
    ),
    Kind.INQUIRY_REPLY: schemas.InquiryReply(
        inquiry_ref="Q8-0001",
        respondent="人事課長",
        replied_on=date(2026, 9, 20),
        answers=(
            schemas.MatterAnswer(number=1, state="facts", text="戒告一件", papers=()),
            schemas.MatterAnswer(number=2, state="no-record", text=None, papers=()),
        ),
    ),
    Kind.CASE_TRANSFER: schemas.CaseTransfer(
        case_ref="R8-000001",
        step="file",
        chain=(
            schemas.CustodyLeg(number=1, station="AGENCY1", claim=Claim.OPENED, bundle=None),
            schemas.CustodyLeg(number=2, station="INVEST1", claim=Claim.SENT, bundle="0" * 12 + "4000a" + "0" * 15),
        ),
        head=schemas.CaseHead(
            number="AGENCY-2026-000001",
            state=State.UNDER_INVESTIGATION,
            subject=schemas.SubjectHead(
                name="髙橋 花子", kana=None, birth_date=date(1990, 4, 1), section="研究開発部", post=None
            ),
            item=1,
            notice_date=date(2026, 8, 1),
            consented_on=date(2026, 8, 2),
            inquiries_consented_on=None,
            notified_on=None,
            valid_until=None,
            ended_on=None,
            due_on=None,
            opened_at=datetime(2026, 8, 2, 1, 0, tzinfo=UTC),
            pack=PACK,
            from_office=None,
            roster=None,
            consents=(),
            papers=(),
            doers=(schemas.Doer(act="consent.recorded", person="p1"),),
            documents=0,
            history_count=0,
            history_sha256="0" * 64,
        ),
    ),
    Kind.COMPLAINT: schemas.Complaint(
        complaint_ref="C8-0001",
        case_ref="R8-000001",
        complainant="髙橋 花子",
        received_on=date(2026, 9, 10),
        notice_on=date(2026, 9, 1),
        content="通知の内容に\n納得できない。",
        wish=None,
        reply=schemas.ComplaintReply(
            facts_checked="記録を確認した。",
            conclusion="誤りはない。",
            measure="explanation",
            replied_on=date(2026, 9, 20),
        ),
    ),
    Kind.CHANGE_REPORT: schemas.ChangeReport(
        report_ref="H8-0001",
        roster_ref="R8-0001",
        case_ref=None,
        name="髙橋 花子",
        section="研究開発部",
        birth_date=None,
        reported_by="contractor",
        reported_on=date(2026, 9, 10),
        circumstances=(schemas.Circumstance.OFFENCE, schemas.Circumstance.OTHER),
        happened_as_written="九月上旬",
        details="取調べを受けたとの申出があった。",
    ),
    Kind.ALLY_CONFIRMATION: schemas.AllyConfirmation(
        confirmation_ref="A8-0001",
        country="AU",
        person=schemas.Traveller(
            surname="TAKAHASHI", given_names="HANAKO", birth_date=date(1990, 4, 1), passport_number=None
        ),
        regime="cesi",
        answer="confirmed",
        as_of=date(2026, 9, 10),
        valid_until=date(2036, 9, 1),
    ),
    Kind.STATISTICS: schemas.Statistics(
        since=date(2026, 1, 1),
        until=date(2026, 12, 31),
        figures=(
            schemas.Figure(measure=Measure.NOTIFIED, group=Group.ALL, count=18),
            schemas.Figure(measure=Measure.CONSENTED, group=Group.ALL, count=None),
            schemas.Figure(measure=Measure.COMPLAINTS, group=Group.ALL, count=0),
        ),
    ),
    Kind.DISPOSAL_PROOF: schemas.DisposalProof(
        bundle_id=BUNDLE,
        manifest_sha256="11" * 32,
        retention=RetentionClass.NOTIFICATION,
        basis=Basis.PERIOD_ENDED,
        method="key-destroyed",
        destroyed_at=1_790_000_000,
        approver="con-security",
        witness="con-auditor",
        ledger_sha256="44" * 32,
    ),
    Kind.CHECKPOINT: schemas.HeadNotice(
        checkpoint="sekisho/AGCY1\n0\n",
        noted=(schemas.NotedHead(station="CON1", epoch=0, size=7, root="55" * 32),),
    ),
    Kind.KEY_REQUEST: schemas.KeyRequest(
        reason="new",
        office=Office(id="OFFICE-N", kind=OfficeKind.AGENCY, name_ja="新しい機関", name_en="New"),
        persons=(
            Person(
                id="new-officer",
                display_name="新任 一郎",
                office="OFFICE-N",
                roles=(Role.EXAMINER,),
                keys=(PersonKey(alg="ed25519", public=bytes(range(32)), since=1, until=2),),
            ),
        ),
        stations=(),
    ),
    Kind.KEY_GRANT: schemas.KeyGrant(
        request=BUNDLE, trust_version=2, trust_sha256="66" * 32, granted=("77" * 32,), refused=(), documents=(b"{}",)
    ),
    Kind.COUNTERSIGN: schemas.Countersign(
        origin="AGCY1",
        manifest=b"{}",
        signatures=(schemas.CarriedSignature(person="agency-security", keyid="88" * 32, sig=bytes(64)),),
        refusals=(schemas.CarriedRefusal(person="agency-decider", reason=Objecting.NOT_YET),),
    ),
    Kind.BACKUP: schemas.BackupSet(
        backup_id="b1",
        vault_id="v1",
        made_at=1_790_000_000,
        format="sekisho-backup/1",
        pieces=(schemas.BackupPiece(name="vault.age", size=1, sha256="99" * 32),),
    ),
}
