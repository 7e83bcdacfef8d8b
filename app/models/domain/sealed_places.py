"""What binds sealed bytes to their place, so that they cannot be moved elsewhere; part of the format of a vault."""


def document_place(case_id: str, kind: str, place: str, revision: int) -> bytes:
    """A revision of a document of a case."""
    return "|".join(("document", case_id, kind, place, str(revision))).encode()


def paper_place(blob_id: str) -> bytes:
    """A paper that lies in the database."""
    return b"paper|" + blob_id.encode()


def carried_place(matter_id: str) -> bytes:
    """What was written about a case to be sent, or came about it, and is no document of the work on it."""
    return b"carried|" + matter_id.encode()


def kiosk_key_place(session_id: str, slip: int) -> bytes:
    """The key of a draft of the kiosk under slip and PIN; under the key of the case, ``slip`` is 0."""
    return f"kiosk-key|{session_id}|{slip}".encode()


def kiosk_line_place(session_id: str, seq: int) -> bytes:
    """A line of the journal of a draft of the kiosk."""
    return f"kiosk-line|{session_id}|{seq}".encode()
