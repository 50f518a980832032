"""The company itself: name and address, rupiah, languages, chart of accounts, three bank accounts."""

import base64

from .brand import logo

BANKS = (  # code of the journal, bank, SWIFT code, account number
    ("BCA", "Bank Central Asia (BCA)", "CENAIDJA", "5270338811"),
    ("MDR", "Bank Mandiri", "BMRIIDJA", "1240007766554"),
    ("BNI", "Bank Negara Indonesia (BNI)", "BNINIDJA", "0338812290"),
)


def make_company(demo):
    """Turn the first company of the database into PD Cross Tech."""
    _languages(demo)
    _company(demo)
    _banks(demo)


def _languages(demo):
    """Indonesian for everyone by default, English beside it."""
    env = demo.env
    languages = env["res.lang"].with_context(active_test=False).search([("code", "in", ("id_ID", "en_US"))])
    env["base.language.install"].create({"lang_ids": [(6, 0, languages.ids)], "overwrite": True}).lang_install()
    indonesian = languages.filtered(lambda language: language.code == "id_ID")
    indonesian.write({"date_format": "%d/%m/%Y", "grouping": "[3,0]", "decimal_point": ",", "thousands_sep": "."})
    demo.website.write({"language_ids": [(6, 0, languages.ids)], "default_lang_id": indonesian.id})
    env["ir.default"].set("res.partner", "lang", "id_ID")
    env.ref("base.user_admin").write({"tz": "Asia/Jakarta"})


def _company(demo):
    env, company = demo.env, demo.company
    rupiah, indonesia = env.ref("base.IDR"), env.ref("base.id")
    rupiah.write({"active": True, "symbol": "Rp", "position": "before"})
    company.write(
        {
            "name": "PD Cross Tech",
            "country_id": indonesia.id,
            "state_id": env.ref("base.state_id_jk").id,
            "city": "Kota Jakarta Pusat",
            "street": "Jl. Mangga Dua Raya No. 88, Blok C",
            "street2": "Kel. Mangga Dua Selatan",
            "zip": "10730",
            "phone": "+62 21 5550 8888",
            "email": "halo@crosstech.example.com",
            "website": False,
            "currency_id": rupiah.id,
            "stock_text_confirmation": False,  # by a paid service; customers hear from us anyway
            "logo": base64.b64encode(logo()),
        }
    )
    if company.chart_template != "id":
        env["account.chart.template"].try_loading("id", company, install_demo=False)
    company.partner_id.write({"vat": "0012345674021000", "tz": "Asia/Jakarta"})
    env["ir.config_parameter"].set_param("account.use_invoice_terms", False)  # orders would link to an empty page
    company._activate_or_create_pricelists()
    public = env["product.pricelist"].search([("company_id", "=", company.id)], limit=1)
    public.write({"name": "Public", "currency_id": rupiah.id, "sequence": 1})
    public.with_context(lang="id_ID").name = "Umum"
    warehouse = env["stock.warehouse"].search([("company_id", "=", company.id)], limit=1)
    warehouse.write({"name": "Gudang Mangga Dua", "code": "MD", "partner_id": company.partner_id.id})


def _banks(demo):
    """One journal for each bank account, ready for incoming transfers."""
    env, company = demo.env, demo.company
    for code, name, swift, number in BANKS:
        bank = demo.create(f"bank_{code.lower()}", "res.bank", {"name": name, "bic": swift})
        account = demo.create(
            f"bank_account_{code.lower()}",
            "res.partner.bank",
            {
                "bank_id": bank.id,
                "acc_number": number,
                "partner_id": company.partner_id.id,
                "company_id": company.id,
                "allow_out_payment": True,
            },
        )
        demo.create(
            f"journal_{code.lower()}",
            "account.journal",
            {"name": name, "code": code, "type": "bank", "company_id": company.id, "bank_account_id": account.id},
        )
    unused = env["account.journal"].search(
        [("type", "=", "bank"), ("company_id", "=", company.id), ("bank_account_id", "=", False)]
    )
    unused.write({"active": False})
