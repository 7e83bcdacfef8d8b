"""Our archives: what is written reads back, here and elsewhere; mistakes of our own are bugs."""

from io import BytesIO
from tarfile import open as open_tar  # noqa: TID251 (the oracle: other programs can read our archives)

import pytest

from app.models.domain.errors import BugError, UntrustedInputError
from app.services.bundles.archive import MANIFEST, PAD, ArchiveWriter
from app.services.bundles.report import Axis, AxisState, BottomLine
from tests.services.bundles import network as n
from tests.services.bundles.attacks.hostile import read_all
from tests.services.bundles.network import honest, report_on

BLOB = "blobs/" + "ab" * 32


def test_a_written_archive_reads_back_here_and_elsewhere() -> None:
    file = BytesIO()
    writer = ArchiveWriter(file)
    writer.add(MANIFEST, 3, [b"a", b"bc"])
    writer.add(BLOB, 600, [bytes(600)])
    writer.close(8192)
    archive = file.getvalue()
    assert len(archive) == 8192
    assert [name for name, _ in read_all(archive)] == [MANIFEST, BLOB, PAD]
    with open_tar(fileobj=BytesIO(archive)) as tar:
        assert [(each.name, each.size, each.isreg(), each.mode) for each in tar][:2] == [
            (MANIFEST, 3, True, 0o600),
            (BLOB, 600, True, 0o600),
        ]


@pytest.mark.parametrize("chunks", [[b"ab"], [b"abcd"], []])
def test_writer_refuses_another_length_than_announced(chunks: list[bytes]) -> None:
    with pytest.raises(BugError):
        ArchiveWriter(BytesIO()).add(PAD, 3, chunks)


@pytest.mark.parametrize("total", [1024, 1536, 4000])
def test_writer_refuses_a_total_that_does_not_fit(total: int) -> None:
    writer = ArchiveWriter(BytesIO())
    writer.add(MANIFEST, 600, [bytes(600)])
    with pytest.raises(BugError):
        writer.close(total)


def test_an_honest_bundle_is_admitted_with_every_line_ok() -> None:
    report = report_on(honest())
    assert [line.axis for line in report.lines] == list(Axis)
    assert {line.state for line in report.having_read().lines} == {AxisState.OK}
    assert report.line(Axis.CONTENT).state is AxisState.NOT_REACHED
    assert (report.bottom_line, report.code) == (BottomLine.ADMITTED, "")
    report.raise_if_refused()


def test_a_refused_report_stops_its_reader() -> None:
    report = report_on(honest(), now=n.NOW + 91 * n.DAY)
    with pytest.raises(UntrustedInputError, match=r"bundle\.expired"):
        report.raise_if_refused()
