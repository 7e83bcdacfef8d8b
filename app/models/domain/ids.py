"""One type per kind of identity, so that a case is never taken for a candidate."""

from typing import NewType

PersonId = NewType("PersonId", str)
"""An officer (担当者): a person who acts in an office, never a subject."""

PROGRAM = PersonId("program")
"""Stands in the record where no officer acted but the program itself."""

OfficeId = NewType("OfficeId", str)
"""An office (機関), for example ``METI-ESD``; upper case letters and digits, used in bundle names."""

StationId = NewType("StationId", str)
"""A workstation (端末) of an office."""

RosterId = NewType("RosterId", str)
CandidateId = NewType("CandidateId", str)
"""A person on a candidate roster (名簿登載者) for whom no case is open."""

CaseId = NewType("CaseId", str)
"""A case (案件); the same id names it in every office that works on it."""

RefusalId = NewType("RefusalId", str)
"""An entry of the register of refusals and withdrawals (不同意・取下げ簿)."""

DocumentId = NewType("DocumentId", str)
BlobId = NewType("BlobId", str)
LetterId = NewType("LetterId", str)
BundleId = NewType("BundleId", str)
FileDigest = NewType("FileDigest", str)
"""SHA-256 in hex of an encrypted bundle file: under this name it lies in quarantine, and its receipt tells it."""
