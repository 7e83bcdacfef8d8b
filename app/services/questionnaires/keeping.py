"""Keep the answers of a case sealed, one document per statutory item, so that a look opens one purpose only.

Answers that the pack marks as medical lie in a document of their own beside the others of their item: item 5 as a
whole, and of items 4 and 6 what is asked about prescriptions and treatment.
"""

from collections import defaultdict

import msgspec

from app.models.domain.ids import CaseId
from app.models.forms.answers import Answer, PackRef, Response
from app.models.forms.definition import FormPack
from app.models.forms.items import Item, Sensitivity
from app.services.desk import Act
from app.services.recusing import recuse
from app.services.vault.unit import Unit

ANSWERS = "answers"
MEDICAL = ".medical"
"""What the place of the medical part of an item ends with."""
PURPOSES = ("1", "2", "3", "4", "5", "6", "7", "identity")
"""One document each, even without answers, so that a later questionnaire replaces every part of an earlier one."""


def keep_answers(act: Act, pack: FormPack, response: Response) -> int:
    """Seal a response into the case of the act.

    Returns:
        Number of answers kept.
    """
    for place, (purpose, part) in _parts(pack, response).items():
        act.keep(ANSWERS, place, purpose, part, said=())
    recuse(act, response)
    return len(response.answers)


def keep_changed(act: Act, pack: FormPack, before: Response, after: Response) -> None:
    """Seal those parts of a response that a correction changed; the others stay as they are, also their documents."""
    held = _parts(pack, before)
    for place, (purpose, part) in _parts(pack, after).items():
        if held[place][1].answers != part.answers:
            act.keep(ANSWERS, place, purpose, part, said=())
    recuse(act, after)


def _parts(pack: FormPack, response: Response) -> dict[str, tuple[str, Response]]:
    """The response by the places where it lies, each with what its answers serve."""
    by_place: dict[str, list[Answer]] = defaultdict(list)
    places = {purpose: purpose for purpose in PURPOSES}
    places |= {_place(item): str(item.ext.purpose) for item in pack.index if is_medical(item)}
    for answer in response.answers:
        item = pack.index.get(answer.link_id)
        by_place["identity" if item is None else _place(item)].append(answer)
    return {
        place: (purpose, msgspec.structs.replace(response, answers=tuple(by_place[place])))
        for place, purpose in places.items()
    }


def read_answers(act: Act, purpose: str, *, medical: bool = False) -> Response | None:
    """The answers that serve one purpose, the medical ones or the others; None when the questionnaire is not here."""
    return act.kept(ANSWERS, f"{purpose}{MEDICAL}" if medical else purpose, Response)


def is_medical(item: Item) -> bool:
    """Whether the answers to a question lie in the medical compartment."""
    return item.ext.sensitivity is Sensitivity.MEDICAL


def read_response(act: Act) -> Response | None:
    """All answers of the case, for a bundle; None when the questionnaire is not here."""
    return response_in(act.unit, act.case.case_id)


def response_in(unit: Unit, case_id: CaseId) -> Response | None:
    """The same for any case, inside an act that permits it."""
    parts = [
        msgspec.json.decode(document.content, type=Response)
        for document in unit.documents.newest_of_kind(case_id, ANSWERS)
    ]
    if not parts:
        return None
    answers = tuple(answer for part in parts for answer in part.answers)
    return msgspec.structs.replace(parts[0], answers=answers)


def pinned(pack: FormPack, response: Response) -> Response:
    """The response with the digest of the pack that it was checked against."""
    return msgspec.structs.replace(response, pack=PackRef(pack.meta.id, pack.meta.version, pack.digest))


def _place(item: Item) -> str:
    return f"{item.ext.purpose}{MEDICAL}" if is_medical(item) else str(item.ext.purpose)
