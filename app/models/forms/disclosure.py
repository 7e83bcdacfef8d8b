"""Which answers may travel in which bundle (受渡しの範囲): each receiver gets the least it needs.

An answer travels only when its item names the bundle kind. Some bundles go to places that must never see a
questionnaire answer, whatever a pack says: the contractor, the supervisor, the statistics.
"""

import msgspec

from app.models.forms.answers import Answer, Response
from app.models.forms.definition import FormPack
from app.models.forms.items import BundleKind, Sensitivity

NEVER = frozenset(
    {
        BundleKind.ROSTER,
        BundleKind.CONSENT,
        BundleKind.SURVEY,
        BundleKind.CONTRACTOR_NOTICE,
        BundleKind.CHANGE_REPORT,
        BundleKind.STATISTICS,
        BundleKind.DISPOSAL_REPORT,
    }
)
"""Bundles that carry no answer of the questionnaire at all."""

MEDICAL_ALLOWED = frozenset({BundleKind.QUESTIONNAIRE})
"""Bundles that may carry the medical part; it lies under a key of its own there."""


def may_travel(pack: FormPack, link_id: str, kind: BundleKind) -> bool:
    """Whether answers of an item may be carried by a kind of bundle. An item unknown to the pack never may."""
    item = pack.index.get(link_id)
    if item is None or kind in NEVER or kind not in item.ext.disclosure:
        return False
    return item.ext.sensitivity is not Sensitivity.MEDICAL or kind in MEDICAL_ALLOWED


def travelling(pack: FormPack, response: Response, kind: BundleKind) -> Response:
    """The response cut down to what a kind of bundle may carry."""
    kept = tuple(answer for answer in response.answers if may_travel(pack, answer.link_id, kind))
    return msgspec.structs.replace(response, answers=kept)


def split_medical(pack: FormPack, answers: tuple[Answer, ...]) -> tuple[tuple[Answer, ...], tuple[Answer, ...]]:
    """Answers apart from the medical part, and the medical part, which has storage and a key of its own.

    An item that the pack does not know is treated as medical, the careful side.
    """
    plain: list[Answer] = []
    medical: list[Answer] = []
    for answer in answers:
        item = pack.index.get(answer.link_id)
        apart = item is None or item.ext.sensitivity is Sensitivity.MEDICAL
        (medical if apart else plain).append(answer)
    return tuple(plain), tuple(medical)
