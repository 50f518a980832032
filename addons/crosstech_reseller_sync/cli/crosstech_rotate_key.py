"""Change the key of stored secrets: ``python -m odoo --addons-path=addons crosstech_rotate_key -c odoo.conf -d DB``."""

import contextlib
import sys

from odoo import SUPERUSER_ID
from odoo.api import Environment
from odoo.cli import Command
from odoo.modules.registry import Registry
from odoo.tools import config


class CrosstechRotateKey(Command):
    """Encrypt every stored secret with the first key of CROSSTECH_SECRET_KEY="new,old" """

    name = "crosstech_rotate_key"

    def run(self, cmdargs):
        """Parse the command line and change the key; a second run changes nothing."""
        parser = self.parser
        parser.add_argument("-c", "--config", help="configuration file")
        parser.add_argument("-d", "--database", required=True, help="database whose secrets are encrypted anew")
        arguments = parser.parse_args(args=cmdargs)
        options = ["--no-http", "--log-level", "warn", "-d", arguments.database]
        if arguments.config:
            options += ["-c", arguments.config]
        config.parse_config(options, setup_logging=True)

        registry = Registry(arguments.database)
        from odoo.addons.crosstech_sale.lib.secrets import SecretError  # addons are found only now

        with contextlib.closing(registry.cursor()) as cr:
            company = Environment(cr, SUPERUSER_ID, {})["res.company"]
            if not hasattr(company, "_rotate_secrets"):
                sys.exit(f"crosstech_reseller_sync is not installed in the database «{arguments.database}».")
            try:
                found = company._rotate_secrets()
            except SecretError as error:
                sys.exit(f"Set CROSSTECH_SECRET_KEY to the new key, a comma, and the old one ({error.code}).")
            cr.commit()
        _report(found)


def _report(found):
    """Tell what was done; the exit code is 1 where a secret could not be read."""
    sys.stdout.write(f"{found['changed']} secrets encrypted with the new key, {found['kept']} had it already.\n")
    if found["unreadable"]:
        sys.exit("No key fits these; type them again: " + "; ".join(found["unreadable"]))
