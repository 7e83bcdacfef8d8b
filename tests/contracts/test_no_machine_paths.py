"""No file names the machine that it was written on, nor a package registry: whoever builds it has others."""

import re

import pytest

from tests.contracts import source_tree

# Written in pieces, so that this file passes its own test.
REGISTRIES = (
    "pypi" + ".org",
    "python" + "hosted.org",
    "npm" + "js.org",
    "deb." + "debian.org",
    "security." + "debian.org",
)
MACHINE = re.compile(
    "|".join(
        (
            r"(?<![\w.~/-])/" + r"work\b",
            r"(?<![\w.~/-])/" + r"tmp/",
            r"(?<![\w.~/-])/" + r"root/",
            r"(?<![\w.~/-])/" + r"home/\w",
            r"/" + r"opt/(?!age\b)",
            *(re.escape(host) for host in REGISTRIES),
        )
    )
)


def test_no_file_names_a_machine() -> None:
    found = [
        f"{path}: {match[0]}" for path in source_tree.text_files() for match in MACHINE.finditer(source_tree.read(path))
    ]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    "text",
    ["see /" + "work/x", '"/' + 'tmp/file"', "/" + "opt/venv", "https://" + "pypi" + ".org/simple", "/" + "root/.x"],
)
def test_a_machine_is_found(text: str) -> None:
    assert MACHINE.search(text)


@pytest.mark.parametrize("text", ["docs/work/x", "/opt/age/usr/bin", "a/tmp/bare", "artwork", "tmp/file"])
def test_other_paths_pass(text: str) -> None:
    assert not MACHINE.search(text)
