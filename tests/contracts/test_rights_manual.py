"""The printed matrix says what the table decides, and nothing else."""

from app.models.domain.act_table import GROUPS, RULES
from app.models.domain.actor import OfficeKind, Role
from app.services.resources import TEXTS
from app.services.rights.matrix import matrix, sights
from app.services.texts.catalogue import Catalogue, Language
from build.publish_rights import MANUAL, published
from tests.contracts import source_tree


def test_the_manual_of_rights_is_up_to_date() -> None:
    assert source_tree.read(MANUAL) == published()


def test_every_row_of_the_table_is_printed_once() -> None:
    printed = [row.code for _, rows in matrix(Catalogue.load(TEXTS, Language.JAPANESE)) for row in rows]
    assert sorted(printed) == sorted(action.value for action in RULES)
    assert {rule.action for _, rules in GROUPS for rule in rules} == set(RULES)


def test_who_sees_no_content_is_printed_so() -> None:
    """Auditor and administrator see no inside of a case; a security officer sees no answers and no findings."""
    texts = Catalogue.load(TEXTS, Language.ENGLISH)
    inside = {"Answers viewed", "Medical answers viewed", "Findings and evaluation viewed"}
    for sight in sights(texts):
        if sight.role in {texts(f"role.{role}") for role in (Role.AUDITOR, Role.ADMINISTRATOR, Role.SECURITY_OFFICER)}:
            assert inside <= set(sight.closed), sight
        if sight.office == texts(f"office-kind.{OfficeKind.CONTRACTOR}"):
            assert inside <= set(sight.closed), sight
