"""Two records with one XML id: the later file silently replaces what the earlier one made."""

from collections import Counter
from pathlib import Path

import pytest
from lxml import etree

ADDONS = Path(__file__).resolve().parents[2] / "addons"


@pytest.mark.parametrize(
    "addon", sorted(path.parent for path in ADDONS.glob("*/__manifest__.py")), ids=lambda p: p.name
)
def test_every_xml_id_stands_once(addon):
    ids = Counter(
        node.get("id")
        for folder in ("data", "report", "security", "views", "wizard")
        for file in (addon / folder).glob("*.xml")
        for node in etree.parse(file).iter("record", "template", "menuitem")
    )
    assert [name for name, count in ids.items() if count > 1] == []
