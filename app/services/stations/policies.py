"""Look at the policies of the office (運用の定め) and change them."""

from app.models.domain.actor import Actor
from app.models.domain.acts import Action
from app.models.domain.errors import InvalidInputError
from app.models.domain.policies import POLICIES, PolicyName, TokenPolicy
from app.services.desk import Act, Desk
from app.services.stations.key_file import slot_in


class OfficePolicies:
    """Use cases of administrators and security officers; what is in force is no secret."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def in_force(self) -> dict[PolicyName, str]:
        """Every policy with its value."""
        with self._desk.vault.read() as unit:
            return {name: unit.policies.value(name) for name in POLICIES}

    def set(self, actor: Actor, name: PolicyName, value: str) -> None:
        """Choose a value.

        Raises:
            InvalidInputError: ``policy.unknown-value``; ``policy.no-own-token``: who requires tokens of everybody has
                one, so that the office is never without somebody who may undo it.
            NotAuthorisedError: The officer's role may not.
        """
        if value not in POLICIES[name].values:
            raise InvalidInputError("policy.unknown-value", field="value")
        with self._desk.act(actor, Action.SET_POLICY) as act:
            if value == TokenPolicy.REQUIRED and not _has_token(act):
                raise InvalidInputError("policy.no-own-token", field="value")
            act.unit.policies.set(name, value, act.at, actor.person)
            act.detail.update({"policy": name.value, "value": value})


def _has_token(act: Act) -> bool:
    """Whether the officer's own slot needs a hardware token."""
    slot = slot_in(act.unit.keys.file(), act.actor.person)
    return slot is not None and slot.hdr.token is not None
