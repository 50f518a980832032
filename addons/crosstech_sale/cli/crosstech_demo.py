"""Fill a database with the demo company: ``python -m odoo --addons-path=addons crosstech_demo -c odoo.conf -d DB``."""

import contextlib
import sys

from odoo import SUPERUSER_ID
from odoo.api import Environment
from odoo.cli import Command
from odoo.modules.registry import Registry
from odoo.tools import config


class CrosstechDemo(Command):
    """Make the demo company PD Cross Tech in a database where crosstech_sale is installed"""

    name = "crosstech_demo"

    def run(self, cmdargs):
        """Parse the command line and load; a second run changes nothing."""
        parser = self.parser
        parser.add_argument("-c", "--config", help="configuration file")
        parser.add_argument("-d", "--database", required=True, help="database to fill")
        parser.add_argument("-D", "--data-dir", help="where Odoo keeps its files")
        parser.add_argument("--regions", help="folder with provinces.csv, regencies.csv and districts.csv")
        parser.add_argument("--output", help="folder for the bank statements to import")
        arguments = parser.parse_args(args=cmdargs)
        options = ["--no-http", "--log-level", "warn", "-d", arguments.database]
        if arguments.config:
            options += ["-c", arguments.config]
        if arguments.data_dir:
            options += ["-D", arguments.data_dir]
        config.parse_config(options, setup_logging=True)

        registry = Registry(arguments.database)
        from odoo.addons.crosstech_sale.demo.loader import load  # addons are found only now

        with contextlib.closing(registry.cursor()) as cr:
            env = Environment(cr, SUPERUSER_ID, {})
            if "crosstech.region" not in env:
                sys.exit(f"crosstech_sale is not installed in the database «{arguments.database}».")
            load(env, regions=arguments.regions, output=arguments.output, commit=cr.commit)
