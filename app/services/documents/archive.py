"""Marks for long keeping: XMP, output intent, language, and no personal data.

After ISO 19005-2 (PDF/A-2b). Conformance is marked, not certified: no validator is part of this program.
"""

from io import BytesIO

import pikepdf

from app.services.documents.icc import srgb_profile

PRODUCER = "Sekisho"


def mark(pdf: bytes, *, title: str, language: str) -> bytes:
    """The same pages with title, language, XMP and output intent; all other document information is removed.

    Args:
        pdf: A PDF.
        title: Form name and issue number; never a person's name.
        language: RFC 3066 tag.
    """
    with pikepdf.open(BytesIO(pdf)) as document:
        del document.docinfo
        document.docinfo["/Title"] = pikepdf.String(title)
        document.docinfo["/Producer"] = pikepdf.String(PRODUCER)
        root = document.Root
        root.Lang = pikepdf.String(language)
        root.ViewerPreferences = pikepdf.Dictionary(DisplayDocTitle=True)
        profile = pikepdf.Stream(document, srgb_profile())
        profile.N = 3
        root.OutputIntents = pikepdf.Array(
            [
                pikepdf.Dictionary(
                    Type=pikepdf.Name.OutputIntent,
                    S=pikepdf.Name.GTS_PDFA1,
                    OutputConditionIdentifier=pikepdf.String("sRGB"),
                    Info=pikepdf.String("sRGB IEC61966-2.1"),
                    DestOutputProfile=document.make_indirect(profile),
                )
            ]
        )
        with document.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as xmp:
            xmp["pdfaid:part"] = "2"
            xmp["pdfaid:conformance"] = "B"
            xmp["dc:title"] = title
            xmp["dc:language"] = [language]
            xmp["pdf:Producer"] = PRODUCER
        return saved(document)


def page_count(pdf: bytes) -> int:
    """Number of pages."""
    with pikepdf.open(BytesIO(pdf)) as document:
        return len(document.pages)


def saved(document: pikepdf.Pdf) -> bytes:
    """The bytes of ``document``: one classic cross-reference table, and the same input gives the same bytes."""
    out = BytesIO()
    document.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.disable, min_version="1.7")
    return out.getvalue()
