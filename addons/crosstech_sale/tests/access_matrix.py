"""What is expected of whom: ``tests/access_models.csv`` and ``tests/access_routes.csv`` of every addon of ours.

An addon ships its own two files; being installed is enough to be tested. How to read the cells: docs/business-rules.md.
"""

import csv
import importlib.util
import re

from odoo.tools import file_path

ROLES = (
    "director",
    "operational_manager",
    "marketing_manager",
    "finance_manager",
    "inventory",
    "repair_team",
    "reseller",
    "buyer",
    "supplier",
    "public",
)
VISITORS = ("public", "buyer", "reseller", "staff")
OPERATIONS = {"r": "read", "w": "write", "c": "create", "u": "unlink"}


def added_roles(rows):
    """Roles that addons add, each a column named by the external id of its group; a cell left out is a buyer's.

    :param rows: of :func:`read_expectations`
    """
    return sorted({column for row in rows for column in row if column and "." in column})


def expected(row, role):
    """What a row expects of a role, those that addons add included."""
    return row.get(role) or row["buyer"]


def our_addons(env):
    """Names of our installed addons."""
    domain = [("name", "=like", "crosstech\\_%"), ("state", "in", ("installed", "to upgrade", "to install"))]
    return env["ir.module.module"].sudo().search(domain).mapped("name")


def read_expectations(env, name):
    """Rows of a file of this name from all our installed addons.

    :return: list of dict, one per row
    """
    rows = []
    for addon in our_addons(env):
        try:
            path = file_path(f"{addon}/tests/{name}")
        except FileNotFoundError:
            continue
        with open(path, encoding="utf-8", newline="") as source:
            rows.extend(csv.DictReader(source))
    return rows


def our_models(env):
    """Names of all models our addons define, wizards too, without the abstract ones."""
    return sorted(name for name, model in env.registry.items() if name.startswith("crosstech.") and not model._abstract)


def make_documents(env, stranger):
    """Let each addon make documents of another customer: ``make(env, stranger)`` of ``tests.access_documents``."""
    for addon in our_addons(env):
        name = f"odoo.addons.{addon}.tests.access_documents"
        if importlib.util.find_spec(name):
            importlib.import_module(name).make(env, stranger)


def letters(env, model):
    """The operations a user may use on a model, such as ``rw``; ``-`` for none."""
    allowed = "".join(letter for letter, operation in OPERATIONS.items() if env[model].has_access(operation))
    return allowed or "-"


def our_routes(env):
    """Every address one of our controllers answers or takes part in.

    :return: list of tuple(url, method, type)
    """
    routes = []
    rules = env["ir.http"]._generate_routing_rules(sorted(env.registry._init_modules), None)
    for url, endpoint in rules:
        controller = type(endpoint.func.__self__)
        owners = [cls.__module__ for cls in controller.mro() if endpoint.__name__ in cls.__dict__]
        if any(owner.startswith("odoo.addons.crosstech_") for owner in owners):
            methods = endpoint.routing["methods"] or ["GET"]
            routes.extend((url, method, endpoint.routing["type"]) for method in methods if method != "OPTIONS")
    return sorted(set(routes))


def fill(url, record_id):
    """Fill the parameters of a route: numbers with the id of a record, everything else with nonsense.

    >>> fill("/my/x/<int:x_id>/<token>", 7)
    '/my/x/7/nonsense'
    """

    def value(match):
        return str(record_id) if re.match(r"<(int|model\b)", match.group()) else "nonsense"

    return re.sub(r"<[^<>]+(?:\([^()]*\))?[^<>]*>", value, url)
