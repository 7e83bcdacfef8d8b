"""One transaction over the vault, with a small set of repositories."""

from dataclasses import dataclass, field

from sqlalchemy import Connection

from app.services.ports import Entropy
from app.services.vault.blobs import BlobFolder
from app.services.vault.case_keys import REGISTER, CaseKeys
from app.services.vault.repositories.arriving import Arrivals
from app.services.vault.repositories.backups import Backups
from app.services.vault.repositories.carried import CarriedMatters
from app.services.vault.repositories.cases import Cases, Documents
from app.services.vault.repositories.changes import Changes
from app.services.vault.repositories.countersigns import Countersigns
from app.services.vault.repositories.custody import Custodies
from app.services.vault.repositories.duties import Duties
from app.services.vault.repositories.emergencies import Emergencies
from app.services.vault.repositories.erasure import Erasure
from app.services.vault.repositories.exchange import Counters, Exports, Imports, Lanes
from app.services.vault.repositories.expiry import Expiry
from app.services.vault.repositories.fairness import Fairness
from app.services.vault.repositories.figures import Figures
from app.services.vault.repositories.form_packs import FormPacks
from app.services.vault.repositories.heads import Heads
from app.services.vault.repositories.intake import Candidates, Register, Rosters
from app.services.vault.repositories.keys import Keys
from app.services.vault.repositories.kiosk import Kiosk
from app.services.vault.repositories.leases import Leases
from app.services.vault.repositories.loop import Loop
from app.services.vault.repositories.media import MediaRegister
from app.services.vault.repositories.papers import Papers
from app.services.vault.repositories.people import People
from app.services.vault.repositories.policies import Policies
from app.services.vault.repositories.queue_views import QueueViewShelf
from app.services.vault.repositories.record import Record
from app.services.vault.repositories.retention import Holds, Ledger
from app.services.vault.repositories.sampling import Sampling
from app.services.vault.repositories.trust import Trust
from app.services.vault.repositories.waits import Waits


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of work: everything in it is committed together or not at all."""

    people: People
    rosters: Rosters
    candidates: Candidates
    register: Register
    cases: Cases
    documents: Documents
    papers: Papers
    exports: Exports
    imports: Imports
    lanes: Lanes
    counters: Counters
    record: Record
    policies: Policies
    backups: Backups
    holds: Holds
    ledger: Ledger
    expiry: Expiry
    erasure: Erasure
    emergencies: Emergencies
    heads: Heads
    loop: Loop
    countersigns: Countersigns
    carried: CarriedMatters
    figures: Figures
    media: MediaRegister
    arrivals: Arrivals
    changes: Changes
    custody: Custodies
    duties: Duties
    kiosk: Kiosk
    queue_views: QueueViewShelf
    fairness: Fairness
    leases: Leases
    sampling: Sampling
    form_packs: FormPacks
    waits: Waits
    case_keys: CaseKeys
    blobs: BlobFolder
    keys: Keys
    trust: Trust
    entropy: Entropy = field(repr=False)

    @classmethod
    def over(cls, connection: Connection, case_keys: CaseKeys, blobs: BlobFolder, entropy: Entropy) -> "Unit":
        """Bind every repository to one transaction."""
        return cls(
            people=People(connection),
            rosters=Rosters(connection),
            candidates=Candidates(connection),
            register=Register(connection),
            cases=Cases(connection),
            documents=Documents(connection, case_keys, entropy),
            papers=Papers(connection),
            exports=Exports(connection),
            imports=Imports(connection),
            lanes=Lanes(connection),
            counters=Counters(connection),
            record=Record(connection),
            policies=Policies(connection),
            backups=Backups(connection),
            holds=Holds(connection),
            ledger=Ledger(connection),
            expiry=Expiry(connection),
            erasure=Erasure(connection),
            emergencies=Emergencies(connection),
            heads=Heads(connection),
            loop=Loop(connection),
            countersigns=Countersigns(connection),
            carried=CarriedMatters(connection, case_keys, entropy),
            figures=Figures(connection),
            media=MediaRegister(connection),
            arrivals=Arrivals(connection),
            changes=Changes(connection),
            custody=Custodies(connection),
            duties=Duties(connection),
            kiosk=Kiosk(connection),
            queue_views=QueueViewShelf(connection),
            fairness=Fairness(connection),
            leases=Leases(connection),
            sampling=Sampling(connection),
            form_packs=FormPacks(connection),
            waits=Waits(connection),
            case_keys=case_keys,
            blobs=blobs,
            keys=Keys(connection),
            trust=Trust(connection),
            entropy=entropy,
        )

    @property
    def register_key(self) -> bytes:
        """Seals papers that belong to no case: scans of refusals, notices to candidates."""
        return self.case_keys.get(REGISTER)
