"""A page that was printed and scanned at 300 dpi is read by another program's reader, and does what it says."""

import subprocess
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageFilter
from reportlab.graphics.barcode import qrencoder

from app.services.bundles.manifest import Kind
from app.services.desk import Target
from app.services.documents.archive import page_count
from app.services.resources import TEXTS
from app.services.texts.catalogue import Catalogue, Language
from app.services.trust.orders import Aim, Ground
from tests.services.exchange.conftest import At
from tests.zbar import Scanned, scanned

DPI, SMALLEST_MODULE_MM, INCH_MM = 300, 0.4, 25.4
JAPANESE = Catalogue.load(TEXTS, Language.JAPANESE)


def scans(pdf: bytes, folder: Path) -> Iterator[Image.Image]:
    """The first page straight, and as a worn scanner gives it: askew, unsharp, on grey paper."""
    (folder / "page.pdf").write_bytes(pdf)
    command = [
        "pdftoppm",
        "-r",
        str(DPI),
        "-gray",
        "-f",
        "1",
        "-singlefile",
        str(folder / "page.pdf"),
        str(folder / "page"),
    ]
    subprocess.run(command, check=True, capture_output=True)  # noqa: S603 - a fixed tool on our own file
    page = Image.open(BytesIO((folder / "page.pgm").read_bytes()))
    yield page
    worn = page.rotate(1.7, resample=Image.Resampling.BILINEAR, fillcolor=255).filter(ImageFilter.GaussianBlur(1.0))
    yield worn.point([60 + level * 170 // 255 for level in range(256)])


def read(pdf: bytes, folder: Path) -> str:
    texts = set()
    for page in scans(pdf, folder):
        (found,) = scanned(page.width, page.height, page.tobytes())
        texts.add(found.text)
        assert module_mm(found) >= SMALLEST_MODULE_MM
    (text,) = texts
    return text


def module_mm(found: Scanned) -> float:
    code = qrencoder.QRCode(None, qrencoder.QRErrorCorrectLevel.M)
    code.addData(found.text)
    code.make()
    return float(found.side / code.getModuleCount() / DPI * INCH_MM)


def test_a_scanned_receipt_closes_the_export(at: At, tmp_path: Path) -> None:
    world = at("consented")
    office, agency = world.investigation, world.agency
    name = world.sent(agency, Kind.INVESTIGATION_REQUEST, Target(case=world.case), office)
    bundle = world.admitted(office, name).bundle_id
    pdf = office.services.receipt_papers.printed(office.actor("security"), bundle)
    assert page_count(pdf) == 1
    closed = agency.services.receipts.close_text(agency.actor("security"), read(pdf, tmp_path))
    assert (closed.bundle_id, closed.outcome) == (bundle, "imported")


def test_a_scanned_order_revokes(at: At, tmp_path: Path) -> None:
    world = at("trusted")
    agency, office = world.agency, world.contractor
    roots = [agency.hand("administrator"), agency.hand("security")]
    person = world.investigation.person("decider")
    issued = agency.services.orders.issue(agency.actor("security"), roots, Aim.PERSON, person, Ground.STOLEN, JAPANESE)
    assert page_count(issued.pdf) == 1
    actor = office.actor("security")
    office.services.orders.admit(actor, read(issued.pdf, tmp_path))
    assert office.services.orders.in_force(actor)[0].subject == person


@pytest.mark.parametrize("dots", [bytes(100), b"\xff" * 100])
def test_a_page_without_a_code_gives_none(dots: bytes) -> None:
    assert scanned(10, 10, dots) == []
