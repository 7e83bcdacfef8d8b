"""``policy`` and ``ready`` at the terminal: the way into a vault that the network keeps locked, and the sheet."""

import json
from pathlib import Path

from app.models.domain.readiness import Check
from tests.cli.terminal import Said, sekisho


def _office(folder: Path) -> dict[str, str]:
    """A practice office with two officers; names by role."""
    plan = json.loads(sekisho("vault", "example").out)
    plan["environment"] = "rehearsal"
    needed = {"administrator", "security-officer"}
    plan["officers"] = [one for one in plan["officers"] if needed & set(one["roles"])]
    (folder / "plan.json").write_text(json.dumps(plan), encoding="utf-8")
    words = ("blue kettle on a hill", "seven quiet rivers run")
    lines = [f"{one['name']}\t{word}" for one, word in zip(plan["officers"], words, strict=True)]
    (folder / "phrases.txt").write_text("\n".join(lines), encoding="utf-8")
    (folder / "phrases.txt").chmod(0o600)
    made = sekisho(
        *("vault", "create", folder / "vault", "--plan", folder / "plan.json"),
        *("--passphrase-file", folder / "phrases.txt", "--without-keyring"),
    )
    assert made.code == 0, made.err
    return {role: one["name"] for one in plan["officers"] for role in one["roles"]}


def test_the_policy_locks_and_opens_and_the_sheet_is_written(tmp_path: Path) -> None:
    by = _office(tmp_path)

    def at(who: str, *words: str | Path) -> Said:
        place = ("--vault", tmp_path / "vault", "--officer", by[who], "--passphrase-file", tmp_path / "phrases.txt")
        return sekisho(*words, *place)

    shown = at("security-officer", "policy", "show")
    assert shown.out.startswith("network\tdegraded\t")
    assert at("security-officer", "policy", "set", "network", "strict").code == 0
    # The process of a test is not shut off from the network, so strict keeps everybody out ...
    refused = at("administrator", "policy", "show")
    assert (refused.code, "network.not-locked" in refused.err) == (5, True)
    assert at("administrator", "policy", "set", "network", "loose").code == 3
    # ... but for the change of the policy itself.
    assert at("administrator", "policy", "set", "network", "degraded").code == 0

    sheet = at("security-officer", "ready", "--clock-is-right", "--out", tmp_path / "sheet.pdf")

    assert sheet.code == 1  # the probes of this process are bad
    assert len([line for line in sheet.out.splitlines() if line and not line.startswith("\t")]) == len(Check) + 1
    assert (tmp_path / "sheet.pdf").read_bytes().startswith(b"%PDF-1.7")
