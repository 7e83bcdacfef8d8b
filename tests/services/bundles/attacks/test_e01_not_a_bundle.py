"""What is no bundle at all."""

from collections.abc import Callable
from io import BytesIO
from zipfile import ZipFile

import pytest

from app.models.domain.errors import UntrustedInputError
from app.services.bundles.filenames import bundle_name, parse
from app.services.bundles.report import Axis, AxisState, BottomLine, unopened
from tests.services.bundles import network as n
from tests.services.bundles.attacks.hostile import golden, longer


def zipped() -> bytes:
    file = BytesIO()
    with ZipFile(file, "w") as archive:
        archive.writestr("manifest.dsse.json", "{}")
    return file.getvalue()


FILES: dict[str, Callable[[], bytes]] = {
    "empty": lambda: b"",
    "one-byte": lambda: b"a",
    "random": lambda: n.entropy()(5000),
    "zip": zipped,
    "armour": lambda: b"-----BEGIN AGE ENCRYPTED FILE-----\nYWdl\n-----END AGE ENCRYPTED FILE-----\n",
    "first-line-cut": lambda: golden()[:10],
    "byte-order-mark": lambda: b"\xef\xbb\xbf" + golden(),
}


@pytest.mark.parametrize("make", [pytest.param(make, id=label) for label, make in FILES.items()])
def test_another_kind_of_file(make: Callable[[], bytes]) -> None:
    """An empty file, a byte, noise, a renamed zip, an armoured age file."""
    assert n.fate(make()) == "bundle.not-a-bundle"


def test_the_files_that_are_altered_elsewhere_are_good() -> None:
    """Not an attack: without this the tests beside it would prove nothing."""
    assert n.fate(golden()) == n.fate(longer()) == "accepted"


@pytest.mark.parametrize(
    "name",
    [
        "",
        "agcy1-CON1-0000000007-01234567.age",
        "AGCY1-CON1-0000000000-01234567.age",
        "AGCY1-CON1-7-01234567.age",
        "AGCY1-CON1-0000000007-01234567.age\n",
        "AGCY1-CON1-0000000007-01234567.age.partial",
        "AGCY1-CON1-0000000007-01234567.age.p000",
        "../AGCY1-CON1-0000000007-01234567.age",
        "AGCY1-CON1-００００００００07-01234567.age",
        "A-CON1-0000000007-01234567.age",
        "AGCY1AGCY1AGCY1-CON1-0000000007-01234567.age",
    ],
)
def test_a_bad_name(name: str) -> None:
    """A name that climbs out of its folder, has other digits, another case, a line break."""
    with pytest.raises(UntrustedInputError) as refusal:
        parse(name)
    assert refusal.value.code == "bundle.not-a-bundle"


def test_names_hold_no_kind_and_read_back() -> None:
    """Not an attack: what stands on the outside of a bundle says nothing about a person or an outcome."""
    name = bundle_name(n.AGENCY, n.CONTRACTOR, 7, "0123456789ab4def8123456789abcdef")
    assert name.text == "AGCY1-CON1-0000000007-01234567.age"
    assert parse(name.text) == name
    assert parse("AGCY1-CON1-0000000007-01234567.age.p002").part == 2


def test_the_report_on_a_file_that_could_not_be_opened() -> None:
    """Nothing may be claimed about what was never read."""
    report = unopened(n.fate(b""))
    assert [line.axis for line in report.lines] == list(Axis)
    assert report.line(Axis.SIGNATURES).state is AxisState.NOT_REACHED
    assert (report.code, report.bottom_line) == ("bundle.not-a-bundle", BottomLine.REFUSED)
