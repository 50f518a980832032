"""How the website looks: colours, logo, menus, home page, offers."""

import base64
from datetime import timedelta

from odoo import fields

from .brand import BLUE, NAVY, ORANGE, PALE, icon, logo
from .catalogue import CATEGORIES

NOTICE = (
    "Orders paid before 15:00 WIB are sent the same day. Mangga Dua shop: Monday to Saturday, 09:00–17:00.",
    "Pesanan yang lunas sebelum pukul 15.00 WIB dikirim hari itu juga. Toko Mangga Dua: Senin–Sabtu, 09.00–17.00.",
)
OFFERS = (("NB-1402", 11_299_000), ("MN-2701", 3_599_000), ("KB-3002", 649_000), ("ST-4004", 1_499_000))
NEWEST = ("NB-1301", "VG-5102", "NW-7002", "PR-6001", "AU-9102", "CB-9004", "MN-3401", "PC-2003")
HOME_ARCH = """<t name="Home" t-name="website.homepage">
    <t t-call="website.layout" pageName.f="homepage">
        <div id="wrap" class="oe_structure oe_empty"><t t-call="crosstech_sale.shop_home"/></div>
    </t>
</t>"""


def make_shop_front(demo):
    """Dress the website."""
    website = demo.website
    website.write(
        {
            "name": "PD Cross Tech",
            "logo": base64.b64encode(logo()),
            "favicon": base64.b64encode(icon(64)),
            "shop_notice": NOTICE[0],
            "company_id": demo.company.id,
            "shop_ppg": 24,
            "shop_ppr": 4,
        }
    )
    website.with_context(lang="id_ID").shop_notice = NOTICE[1]
    _colours(demo)
    _pages(demo)
    _menus(demo)
    _offers(demo)


def _colours(demo):
    """Our own palette and the fonts of the visitor's system: nothing is fetched from elsewhere."""
    assets = demo.env["website.assets"].with_context(website_id=demo.website.id)
    folder = "/website/static/src/scss/options"
    colours = {"o-color-1": BLUE, "o-color-2": ORANGE, "o-color-3": PALE, "o-color-4": "#ffffff", "o-color-5": NAVY}
    assets.make_scss_customization(
        f"{folder}/colors/user_color_palette.scss", {**colours, "menu": 1, "footer": 2, "copyright": 5}
    )
    fonts = dict.fromkeys(("font", "headings-font", "navbar-font", "buttons-font"), "'SYSTEM_FONTS'")
    assets.make_scss_customization(
        f"{folder}/user_values.scss",
        {**fonts, "header-template": "'sales_two'", "logo-height": "2.6rem", "btn-border-radius": ".5rem"},
    )
    theme = demo.env["theme.utils"].with_context(website_id=demo.website.id)
    theme.enable_view("website.template_header_sales_two")
    for view in ("website.header_text_element", "website.header_social_links"):
        theme.disable_view(view)


def _pages(demo):
    pages = demo.env["website.page"].search([("url", "=", "/"), ("website_id", "in", (False, demo.website.id))])
    page = pages.sorted(lambda page: not page.website_id)[:1]
    page.view_id.write({"arch": HOME_ARCH})
    page.write(
        {
            "website_meta_title": "PD Cross Tech: computers and parts",
            "website_meta_description": "Notebooks, parts and accessories, sent from Jakarta to every district.",
        }
    )
    sites = (False, demo.website.id)
    contact = demo.env["website.page"].search([("url", "=", "/contactus"), ("website_id", "in", sites)])
    contact.website_meta_title = "Contact us | PD Cross Tech"
    contact.with_context(lang="id_ID").website_meta_title = "Hubungi kami | PD Cross Tech"
    page.with_context(lang="id_ID").write(
        {
            "website_meta_title": "PD Cross Tech: komputer dan komponen",
            "website_meta_description": "Laptop, komponen, dan aksesori, dikirim dari Jakarta ke setiap kecamatan.",
        }
    )


def _menus(demo):
    """Home, categories, account, how to buy, how to pay, all goods, contact: in this order."""
    Menu, root = demo.env["website.menu"], demo.website.menu_id
    root.child_id.unlink()

    def add(name, indonesian, url, sequence, parent=root):
        menu = Menu.create(
            {
                "name": name,
                "url": url,
                "sequence": sequence,
                "parent_id": parent.id,
                "website_id": demo.website.id,
            }
        )
        menu.with_context(lang="id_ID").name = indonesian
        return menu

    add("Home", "Beranda", "/", 10)
    categories = add("Categories", "Kategori", "#", 20)
    for place, (key, (english, indonesian, *_rest)) in enumerate(CATEGORIES.items(), 1):
        category = demo.ref(f"shop_category_{key}")
        add(english, indonesian, f"/shop/category/{category.id}", place, categories)
    add("All goods", "Semua barang", "/shop", 30)
    add("How to buy", "Cara belanja", "/cara-belanja", 40)
    add("How to pay", "Cara bayar", "/cara-bayar", 50)
    add("Delivery", "Pengiriman", "/pengiriman", 60)
    add("My account", "Akun saya", "/my", 70)
    add("Contact", "Hubungi kami", "/contactus", 80)


def _offers(demo):
    """Prices that were higher before, and what arrived last."""
    env = demo.env
    env.ref("base.group_user")._apply_group(env.ref("website_sale.group_product_price_comparison"))
    for place, (sku, before) in enumerate(OFFERS):
        demo.ref(f"template_{sku}").write({"compare_list_price": before, "website_sequence": 100 + place * 5})
    now = fields.Datetime.now()
    published = env["product.template"].search([("publish_date", "!=", False)])
    published.publish_date = now - timedelta(days=60)
    for days, sku in enumerate(NEWEST):
        demo.ref(f"template_{sku}").publish_date = now - timedelta(days=days)
