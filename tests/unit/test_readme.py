"""Every addon explains itself in a README that Odoo's list of apps can show."""

import io
from pathlib import Path

import docutils.core
import pytest

ROOT = Path(__file__).resolve().parents[2]
ADDONS = sorted(path.parent for path in ROOT.glob("addons/crosstech_*/__manifest__.py"))
SECTIONS = ("Purpose", "Who uses it", "Configure", "Use", "Rules", "Known limits", "Tests")


@pytest.mark.parametrize("addon", ADDONS, ids=lambda addon: addon.name)
def test_readme_renders_without_a_warning(addon):
    warnings = io.StringIO()
    settings = {"warning_stream": warnings, "report_level": 1, "halt_level": 5}
    text = (addon / "README.rst").read_text(encoding="utf-8")
    html = docutils.core.publish_parts(text, writer="html5", settings_overrides=settings)["html_body"]
    assert warnings.getvalue() == ""
    assert [section for section in SECTIONS if f">{section}</h" not in html] == []


@pytest.mark.parametrize("addon", ADDONS, ids=lambda addon: addon.name)
def test_readme_is_short(addon):
    assert len((addon / "README.rst").read_text(encoding="utf-8").splitlines()) <= 80
