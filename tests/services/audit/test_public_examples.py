"""The worked examples of the public texts: signed notes and checkpoints (C2SP), proofs (RFC 6962), roots (CT).

They stand here as printed there, so that they are tried wherever the project is.
"""

from base64 import b64decode

import pytest

from app.models.domain.errors import UntrustedInputError
from app.services.audit.checkpoint import Checkpoint, key_hash, parse, verify
from app.services.audit.merkle import (
    Frontier,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    node_hash,
    root_of,
    verify_consistency,
    verify_inclusion,
)
from app.services.crypto.signing import SigningKey, VerifyKey

SOFA = "example.com/behind-the-sofa"
SOFA_ROOT = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I="
SOFA_BODY = f"{SOFA}\n20852163\n{SOFA_ROOT}\n"
SOFA_BLOB = "Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8="
SOFA_TEXT = f"{SOFA_BODY}\n— {SOFA} {SOFA_BLOB}\n"
"""C2SP tlog-checkpoint, the first example."""
WITNESS_LINE = (
    "— witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe"
    "+mbIUBkBIfZ+qnA==\n"
)
"""C2SP tlog-cosignature, the second signature of its example."""
POEM = (
    "Ognuno sta solo sul cuor della terra\ntrafitto da un raggio di sole:\n\ned è subito sera.\n\n"
    "— quasimodo.example/salvatore NnugSzTjtVAewIS+Z/iJhUPeFDkO/5QQ2i5ddnGITLlC+EhfLW9oJKONrMouFSQU0xMcXxj99ihAQwaqP3"
    "ZekRwNtIc=\n"
)
"""C2SP signed-note, its example: a note, but no checkpoint."""
# The checksum database of Go: the oldest log of this form, its public key and three heads that it signed.
GO_NAME, GO_ORIGIN = "sum.golang.org", "go.sum database tree"
GO_KEY = VerifyKey(b64decode("Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8")[1:])
GO_HEADS = [
    (
        6476701,
        "mb8QLQIs0Z0yP5Cstq6guj87oXWeC9gEM8oVikmm9Wk=",
        "Az3grsLX85Gz+s1SiTbgkuqxgItqFq7gsMUEyVnrsa9LM7Us9S+1xbFIGu95949rj4nPRYfvimWEPWL+o3GeoWwOoAw=",
    ),
    (
        15067302,
        "gJyioq6dwR9n+NjEWORfYmH+ubeYm3kH42BBQ0bTpYI=",
        "Az3grp1rvWOs5NKlr/xR4GLN/CDyzzakmt1o61uSxYKpK1SerqOP2ClbX/peKUZjYnyomH5Xz7GZG3TpB7OeKn4E2ww=",
    ),
    (
        65209736,
        "5+uGFjx6xBZG8ip1+wi77v+grwbhhukIrxEUS8PXvRo=",
        "Az3grnbssgK7ubgFX36gVETtNv0U23qxyAhAMai2QUfeGa3nB/akvkMdlUErfcZz7l/R3cVtYspg3dxXABkGZZKdsQ8=",
    ),
]
REFUSED = r"log\.checkpoint-refused"


def test_the_example_of_the_checkpoint_text_is_read_as_printed() -> None:
    signed = parse(SOFA_TEXT.encode())
    assert signed.checkpoint == Checkpoint(SOFA, 20852163, b64decode(SOFA_ROOT))
    assert signed.checkpoint.body() == SOFA_BODY.encode()
    assert (signed.key_name, signed.key_hash + signed.signature) == (SOFA, b64decode(SOFA_BLOB))


@pytest.mark.parametrize(("size", "root", "blob"), GO_HEADS)
def test_heads_of_a_public_log_verify_under_its_key(size: int, root: str, blob: str) -> None:
    body = Checkpoint(GO_ORIGIN, size, b64decode(root)).body()
    assert key_hash(GO_NAME, GO_KEY) == b64decode(blob)[:4]
    assert GO_KEY.verify(b64decode(blob)[4:], body)
    assert not GO_KEY.verify(b64decode(blob)[4:], body.replace(b"database", b"Database"))


def test_an_example_signed_by_nobody_we_know_is_not_believed() -> None:
    for key in (GO_KEY, SigningKey(bytes(32)).verify_key):
        with pytest.raises(UntrustedInputError, match=REFUSED):
            verify(parse(SOFA_TEXT.encode()), SOFA, key)


@pytest.mark.parametrize(
    "text",
    [
        SOFA_TEXT + WITNESS_LINE,
        SOFA_TEXT.replace("\n\n", "\nextension\n\n"),
        SOFA_TEXT.replace("20852163", "020852163"),
        SOFA_TEXT.replace("\n\n", "\n"),
        SOFA_TEXT.replace("sofa\n", "sofa\t\n"),
        SOFA_TEXT.replace("20852163", "20852163\r"),
        SOFA_TEXT.replace("20852163\n", "20852163\x00\n"),
        SOFA_TEXT + f"— {SOFA} {SOFA_BLOB}\n",
        POEM,
        # A space in the origin is allowed to a log; ours have none, and none of our partners' may.
        f"{GO_ORIGIN}\n{GO_HEADS[0][0]}\n{GO_HEADS[0][1]}\n\n— {GO_NAME} {GO_HEADS[0][2]}\n",
    ],
    ids=[
        "two signatures", "extension line", "leading zero", "no empty line", "tab", "carriage return", "nul", "twice",
        "a note that is none", "space in the origin",
    ],
)  # fmt: skip
def test_what_the_profile_refuses(text: str) -> None:
    with pytest.raises(UntrustedInputError, match=REFUSED):
        parse(text.encode())


CT_ENTRIES = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
CT_LEAVES = [leaf_hash(bytes.fromhex(entry)) for entry in CT_ENTRIES]
CT_ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
"""Certificate Transparency, the roots over the first 0 to 8 of its test entries."""


@pytest.mark.parametrize("size", range(9))
def test_every_published_root(size: int) -> None:
    frontier = Frontier()
    for leaf in CT_LEAVES[:size]:
        frontier.append(leaf)
    assert root_of(CT_LEAVES[:size]).hex() == frontier.root().hex() == CT_ROOTS[size]


def test_the_worked_example_of_the_proofs() -> None:
    """RFC 6962, 2.1.3: the tree of seven entries, its nodes a to l under their names there."""
    leaves = a, b, c, d, e, f, j = CT_LEAVES[:7]
    g, h, i = node_hash(a, b), node_hash(c, d), node_hash(e, f)
    k, l = node_hash(g, h), node_hash(i, j)  # noqa: E741 - named there
    root = node_hash(k, l)
    paths = {0: [b, h, l], 3: [c, g, l], 4: [f, j, k], 6: [i, k]}
    for index, path in paths.items():
        assert list(inclusion_proof(leaves, index)) == path
        assert verify_inclusion(leaves[index], index, 7, path, root)
        assert not verify_inclusion(leaves[index], index, 7, path[::-1], root)
    olds = {3: (node_hash(g, c), [c, d, g, l]), 4: (k, [l]), 6: (node_hash(k, i), [i, j, k])}
    for size, (old_root, proof) in olds.items():
        assert list(consistency_proof(leaves, size)) == proof
        assert verify_consistency(size, old_root, 7, root, proof)
        assert not verify_consistency(size, old_root, 7, root, proof[1:])
