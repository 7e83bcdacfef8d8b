"""Many closed cases with the answers of golden subjects, copied from one that went the whole way."""

from collections.abc import Iterable
from dataclasses import replace

import msgspec

from app.models.domain.ids import CaseId, DocumentId
from app.models.forms.answers import Response
from app.services.questionnaires.keeping import ANSWERS
from tests.services.exchange.world import World


def add_closed(world: World, responses: Iterable[Response], first: int = 0) -> list[CaseId]:
    """Copies of the case of a world, each with answers of its own."""
    with world.investigation.desk.vault.read() as unit:
        case, (answers, *_rest) = unit.cases.get(world.case), unit.documents.newest_of_kind(world.case, ANSWERS)
    made = []
    with world.investigation.desk.vault.write() as unit:
        for number, response in enumerate(responses, start=first):
            case_id = CaseId(f"{number:032x}")
            unit.case_keys.create((case_id,))
            unit.cases.add(replace(case, case_id=case_id, number=f"TRIAL-{number}"))
            pinned = msgspec.structs.replace(response, pack=msgspec.json.decode(answers.content, type=Response).pack)
            sealed = replace(
                answers,
                case_id=case_id,
                document_id=DocumentId(f"{number:031x}d"),
                place="1",
                content=msgspec.json.encode(pinned),
            )
            unit.documents.add(sealed)
            made.append(case_id)
    return made
