"""Documents through versions, roots and revocations: the rules agree with a model that only counts and remembers."""

from typing import Any

import msgspec
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from app.models.domain.errors import UntrustedInputError
from app.services.trust.document import Person, Root, RootKey, TrustDocument
from app.services.trust.rules import Adopted, accept_chain, accept_update
from tests.services.bundles import network as n
from tests.services.trust.test_trust_rules import adopted, envelope
from tests.thoroughness import amount

POOL = tuple(f"root-{number}" for number in range(1, 6))
SIGNERS = st.sets(st.sampled_from(POOL), min_size=1, max_size=5)


def root_of(people: frozenset[str], threshold: int) -> Root:
    keys = (RootKey(person=name, alg="ed25519", public=n.key_of(name).verify_key.raw) for name in sorted(people))
    return Root(threshold=threshold, keys=tuple(keys))


class Succession(RuleBasedStateMachine):
    """A keeper issues versions, an attacker offers others; a station follows, another one comes later."""

    def __init__(self) -> None:
        super().__init__()
        self.station: Adopted = adopted()
        self.late: Adopted = self.station
        self.chain: list[bytes] = []
        self.root = frozenset(key.person for key in self.station.document.root.keys)
        self.threshold = self.station.document.root.threshold
        self.revoked: dict[str, int] = {}
        self.now = n.NOW

    def next(self, **changes: Any) -> TrustDocument:
        ours = self.station
        given = {
            "version": ours.document.version + 1,
            "prev_sha256": ours.sha256,
            "issued_at": self.now,
            "expires": self.now + 300 * n.DAY,
        }
        return msgspec.structs.replace(ours.document, **(given | changes))

    def offer(self, whole: TrustDocument, signers: set[str]) -> str:
        data = envelope(whole, sorted(signers))
        try:
            self.station = accept_update(self.station, data, self.now)
        except UntrustedInputError as refused:
            return refused.code
        self.chain.append(data)
        return "accepted"

    @rule(signers=SIGNERS)
    def issue(self, signers: set[str]) -> None:
        is_enough = len(signers & self.root) >= self.threshold
        code = self.offer(self.next(), signers)
        assert code == ("accepted" if is_enough else "trust.not-signed-by-old-root")

    @rule(signers=SIGNERS, people=st.frozensets(st.sampled_from(POOL), min_size=2), threshold=st.integers(1, 5))
    def rotate(self, signers: set[str], people: frozenset[str], threshold: int) -> None:
        by_old = len(signers & self.root) >= self.threshold
        by_new = len(signers & people) >= threshold
        is_sound = 2 <= threshold <= len(people)
        code = self.offer(self.next(root=root_of(people, threshold)), signers)
        assert (code == "accepted") == (by_old and by_new and is_sound)
        if code == "accepted":
            self.root, self.threshold = people, threshold

    @rule(who=st.sampled_from(sorted(n.ROLES)))
    def revoke(self, who: str) -> None:
        at = self.revoked.get(who, self.now)
        assert self.offer(self.next(persons=self.persons({**self.revoked, who: at})), set(self.root)) == "accepted"
        self.revoked[who] = at

    @precondition(lambda self: self.revoked)
    @rule(data=st.data(), how=st.sampled_from(("cleared", "dropped", "moved")))
    def undo(self, data: st.DataObject, how: str) -> None:
        who = data.draw(st.sampled_from(sorted(self.revoked)))
        changed = {name: at for name, at in self.revoked.items() if name != who}
        if how == "moved":
            changed[who] = self.revoked[who] + 1
        persons = self.persons(changed)
        if how == "dropped":
            persons = tuple(one for one in persons if one.id != who)
        assert self.offer(self.next(persons=persons), set(self.root)) == "trust.revocation-undone"

    @rule(step=st.sampled_from((-1, 0, 2)), prev=st.sampled_from(("0" * 64, "f" * 64)))
    def leap(self, step: int, prev: str) -> None:
        """Another number, or another chain, is never taken, whoever signed."""
        version = max(1, self.station.document.version + step)
        code = self.offer(self.next(version=version, prev_sha256=prev), set(POOL))
        assert code in {"trust.rollback", "trust.fork", "trust.version-gap"}
        assert self.offer(self.next(prev_sha256=prev), set(POOL)) == "trust.chain-broken"

    @rule(left=st.sampled_from(sorted(n.ROLES)), right=st.sampled_from(sorted(n.ROLES)))
    def move_key(self, left: str, right: str) -> None:
        """A key never goes to another holder, not even when its first one gives it up."""
        if left == right or {left, right} & set(self.revoked):
            return
        taken = n.person_key(left)
        persons = tuple(
            msgspec.structs.replace(one, keys=(taken,)) if one.id == right else one
            for one in self.persons(self.revoked)
            if one.id != left
        )
        assert self.offer(self.next(persons=persons), set(self.root)) == "trust.shared-key"

    @rule(days=st.integers(1, 200))
    def wait(self, days: int) -> None:
        self.now += days * n.DAY

    @precondition(lambda self: self.chain)
    @rule()
    def catch_up(self) -> None:
        """A station that was away takes all versions at once, unless the last of them has expired too."""
        if self.station.document.expires < self.now:
            with pytest.raises(UntrustedInputError, match=r"trust\.expired"):
                accept_chain(self.late, self.chain, self.now)
            return
        self.late = accept_chain(self.late, self.chain, self.now)[-1]
        assert self.late.sha256 == self.station.sha256
        self.chain = []

    def persons(self, revoked: dict[str, int]) -> tuple[Person, ...]:
        return tuple(
            n.person(name, n.person_key(name, revoked_at=revoked[name])) if name in revoked else n.person(name)
            for name in sorted(n.ROLES)
        )

    @invariant()
    def what_was_revoked_stays_so(self) -> None:
        document = self.station.document
        for who, at in self.revoked.items():
            person = document.person(who)
            assert person is not None
            assert [key.revoked_at for key in person.keys] == [at]
        assert {key.person for key in document.root.keys} == self.root


TestSuccession = Succession.TestCase
TestSuccession.settings = settings(max_examples=amount(8, 200), stateful_step_count=20, deadline=None)
