"""A letter as plain lines, for whoever hears it instead of seeing the page."""

from collections.abc import Iterator

from app.services.documents import tree


def plain_lines(document: tree.Document) -> tuple[str, ...]:
    """Everything that a letter says, from top to bottom; empty places are left out."""
    lines = (
        f"{document.issue_label} {document.issue_no}",
        document.date,
        *document.addressee,
        *document.issuer,
        document.title,
        *(line for block in document.blocks for line in _lines_of(block)),
        document.closing,
        *document.footer,
    )
    return tuple(line.strip() for line in lines if line.strip())


def _lines_of(block: tree.Block) -> Iterator[str]:
    match block:
        case tree.Heading() | tree.Paragraph():
            yield f"{block.number} {block.text}"
        case tree.Table():
            yield from (f"{row.label} {line}" for row in block.rows for line in row.lines if line.strip())
        case tree.Statement():
            yield block.text
        case tree.Signature():
            yield from (f"{label} {hint}" for label, hint in block.rows)
        case tree.Groups():
            yield f"{block.label} {' '.join(block.groups)}"
        case tree.MatrixCode():
            yield block.caption
