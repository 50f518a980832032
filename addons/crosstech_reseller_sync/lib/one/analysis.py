"""A place for analysts: views of all resellers with an agreement in force, and a role that reads these views alone.

The role has no password and cannot log in until the administrator of the database server gives it one; see README.
"""

# ruff: noqa: S608 – names of our own tables; the schema and the role are identifiers that are checked

import re

from ..entities import ENTITIES
from ..pull import names
from . import current

SCHEMA, ROLE = "crosstech_analysis", "crosstech_analyst"
TIMEOUT, CONNECTIONS = "60s", 5
SUBJECTS = {
    "product": current.products,
    "stock": current.stock,
    "sale": current.sales,
    "price": current.prices,
    "purchase": current.purchases,
}
_IDENTIFIER = re.compile(r"[a-z_][a-z0-9_]{0,62}")
_IN_FORCE = (
    "EXISTS (SELECT FROM crosstech_reseller_agreement a WHERE a.source_id = {0}.source_id AND a.state = 'active')"
)


class AnalysisError(ValueError):
    """A name that PostgreSQL would not take as it is."""


def role_statements(role: str = ROLE) -> list[str]:
    """Write what makes the role: reads only, a minute at most, a few connections, no login yet.

    :raises AnalysisError: for a name that is no plain identifier
    """
    role = _checked(role)
    return [
        f"DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{role}') THEN "
        f"CREATE ROLE {role} NOLOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION CONNECTION LIMIT {CONNECTIONS}; "
        "END IF; END $$",
        f"ALTER ROLE {role} SET default_transaction_read_only = on",
        f"ALTER ROLE {role} SET statement_timeout = '{TIMEOUT}'",
        f"ALTER ROLE {role} SET idle_in_transaction_session_timeout = '{TIMEOUT}'",
    ]


def view_statements(schema: str = SCHEMA, role: str = ROLE) -> list[str]:
    """Write what makes the views anew and lets the role read them, and nothing else.

    :raises AnalysisError: for a name that is no plain identifier
    """
    schema, role = _checked(schema), _checked(role)
    views = {name: _current(query()) for name, query in SUBJECTS.items()}
    views |= {f"{entity.name}_version": _versions(entity) for entity in ENTITIES.values()}
    return [
        f"DROP SCHEMA IF EXISTS {schema} CASCADE",
        f"CREATE SCHEMA {schema}",
        *(f"CREATE VIEW {schema}.{name} WITH (security_barrier) AS {query}" for name, query in views.items()),
        f"GRANT USAGE ON SCHEMA {schema} TO {role}",
        f"GRANT SELECT ON ALL TABLES IN SCHEMA {schema} TO {role}",
    ]


def _current(query: str) -> str:
    return (
        "SELECT r.name AS reseller, w.default_code AS our_code, x.* "
        f"FROM ({query}) x JOIN res_partner r ON r.id = x.partner_id "
        f"LEFT JOIN product_product w ON w.id = x.product_id WHERE {_IN_FORCE.format('x')}"
    )


def _versions(entity) -> str:
    return (
        f"SELECT r.name AS reseller, x.* FROM {names.current(entity)}_version x "
        "JOIN crosstech_reseller_source s ON s.id = x.source_id JOIN res_partner r ON r.id = s.partner_id "
        f"WHERE {_IN_FORCE.format('x')}"
    )


def _checked(name: str) -> str:
    if not _IDENTIFIER.fullmatch(name):
        raise AnalysisError(name)
    return name
