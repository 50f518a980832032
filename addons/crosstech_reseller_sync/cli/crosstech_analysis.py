"""Make the analysts' views: ``python -m odoo --addons-path=addons crosstech_analysis -c odoo.conf -d DB``."""

import contextlib
import sys

from psycopg2.errors import InsufficientPrivilege

from odoo.cli import Command
from odoo.modules.registry import Registry
from odoo.tools import config


class CrosstechAnalysis(Command):
    """Let analysts read all resellers' data by SQL: views of what is agreed, and a role that reads nothing else"""

    name = "crosstech_analysis"

    def run(self, cmdargs):
        """Make the role and the views anew; run it again after each update of the addon."""
        parser = self.parser
        parser.add_argument("-c", "--config", help="configuration file")
        parser.add_argument("-d", "--database", required=True, help="database with crosstech_reseller_sync")
        arguments = parser.parse_args(args=cmdargs)
        options = ["--no-http", "--log-level", "warn", "-d", arguments.database]
        if arguments.config:
            options += ["-c", arguments.config]
        config.parse_config(options, setup_logging=True)

        registry = Registry(arguments.database)
        from odoo.addons.crosstech_reseller_sync.lib.one import analysis  # addons are found only now

        with contextlib.closing(registry.cursor()) as cr:
            try:
                for statement in (*analysis.role_statements(), *analysis.view_statements()):
                    cr.execute(statement, log_exceptions=False)
            except InsufficientPrivilege:
                role = ";\n".join(analysis.role_statements())
                sys.exit(f"Odoo's account may not make roles. Let an administrator run this, then try again:\n{role};")
            cr.commit()
        print(
            f"Schema {analysis.SCHEMA} is ready. Next, as an administrator of the database server, in psql:\n"
            f"ALTER ROLE {analysis.ROLE} LOGIN;\n\\password {analysis.ROLE}"
        )
