"""The Indonesian interface is whole: every text translated, nothing doubtful, every placeholder kept."""

import re
from pathlib import Path

import polib
import pytest

ADDONS = Path(__file__).resolve().parents[2] / "addons"
PLACEHOLDER = re.compile(r"%\([a-z_]+\)[a-z]|%[a-z]\b|\{\{.*?\}\}|\{[a-z_]*\}")
TAG = re.compile(r"</?[a-z]+[^>]*>")
ATTRIBUTE_TEXT = re.compile(r'(aria-label|title|placeholder|alt)="[^"]*"')
FILES = sorted(str(path.relative_to(ADDONS)) for path in ADDONS.glob("crosstech_*/i18n*/id.po"))


def _entries(name):
    return list(polib.pofile(str(ADDONS / name)))


@pytest.mark.parametrize("name", FILES)
def test_every_text_is_translated_and_none_is_doubtful(name):
    wrong = [entry.msgid for entry in _entries(name) if not entry.msgstr.strip() or entry.fuzzy or entry.obsolete]
    assert wrong == []


@pytest.mark.parametrize("name", FILES)
def test_placeholders_are_those_of_the_source(name):
    wrong = [
        (entry.msgid, entry.msgstr)
        for entry in _entries(name)
        if sorted(PLACEHOLDER.findall(entry.msgid)) != sorted(PLACEHOLDER.findall(entry.msgstr))
    ]
    assert wrong == []


@pytest.mark.parametrize("name", FILES)
def test_markup_is_that_of_the_source(name):
    def tags(text):
        return sorted(ATTRIBUTE_TEXT.sub(r'\1=""', tag) for tag in TAG.findall(text))

    wrong = [(entry.msgid, entry.msgstr) for entry in _entries(name) if tags(entry.msgid) != tags(entry.msgstr)]
    assert wrong == []


@pytest.mark.parametrize("name", FILES)
def test_no_text_stands_twice(name):
    texts = [entry.msgid for entry in _entries(name)]
    assert len(texts) == len(set(texts))


@pytest.mark.parametrize("addon", ["crosstech_sale", "crosstech_reseller_sync", "crosstech_warranty"])
def test_template_and_indonesian_have_the_same_texts(addon):
    template = {entry.msgid for entry in _entries(f"{addon}/i18n/{addon}.pot")}
    assert template == {entry.msgid for entry in _entries(f"{addon}/i18n/id.po")}
    assert len(template) > 1000


def test_customers_read_one_word_for_one_thing():
    """Words of docs/glossary.md that machine translation gets wrong."""
    unwanted = ("airway bill", "bukti pengalihan", "pernyataan bank", "kabupaten kota")
    texts = [entry.msgstr for name in FILES for entry in _entries(name)]
    wrong = [text for text in texts for word in unwanted if word in text.lower()]
    assert wrong == []
