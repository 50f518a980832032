"""Time to first byte and weight of the shop's pages, with Crosstech installed and without, same data, same run.

Two servers on two databases that were one until Crosstech was installed in the second. Requests alternate between
them, so that a slow moment of the machine hits both.
"""

import gzip
import json
import re
import statistics
import sys
import time
import urllib.request

import requests

from scripts import database, odoo, postgres, test

ROUNDS = 40
PORTS = {"plain": 8087, "crosstech": 8088}
PAGES = {"shop": "/shop", "product": None, "cart": "/shop/cart", "checkout": "/shop/checkout", "my": "/my"}
_FILL = """
from odoo import Command
partner = env['res.partner'].create({'name': 'Bench', 'email': 'bench@example.com', 'phone': '+62 812 0000 0000',
    'street': 'Jalan Uji 1', 'city': 'Jakarta', 'zip': '10110', 'country_id': env.ref('base.id').id,
    'state_id': env.ref('base.state_id_jk').id})
env['res.users'].with_context(no_reset_password=True).create({'name': 'Bench', 'login': 'bench', 'password': 'bench',
    'partner_id': partner.id, 'group_ids': [Command.set([env.ref('base.group_portal').id])]})
env['product.template'].create([{'name': f'Bench product {i}', 'list_price': 1000.0 * i, 'type': 'consu', 'weight': 1,
    'is_published': True} for i in range(1, 201)])
env.cr.commit()
"""


def main(output: str) -> None:
    names = {kind: f"crosstech-bench-{kind}" for kind in PORTS}
    postgres.copy_database(test.template(), names["plain"])
    _shell(names["plain"], _FILL)
    postgres.copy_database(names["plain"], names["crosstech"])
    odoo.install(names["crosstech"], database.our_addons(), log="bench")
    try:
        for kind, port in PORTS.items():
            odoo.start(names[kind], port=port, name=f"bench-{kind}")
        entries = _entries({kind: Visitor(port) for kind, port in PORTS.items()})
    finally:
        for kind in PORTS:
            odoo.stop(f"bench-{kind}")
            postgres.drop_database(names[kind])
    with open(output, "w") as file:
        json.dump(entries, file)


def _shell(name: str, code: str) -> None:
    import subprocess

    command = [str(part) for part in odoo.command("shell", *odoo.options(name, 0), "--no-http")]
    subprocess.run(command, input=code.encode(), env=odoo.environment(), check=True, capture_output=True)


class Visitor:
    """A logged-in customer with one product in the cart."""

    def __init__(self, port: int):
        self.url = f"http://127.0.0.1:{port}"
        self.session = requests.Session()
        token = re.search(r'name="csrf_token" value="([^"]+)"', self.get("/web/login").text)[1]
        self.session.post(
            f"{self.url}/web/login", data={"login": "bench", "password": "bench", "csrf_token": token}, timeout=60
        )
        shop = self.get("/shop").text
        self.product = re.search(r'href="(/shop/[a-z0-9-]+-\d+)', shop)[1]
        page = self.get(self.product).text
        template = int(re.search(r'name="product_template_id"[^>]*value="(\d+)"', page)[1])
        variant = int(re.search(r'name="product_id"[^>]*value="(\d+)"', page)[1])
        self.call("/shop/cart/add", product_template_id=template, product_id=variant, quantity=1)

    def get(self, path: str):
        return self.session.get(self.url + path, timeout=60)

    def call(self, route: str, **params):
        answer = self.session.post(self.url + route, json={"jsonrpc": "2.0", "params": params}, timeout=60).json()
        if "error" in answer:
            raise RuntimeError(answer["error"]["data"]["message"])
        return answer["result"]

    def first_byte(self, path: str) -> float:
        """Seconds from sending a request to the first byte of its answer."""
        start = time.perf_counter()
        with self.session.get(self.url + path, timeout=60, stream=True) as answer:
            next(answer.iter_content(1))
            return time.perf_counter() - start

    def weight(self, path: str) -> int:
        """Bytes of a page and of the style sheets and scripts it loads, each packed with gzip."""
        page = self.get(path)
        total = len(gzip.compress(page.content))
        for asset in set(re.findall(r'(?:src|href)="(/web/assets/[^"]+\.(?:js|css))"', page.text)):
            with urllib.request.urlopen(self.url + asset) as answer:  # noqa: S310 – our own server
                total += len(gzip.compress(answer.read()))
        return total


def _entries(visitors: dict) -> list[dict]:
    entries = []
    for name, fixed in PAGES.items():
        times = {kind: [] for kind in visitors}
        for turn in range(ROUNDS + 4):
            for kind, visitor in visitors.items():
                seconds = visitor.first_byte(fixed or visitor.product)
                if turn >= 4:
                    times[kind].append(seconds)
        ratio = statistics.median(times["crosstech"]) / statistics.median(times["plain"])
        entries.append(
            {"name": f"page {name}: time to first byte", "value": round(ratio, 3), "unit": "ratio", "goal": 1.10,
             "baseline": "the same page of plain Odoo 19", "better": "lower", "runs": ROUNDS}
        )  # fmt: skip
        added = visitors["crosstech"].weight(fixed or visitors["crosstech"].product)
        added -= visitors["plain"].weight(fixed or visitors["plain"].product)
        entries.append(
            {"name": f"page {name}: added weight", "value": round(added / 1024, 1), "unit": "KB gzip", "goal": 15,
             "baseline": "the same page of plain Odoo 19", "better": "lower", "runs": 1}
        )  # fmt: skip
    return entries


if __name__ == "__main__":
    main(sys.argv[1])
