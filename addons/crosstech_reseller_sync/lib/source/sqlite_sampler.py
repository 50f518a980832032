"""Looking into a SQLite file: a few rows, one number; what a proposal needs to judge a schema."""

from collections.abc import Sequence
from pathlib import Path

import sqlalchemy as sa


class SqliteSampler:
    """Reads a SQLite file, such as ``lib.dump.load`` makes, through SQLAlchemy, without being able to write.

    >>> sampler = SqliteSampler(Path("/nowhere.sqlite"))
    >>> try:
    ...     sampler.count("t")
    ... except sa.exc.OperationalError:
    ...     "no file is made"
    'no file is made'
    """

    def __init__(self, path: Path):
        address = f"sqlite:///file:{path.absolute()}?mode=ro&uri=true"
        self._engine = sa.create_engine(address, poolclass=sa.pool.StaticPool)

    def sample(self, table: str, columns: Sequence[str], limit: int) -> list[tuple]:
        """Return the first rows of a table."""
        wanted = sa.table(table, *map(sa.column, columns))
        with self._engine.connect() as connection:
            return [tuple(row) for row in connection.execute(sa.select(wanted).limit(limit))]

    def scalar(self, select: sa.Select):
        """Return the one value of a SELECT."""
        with self._engine.connect() as connection:
            return connection.execute(select).scalar()

    def count(self, table: str) -> int:
        """Return how many rows a table has."""
        return self.scalar(sa.select(sa.func.count()).select_from(sa.table(table)))

    def close(self) -> None:
        self._engine.dispose()
