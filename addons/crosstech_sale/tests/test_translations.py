"""Whatever text the code has today, the Indonesian translation has too."""

import io

import polib

from odoo.tests import TransactionCase, tagged
from odoo.tools import file_path
from odoo.tools.translate import trans_export


@tagged("post_install", "-at_install")
class TestTranslations(TransactionCase):
    def test_no_text_of_the_addon_lacks_its_indonesian(self):
        buffer = io.BytesIO()
        trans_export(None, ["crosstech_sale"], buffer, "po", self.env)
        texts = {entry.msgid for entry in polib.pofile(buffer.getvalue().decode())}
        translated = {entry.msgid for entry in polib.pofile(file_path("crosstech_sale/i18n/id.po"))}
        self.assertEqual(sorted(texts - translated), [])
