"""Keep the answers of a case sealed, one document per statutory item, so that a look opens one purpose only."""

from collections import defaultdict

import msgspec

from app.models.forms.answers import Answer, PackRef, Response
from app.models.forms.definition import FormPack
from app.services.desk import Act

ANSWERS = "answers"
PURPOSES = ("1", "2", "3", "4", "5", "6", "7", "identity")
"""One document each, even without answers, so that a later questionnaire replaces every part of an earlier one."""


def keep_answers(act: Act, pack: FormPack, response: Response) -> int:
    """Seal a response into the case of the act.

    Returns:
        Number of answers kept.
    """
    by_purpose: dict[str, list[Answer]] = defaultdict(list)
    for answer in response.answers:
        by_purpose[_purpose(pack, answer)].append(answer)
    for purpose in PURPOSES:
        part = msgspec.structs.replace(response, answers=tuple(by_purpose[purpose]))
        act.keep(ANSWERS, purpose, purpose, part)
    return len(response.answers)


def read_answers(act: Act, purpose: str) -> Response | None:
    """The answers that serve one purpose; None when the questionnaire is not here."""
    return act.kept(ANSWERS, purpose, Response)


def read_response(act: Act) -> Response | None:
    """All answers of the case, for a bundle; None when the questionnaire is not here."""
    parts = [
        msgspec.json.decode(document.content, type=Response)
        for document in act.unit.documents.newest_of_kind(act.case.case_id, ANSWERS)
    ]
    if not parts:
        return None
    answers = tuple(answer for part in parts for answer in part.answers)
    return msgspec.structs.replace(parts[0], answers=answers)


def pinned(pack: FormPack, response: Response) -> Response:
    """The response with the digest of the pack that it was checked against."""
    return msgspec.structs.replace(response, pack=PackRef(pack.meta.id, pack.meta.version, pack.digest))


def _purpose(pack: FormPack, answer: Answer) -> str:
    item = pack.index.get(answer.link_id)
    return str(item.ext.purpose) if item is not None else "identity"
