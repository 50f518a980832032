"""Runs the steps that make the demo company; each step is one transaction and is done once."""

import sys
import time

from . import (
    catalogue,
    company,
    orders,
    people,
    places,
    purchase,
    shop_front,
    statements,
    tariffs,
    territory,
)
from . import courier_bill as courier_bills
from . import reseller_programme as programme
from . import reseller_team as teams
from . import testimonial as testimonials
from . import weekly_report as weekly_reports

STEPS = (
    ("company", "Company, languages, chart of accounts, banks", company.make_company),
    ("regions", "Provinces, cities and districts", places.make_regions),
    ("catalogue", "Products with their pictures", catalogue.make_catalogue),
    ("stock", "Suppliers and stock", catalogue.make_stock),
    ("shop_front", "Website: colours, menus, home page", shop_front.make_shop_front),
    ("people", "Users, buyers and resellers", people.make_people),
    ("tariffs", "Courier prices from Jakarta to every city and regency", tariffs.make_tariffs),
    ("orders", "Orders at every stage", orders.make_orders),
    ("territories", "Territories of resellers", territory.make_territories),
    ("courier_bill", "A bill of the courier with errors", courier_bills.make_courier_bill),
    ("purchases", "Purchases, bills of suppliers and a stock check", purchase.make_purchases),
    ("statements", "Bank statements to import", statements.make_statements),
    ("testimonials", "What customers say", testimonials.make_testimonials),
    ("weekly_reports", "Three weekly reports and decisions", weekly_reports.make_weekly_reports),
    ("reseller_programme", "Reseller applications, memberships, public list", programme.make_programme),
    ("reseller_team", "Team and regular purchases of a reseller", teams.make_team),
)
DONE = "crosstech_sale.demo_steps"
MODULE = "crosstech_demo"  # of the external identifiers: no addon of that name, so no update ever deletes them


class Demo:
    """What the steps share: the environment, names for records, the folders given on the command line."""

    def __init__(self, env, regions, output):
        quiet = {
            "tracking_disable": True,
            "mail_create_nosubscribe": True,
            "mail_notify_force_send": False,
            "no_reset_password": True,
        }
        self.env = env(context={**env.context, "lang": "en_US", **quiet})
        self.regions = regions
        self.output = output

    @property
    def company(self):
        return self.env.ref("base.main_company")

    @property
    def website(self):
        return self.env.ref("website.default_website")

    def ref(self, name, *, required=True):
        """The record that an earlier step made under this name."""
        return self.env.ref(f"{MODULE}.{name}", raise_if_not_found=required)

    def create(self, name, model, values, indonesian=None):
        """Create a record under a name.

        :param dict indonesian: the same fields in Indonesian
        """
        record = self.env[model].create(values)
        self.name(name, record)
        if indonesian:
            record.with_context(lang="id_ID").write(indonesian)
        return record

    def name(self, name, record):
        self.env["ir.model.data"].create(
            {"module": MODULE, "name": name, "model": record._name, "res_id": record.id, "noupdate": True}
        )
        return record


def load(env, regions=None, output=None, commit=None, say=None):
    """Make the demo company in a database where crosstech_sale is installed. What is there already is left alone.

    :param env: environment of the superuser
    :param regions: folder with the CSV files of the regions; without it only the districts that the demo needs
    :param output: folder for bank statements to import; without it none are written
    :param commit: called after each step
    :param say: where a line of progress goes, ``print`` by default
    :return: the names of the steps that were done now
    """
    say = say or _print
    demo = Demo(env, regions, output)
    parameters = env["ir.config_parameter"].sudo()
    done = (parameters.get_param(DONE) or "").split()
    steps = [*STEPS, *env["crosstech.hooks"]._demo_steps()]
    new = [(key, title, step) for key, title, step in steps if key not in done]
    for number, (key, title, step) in enumerate(new, 1):
        start = time.monotonic()
        step(demo)
        done.append(key)
        parameters.set_param(DONE, " ".join(done))
        env.flush_all()
        if commit:
            commit()
        say(f"{number}/{len(new)} {title}: {time.monotonic() - start:.1f} s")
    if not new:
        say("The demo company is complete; nothing was changed.")
    return [key for key, _title, _step in new]


def _print(line):
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
