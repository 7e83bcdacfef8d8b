"""The golden run (検証用データによる点検): the rules of a pack find in its own subjects just what these expect."""

from collections.abc import Iterator

from app.models.forms.answers import ExpectedFinding, GoldenSubject
from app.models.forms.definition import FormPack
from app.models.rules.definition import RulePack
from app.models.rules.engine import run
from app.models.rules.found import RuleFinding
from app.models.rules.material import Material


def findings_of(pack: FormPack, rules: RulePack, subject: GoldenSubject) -> tuple[ExpectedFinding, ...]:
    """What the rules find in a golden subject, on the reference day of its response."""
    response = subject.response
    found = run(rules, Material(pack, response, response.as_of))
    return tuple(_shortened(finding) for finding in found)


def unexpected(pack: FormPack, rules: RulePack, subject: GoldenSubject) -> Iterator[str]:
    """The rule of each finding that came and was not expected, or was expected and did not come."""
    found = findings_of(pack, rules, subject)
    expected = subject.findings
    for finding in (*found, *expected):
        if (finding in found) is not (finding in expected):
            yield finding.rule


def _shortened(finding: RuleFinding) -> ExpectedFinding:
    places = tuple(f"{place.link_id} {place.row}" if place.row else place.link_id for place in finding.places)
    return ExpectedFinding(finding.rule, finding.certainty.value, places)
