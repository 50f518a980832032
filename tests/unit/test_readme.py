"""The READMEs are true: links lead somewhere, commands and logins exist, Odoo can show those of the addons."""

import io
import re
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


README = (ROOT / "README.md").read_text(encoding="utf-8")
DOCUMENTS = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_link_inside_the_project_leads_somewhere(document):
    links = re.findall(r"(?<!!)\[[^\]]*\]\(([^)#]+)(?:#[^)]*)?\)", document.read_text(encoding="utf-8"))
    inside = [link for link in links if "://" not in link]
    assert [link for link in inside if not (document.parent / link).exists()] == []


def test_every_command_of_the_readme_is_one_of_make():
    commands = set(re.search(r"(?m)^COMMANDS := (.+)$", (ROOT / "Makefile").read_text(encoding="utf-8"))[1].split())
    named = set(re.findall(r"(?m)(?:`|^)make ([a-z-]+)", README))
    assert {"run", "test"} <= named <= commands | {"help"}


def test_the_readme_names_the_logins_that_make_run_prints():
    printed = re.search(r"(?s)^LOGINS = \((.+?)^\)", (ROOT / "scripts/__main__.py").read_text(encoding="utf-8"), re.M)[
        1
    ]
    logins = re.findall(r'\("[^"]+", "(\w+)"\)', printed)
    assert logins
    assert [login for login in logins if f"| `{login}` |" not in README] == []


def test_every_addon_is_in_the_readme():
    assert [addon.name for addon in ADDONS if f"(addons/{addon.name}/README.rst)" not in README] == []
