"""Every model × operation and every route × role, as written down; what is not written down fails."""

import json

from odoo.http import Request
from odoo.tests import HttpCase, new_test_user, tagged
from odoo.tools import mute_logger

from . import access_matrix as matrix
from .common import CrosstechCommon
from .programme_common import reseller_values
from .transfer_common import TransferCommon


@tagged("post_install", "-at_install")
class TestModelAccess(CrosstechCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for role in ("reseller", "buyer", "supplier"):
            cls.users[role] = cls._create_user(role)
        cls.users["public"] = cls.env.ref("base.public_user")
        rows = matrix.read_expectations(cls.env, "access_models.csv")
        cls.expected = {row["model"]: row for row in rows}
        cls.added = matrix.added_roles(rows)
        cls.users.update({role: new_test_user(cls.env, f"test_{role}", groups=role) for role in cls.added})

    def _actual(self, model):
        roles = (*matrix.ROLES, *self.added)
        return {role: matrix.letters(self.env(user=self.users[role]), model) for role in roles}

    def _row(self, model):
        return ",".join([model, *self._actual(model).values()])

    def test_every_model_of_ours_has_an_expectation(self):
        missing = [model for model in matrix.our_models(self.env) if model not in self.expected]
        rows = "\n".join(self._row(model) for model in missing)
        self.assertFalse(missing, f"Add to tests/access_models.csv, after checking that it is right:\n{rows}")

    def test_every_expected_model_exists(self):
        self.assertFalse([model for model in self.expected if model not in self.env])

    def test_access_is_as_expected_for_every_model_and_role(self):
        wrong = []
        for model, row in self.expected.items():
            actual = self._actual(model)
            wrong.extend(
                f"{model}: {role} has {letters}, expected {matrix.expected(row, role)}"
                for role, letters in actual.items()
                if set(letters) != set(matrix.expected(row, role))
            )
        self.assertFalse(wrong, "\n" + "\n".join(wrong))

    def test_the_director_reads_every_model_of_ours_and_writes_none_but_decisions(self):
        decided = {"crosstech.stock.report", "crosstech.stock.report.line"}  # by lib.stock_report, on his desk only
        for model in matrix.our_models(self.env):
            if self.env[model]._transient:
                continue
            allowed = matrix.letters(self.env(user=self.users["director"]), model)
            self.assertIn("r", allowed, model)
            if model != "crosstech.decision":
                self.assertEqual(allowed, "rw" if model in decided else "r", model)

    def test_customers_write_to_nothing_that_is_not_listed(self):
        listed = {model for model, row in self.expected.items() if set(row["buyer"]) - set("r-")}
        for role in ("buyer", "reseller", "supplier", "public", *self.added):
            env = self.env(user=self.users[role])
            open_models = {
                name
                for name, model in self.env.registry.items()
                if not model._abstract and not model._transient and set(matrix.letters(env, name)) - set("r-")
            }
            self.assertFalse(open_models - listed, role)


@tagged("post_install", "-at_install")
class TestRouteAccess(TransferCommon, HttpCase):
    """Each route is called by each kind of visitor with a document that belongs to somebody else, without its token."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.logins = {"public": None}
        for visitor, role in (("buyer", "buyer"), ("reseller", "reseller"), ("staff", "repair_team")):
            login = f"visitor_{visitor}"
            cls._create_user(role, login=login, password=login, email=f"{login}@example.com")
            cls.logins[visitor] = login
        rows = matrix.read_expectations(cls.env, "access_routes.csv")
        cls.expected = {(row["route"], row["method"]): row for row in rows}
        for role in matrix.added_roles(rows):
            login = f"visitor_{role}"
            new_test_user(cls.env, login, groups=role, email="visitor.added@example.com")
            cls.logins[role] = login
        cls.stranger = cls._create_buyer("Orang Lain", email="orang.lain@example.com")
        cls.transfer = cls._create_waiting(partner=cls.stranger)
        cls.order = cls._create_order(partner=cls.stranger)
        cls.order.action_confirm()
        cls.env["crosstech.notification"]._notify(cls.stranger, "Private", "For one customer only", record=cls.order)
        cls.env["crosstech.reseller.application"].create(reseller_values(cls.pontianak_selatan))
        matrix.make_documents(cls.env, cls.stranger)

    def _foreign_record(self, model):
        """The document of another customer that a route is called with; its newest one where we made none."""
        return self.env[model].search([], order="id desc", limit=1) if model else self.env["res.partner"]

    def _call(self, url, method, route_type):
        """Call a route and say what happened: open, away, login, refused or bad (input)."""
        if route_type == "jsonrpc":
            payload = {"jsonrpc": "2.0", "method": "call", "params": {}, "id": 1}
            with mute_logger("odoo.http"):  # refusals are logged there
                answer = self.url_open(url, json=payload)
            if answer.status_code != 200:
                return "refused"
            return "refused" if "error" in json.loads(answer.text) else "open"
        data = {"csrf_token": Request.csrf_token(self)} if method == "POST" else None
        answer = self.url_open(url, data=data, allow_redirects=False, method=method)
        if answer.status_code in (301, 302, 303):
            return "login" if "/web/login" in answer.headers["Location"] else "away"
        return {200: "open", 400: "bad", 413: "bad", 415: "bad"}.get(
            answer.status_code, "refused" if answer.status_code in (403, 404) else str(answer.status_code)
        )

    def _snapshot(self, record):
        record.invalidate_recordset()
        stored = [name for name, field in record._fields.items() if field.store and field.type != "binary"]
        return record.read(stored, load=None)

    def test_every_route_of_ours_has_an_expectation(self):
        missing = [(url, method) for url, method, _type in matrix.our_routes(self.env)]
        missing = sorted({key for key in missing if key not in self.expected})
        rows = "\n".join(f"{url},{method},,?,?,?,?" for url, method in missing)
        self.assertFalse(missing, f"Add to tests/access_routes.csv, after checking that it is right:\n{rows}")

    def test_every_expected_route_exists(self):
        routes = {(url, method) for url, method, _type in matrix.our_routes(self.env)}
        self.assertFalse(set(self.expected) - routes)

    def test_a_document_of_another_customer_is_out_of_reach_on_every_route(self):
        wrong = []
        for visitor, login in self.logins.items():
            self.authenticate(login, login)
            for url, method, route_type in matrix.our_routes(self.env):
                row = self.expected.get((url, method))
                if not row:
                    continue
                record = self._foreign_record(row["record"])
                before = self._snapshot(record)
                happened = self._call(matrix.fill(url, record.id or 0), method, route_type)
                expected = matrix.expected(row, visitor)
                if happened != expected:
                    wrong.append(f"{method} {url}: {visitor} got {happened}, expected {expected}")
                self.assertEqual(self._snapshot(record), before, f"{visitor} changed something by {method} {url}")
        self.assertFalse(wrong, "\n" + "\n".join(wrong))
