"""What really lies in the files of a vault, byte for byte: encrypted as on the disk, and every page decrypted.

Free pages, the unused middle of a page and old frames of the log are read too, which no query ever shows.
"""

import struct
from collections.abc import Iterator
from pathlib import Path

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

PAGE, RESERVE, SALT, IV = 4096, 80, 16, 16
WAL_HEAD, FRAME_HEAD = 32, 24


def decrypted(path: Path, key: bytes) -> Iterator[bytes]:
    """Every page of a SQLCipher 4 file under a raw key, whatever state it is in."""
    content = path.read_bytes()
    for start in range(0, len(content), PAGE):
        yield _page(content[start : start + PAGE], key, is_first=start == 0)


def decrypted_log(path: Path, key: bytes) -> Iterator[bytes]:
    """Every frame of the log beside a file, those that are no longer valid too."""
    if not path.is_file():
        return
    content = path.read_bytes()
    for start in range(WAL_HEAD, len(content), FRAME_HEAD + PAGE):
        (number,) = struct.unpack(">I", content[start : start + 4])
        page = content[start + FRAME_HEAD : start + FRAME_HEAD + PAGE]
        if len(page) == PAGE:
            yield _page(page, key, is_first=number == 1)


def _page(page: bytes, key: bytes, *, is_first: bool) -> bytes:
    vector = page[PAGE - RESERVE : PAGE - RESERVE + IV]
    body = page[SALT if is_first else 0 : PAGE - RESERVE]
    cipher = Cipher(algorithms.AES(key), modes.CBC(vector)).decryptor()
    return cipher.update(body) + cipher.finalize()


def everything(folder: Path, keys: dict[str, bytes]) -> dict[str, bytes]:
    """Each file of a vault as it lies there, and each database decrypted, by what it is called.

    Args:
        folder: A closed or open vault.
        keys: Raw key of each database file.
    """
    found = {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    for name, key in keys.items():
        found[f"{name} decrypted"] = b"".join(decrypted(folder / name, key))
        found[f"{name}-wal decrypted"] = b"".join(decrypted_log(folder / f"{name}-wal", key))
    return found


def places_of(needle: bytes, files: dict[str, bytes]) -> dict[str, int]:
    """In which files a needle lies, and how often."""
    return {name: content.count(needle) for name, content in files.items() if needle in content}
