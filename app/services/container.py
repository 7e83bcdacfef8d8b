"""Everything that a screen or the command line may call, as one frozen value."""

from dataclasses import dataclass

from app.services.backups.drilling import Drilling
from app.services.backups.making import BackupMaking
from app.services.backups.shelf import BackupShelf
from app.services.consents.consents import Consents
from app.services.corrections.corrections import Corrections
from app.services.decisions.decisions import Decisions
from app.services.desk import Desk
from app.services.emergency.access import EmergencyDesk
from app.services.exchange.alarms import Alarms
from app.services.exchange.asked_of_us import AskedOfUs
from app.services.exchange.awaited import AwaitedReports
from app.services.exchange.confirming import Confirming
from app.services.exchange.countersigning import Countersigning
from app.services.exchange.counting import Counting
from app.services.exchange.custody.custody import CaseCustody
from app.services.exchange.exporting import Exporting
from app.services.exchange.importing import Importing
from app.services.exchange.incidents import Incidents
from app.services.exchange.lanes import Lanes
from app.services.exchange.outbox import Outbox
from app.services.exchange.receipt_papers import ReceiptPapers
from app.services.exchange.receipts import Receipts
from app.services.exchange.reporting import Reporting
from app.services.exchange.survey import Survey
from app.services.exchange.told import ToldResults
from app.services.exchange.trust_post import TrustPost
from app.services.exchange.unpacking import Unpacking
from app.services.exchange.way_back import TakingBack
from app.services.fairness.escalating import Escalations
from app.services.fairness.grounds import Grounds
from app.services.fairness.leases import CaseLeases
from app.services.fairness.ties import OwnTies
from app.services.findings.coverage import ReadingCoverage
from app.services.findings.drafts import Drafts
from app.services.findings.opinions import Opinions
from app.services.findings.review import Review
from app.services.guard_seam import GuardSeam
from app.services.guards.guards import Guards
from app.services.guards.striking import AnswerStriking
from app.services.inquiries.inquiries import Inquiries
from app.services.inquiries.letters import InquiryLetters
from app.services.inquiries.paper_replies import PaperReplies
from app.services.inquiries.replies import ReplyStriking
from app.services.inquiries.surplus import SurplusPapers
from app.services.interviews.interviews import Interviews
from app.services.kiosk.sessions import KioskDesk
from app.services.kiosk.telling import KioskTelling
from app.services.media.formatting import MediaFormatting
from app.services.media.keeping import MediaKeeping
from app.services.media.listing import MediaListing
from app.services.notices.issuing import LetterDesk
from app.services.notices.results import ResultNotices
from app.services.opinion_papers.papers import OpinionPapers
from app.services.pack_admission.desk import PackDesk
from app.services.pack_admission.looking import PackLooking
from app.services.pack_admission.shelf import StationShelf
from app.services.packs.shelf import PackShelf
from app.services.papers.filing import Filing
from app.services.papers.received import ReceivedPapers
from app.services.points.points import Points
from app.services.points.trials import RuleTrials
from app.services.queries.queries import Queries
from app.services.questionnaires.pictures import Pictures
from app.services.questionnaires.receiving import Receiving
from app.services.questionnaires.renewal import Renewals
from app.services.questionnaires.ties import TiesOfCases
from app.services.questionnaires.timelines import Timelines
from app.services.queue.queue import CaseQueue
from app.services.queue.views import QueueViews
from app.services.queue.workload import Workload
from app.services.readiness.sheet import Readiness
from app.services.record.handing_out import HandingOut
from app.services.record.reading import RecordReading
from app.services.record.reanchoring import Reanchoring
from app.services.record.record import RecordKeeping
from app.services.record.slips import Slips
from app.services.retention.certificates import Certificates
from app.services.retention.disposal import Disposal
from app.services.retention.forecast import Forecast
from app.services.retention.holds import Holding
from app.services.rights.printing import RightsPrinting
from app.services.rosters.importing import RosterImport
from app.services.sampling.conference import Conferences
from app.services.sampling.drawing import SampleDrawing
from app.services.sampling.reading import SecondReading
from app.services.statements.statement import Statements
from app.services.stations.policies import OfficePolicies
from app.services.tasks.tasks import Tasks
from app.services.transcribing.transcribing import Transcribing
from app.services.trust.ceremony import Ceremonies
from app.services.trust.comparing import Comparisons
from app.services.trust.issuing import TrustIssuing
from app.services.trust.keeping import TrustKeeping
from app.services.trust.ordering import PaperOrders
from app.services.trust.overview import TrustLooking
from app.services.trust.sheets import KeySheets
from app.services.twin.printing import TwinPrinting


@dataclass(frozen=True, slots=True)
class Services:
    """The use cases of one unlocked vault."""

    desk: Desk
    packs: PackShelf
    pack_desk: PackDesk
    pack_looking: PackLooking
    rosters: RosterImport
    consents: Consents
    timelines: Timelines
    family_ties: TiesOfCases
    pictures: Pictures
    queue: CaseQueue
    views: QueueViews
    workload: Workload
    escalations: Escalations
    questionnaires: Receiving
    renewals: Renewals
    kiosk: KioskDesk
    kiosk_telling: KioskTelling
    review: Review
    points: Points
    queries: Queries
    tasks: Tasks
    rule_trials: RuleTrials
    corrections: Corrections
    transcribing: Transcribing
    inquiries: Inquiries
    inquiry_letters: InquiryLetters
    interviews: Interviews
    paper_replies: PaperReplies
    surplus: SurplusPapers
    asked_of_us: AskedOfUs
    grounds: Grounds
    guards: Guards
    answer_striking: AnswerStriking
    reply_striking: ReplyStriking
    drafts: Drafts
    coverage: ReadingCoverage
    ties: OwnTies
    leases: CaseLeases
    sampling: SampleDrawing
    second_reading: SecondReading
    conferences: Conferences
    opinions: Opinions
    opinion_papers: OpinionPapers
    decisions: Decisions
    results: ResultNotices
    filing: Filing
    received: ReceivedPapers
    twins: TwinPrinting
    exporting: Exporting
    countersigning: Countersigning
    importing: Importing
    taking_back: TakingBack
    alarms: Alarms
    incidents: Incidents
    lanes: Lanes
    receipts: Receipts
    receipt_papers: ReceiptPapers
    outbox: Outbox
    survey: Survey
    unpacking: Unpacking
    trust: TrustKeeping
    trust_post: TrustPost
    trust_issuing: TrustIssuing
    orders: PaperOrders
    comparisons: Comparisons
    key_sheets: KeySheets
    trust_looking: TrustLooking
    ceremonies: Ceremonies
    record: RecordKeeping
    backups: BackupMaking
    backup_shelf: BackupShelf
    policies: OfficePolicies
    readiness: Readiness
    drilling: Drilling
    forecast: Forecast
    holds: Holding
    disposal: Disposal
    awaited: AwaitedReports
    counting: Counting
    reporting: Reporting
    told: ToldResults
    confirming: Confirming
    certificates: Certificates
    emergency: EmergencyDesk
    statements: Statements
    rights: RightsPrinting
    record_reading: RecordReading
    slips: Slips
    handing_out: HandingOut
    reanchoring: Reanchoring
    media: MediaKeeping
    formatting: MediaFormatting
    custody: CaseCustody
    media_list: MediaListing

    @classmethod
    def over(cls, desk: Desk, packs: PackShelf) -> "Services":
        """Wire every use case to one desk.

        Args:
            desk: Of the unlocked vault.
            packs: Those that ship with the program.
        """
        station_shelf = StationShelf(packs, desk)
        packs = station_shelf
        desk.guard = GuardSeam(packs)
        letters, media = LetterDesk(packs, desk.clock), MediaKeeping(desk)
        return cls(
            desk=desk,
            packs=packs,
            pack_desk=PackDesk(desk, station_shelf),
            pack_looking=PackLooking(desk, station_shelf),
            rosters=RosterImport(desk),
            consents=Consents(desk, packs, letters),
            timelines=Timelines(desk, packs),
            family_ties=TiesOfCases(desk, packs),
            pictures=Pictures(desk, packs),
            queue=CaseQueue(desk, packs),
            views=QueueViews(desk),
            workload=Workload(desk),
            escalations=Escalations(desk),
            questionnaires=Receiving(desk, packs),
            renewals=Renewals(desk, packs),
            kiosk=KioskDesk(desk, packs, letters),
            kiosk_telling=KioskTelling(desk, letters),
            review=Review(desk, packs),
            points=Points(desk, packs),
            queries=Queries(desk, packs),
            tasks=Tasks(desk),
            rule_trials=RuleTrials(desk, packs),
            corrections=Corrections(desk, packs, letters),
            transcribing=Transcribing(desk, packs),
            inquiries=Inquiries(desk, packs),
            inquiry_letters=InquiryLetters(desk, packs, letters),
            interviews=Interviews(desk, packs, letters),
            paper_replies=PaperReplies(desk),
            surplus=SurplusPapers(desk),
            asked_of_us=AskedOfUs(desk),
            grounds=Grounds(desk, packs),
            guards=Guards(desk, packs),
            answer_striking=AnswerStriking(desk, packs),
            reply_striking=ReplyStriking(desk, packs),
            drafts=Drafts(desk),
            coverage=ReadingCoverage(desk, packs),
            ties=OwnTies(desk),
            leases=CaseLeases(desk),
            sampling=SampleDrawing(desk),
            second_reading=SecondReading(desk, packs),
            conferences=Conferences(desk),
            opinions=Opinions(desk),
            opinion_papers=OpinionPapers(desk, packs, letters),
            decisions=Decisions(desk),
            results=ResultNotices(desk, packs, letters),
            filing=Filing(desk),
            received=ReceivedPapers(desk),
            twins=TwinPrinting(desk, packs),
            exporting=Exporting(desk, packs, letters),
            countersigning=Countersigning(desk),
            importing=Importing(desk, packs),
            taking_back=TakingBack(desk),
            alarms=Alarms(desk),
            incidents=Incidents(desk),
            lanes=Lanes(desk),
            receipts=Receipts(desk),
            receipt_papers=ReceiptPapers(desk, letters),
            outbox=Outbox(desk, letters),
            survey=Survey(desk),
            unpacking=Unpacking(desk),
            trust=TrustKeeping(desk),
            trust_post=TrustPost(desk),
            trust_issuing=TrustIssuing(desk),
            orders=PaperOrders(desk),
            comparisons=Comparisons(desk),
            key_sheets=KeySheets(desk),
            trust_looking=TrustLooking(desk),
            ceremonies=Ceremonies(desk),
            record=RecordKeeping(desk),
            backups=BackupMaking(desk),
            backup_shelf=BackupShelf(desk),
            policies=OfficePolicies(desk),
            readiness=Readiness(desk),
            drilling=Drilling(desk, letters),
            forecast=Forecast(desk, packs, letters),
            holds=Holding(desk),
            disposal=Disposal(desk, packs),
            awaited=AwaitedReports(desk, packs),
            counting=Counting(desk),
            reporting=Reporting(desk),
            told=ToldResults(desk),
            confirming=Confirming(desk, packs),
            certificates=Certificates(desk, packs, letters),
            emergency=EmergencyDesk(desk),
            statements=Statements(desk, letters),
            rights=RightsPrinting(desk),
            record_reading=RecordReading(desk),
            slips=Slips(desk, letters),
            handing_out=HandingOut(desk),
            reanchoring=Reanchoring(desk),
            media=media,
            formatting=MediaFormatting(desk, media),
            custody=CaseCustody(desk),
            media_list=MediaListing(desk),
        )
