"""運用の定め: what this office chose where the law leaves a choice."""

from datetime import datetime

from sqlalchemy import Connection, bindparam, select
from sqlalchemy.dialects.sqlite import insert

from app.models.domain.actor import Environment
from app.models.domain.ids import PersonId
from app.models.domain.policies import POLICIES, PolicyName
from app.models.schema import tables
from app.models.schema.keeping import policies

_VALUE = select(policies.c.value).where(policies.c.name == bindparam("name"))


class Policies:
    """One value per name; a name without a row has the default that its reader gives."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, name: str, default: str) -> str:
        """The value in force."""
        row = self._connection.execute(_VALUE, {"name": name}).first()
        return default if row is None else str(row[0])

    def value(self, name: PolicyName) -> str:
        """The value of a policy that has a closed list of values: what was set, or the default of this environment.

        A value that this program does not know counts as never set.
        """
        policy, kept = POLICIES[name], self.get(name, "")
        if kept in policy.values:
            return kept
        environment = self._connection.execute(select(tables.station.c.environment)).scalar_one()
        return policy.default(Environment(environment))

    def set(self, name: str, value: str, at: datetime, by: PersonId) -> None:
        """Put a value in force."""
        columns = {"name": name, "value": value, "set_at": at.isoformat(), "set_by": by}
        self._connection.execute(
            insert(policies).values(columns).on_conflict_do_update(index_elements=["name"], set_=columns)
        )
