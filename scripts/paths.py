"""Where everything lies. All of it is under one git-ignored folder, so removing that folder removes every trace."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCAL = Path(os.environ.get("CROSSTECH_LOCAL") or ROOT / ".local")
VENV = LOCAL / "venv"
PYTHON = VENV / "bin" / "python"
DEBIAN = LOCAL / "debian"  # unpacked Debian packages: Odoo, its fonts and JavaScript
ODOO_PACKAGES = DEBIAN / "usr" / "lib" / "python3" / "dist-packages"
NPM = LOCAL / "npm"
REGIONS = NPM / "node_modules" / "idn-area-data" / "data"
POSTGRES = LOCAL / "postgres"
ODOO_DATA = LOCAL / "odoo-data"  # Odoo's data_dir: filestore and sessions
LOGS = LOCAL / "log"
BACKUPS = LOCAL / "backups"
RUN = LOCAL / "run"  # pid files
STAMPS = LOCAL / "stamps"  # one file per finished step of the set-up
CONF = ROOT / "odoo.conf"
ADDONS = ROOT / "addons"
DATA = Path(os.environ.get("CROSSTECH_DATA") or ROOT.parent / "shared" / "data")

DATABASE = os.environ.get("CROSSTECH_DB") or "crosstech"
HTTP_PORT = int(os.environ.get("CROSSTECH_PORT") or "8069")
