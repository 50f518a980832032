"""What customers of the demo company said of the orders they received, and what they were answered."""

from dataclasses import dataclass
from datetime import timedelta

from odoo import fields

from ..lib.testimonial_texts import Form
from ..lib.testimonials import Ratings


@dataclass(frozen=True)
class Opinion:
    """What a customer says of an order of the demo, days after its arrival, and what becomes of it."""

    order: str
    stars: tuple[int, int, int]  # goods, service, experience
    text: str
    days: int = 2
    state: str = "published"
    reply: str = ""
    replied_by: str = "operasional"
    name_shown: str = "short"
    topic: str | None = None
    kind: str | None = None


OPINIONS = (
    Opinion(
        "order_16", (5, 5, 5), "Headset-nya jernih dan nyaman dipakai rapat seharian. Pontianak sampai dalam 4 hari, "
        "bungkusnya rapi sekali.",
        reply="Terima kasih, Bu Rina! Selamat bekerja, semoga rapatnya lancar.",
    ),
    Opinion(
        "order_17", (5, 5, 4), "Laptop sesuai deskripsi, segel masih utuh, nomor serinya cocok dengan faktur. "
        "Nomor resi langsung dikirim lewat e-mail begitu barang berangkat.",
        name_shown="full",
    ),
    Opinion(
        "order_18", (4, 5, 3), "Monitornya bagus, tapi sampai Manado hampir dua minggu. Kalau ada pilihan kargo udara "
        "mungkin lebih enak.",
        topic="delivery", kind="suggestion", replied_by="operasional",
        reply="Terima kasih sarannya, Kak. Layanan YES sekarang sudah bisa dipilih untuk Manado saat checkout.",
    ),
    Opinion(
        "order_19", (5, 5, 5), "Sudah tiga kali ambil monitor untuk toko. Stok di situs benar-benar sesuai, harga "
        "reseller langsung terlihat, dan kardus diberi pelindung kayu tanpa diminta.",
        reply="Terima kasih atas kepercayaannya, Toko Komputer Celebes. Kami tunggu pesanan berikutnya!",
    ),
    Opinion(
        "order_20", (5, 4, 5), "Printer dan toner datang lengkap. Admin membalas cepat waktu kami tanya soal faktur.",
        name_shown="anonymous",
    ),
    Opinion(
        "order_21", (2, 3, 4), "Dari empat laptop, satu unit keyboard-nya tidak merespons beberapa tombol. "
        "Mohon dibantu penggantiannya, pelanggan kami menunggu.",
        state="received", topic="product", days=34,
    ),
    Opinion(
        "order_26", (4, 4, 2), "Barang aman, tapi kardus luar penyok dan basah di satu sisi. Tolong dibungkus plastik "
        "kalau musim hujan, bisa hubungi saya di 0812-0000-2007.",
        state="received", topic="delivery", replied_by="gudang", days=9,
        reply="Mohon maaf, Pak. Mulai minggu ini semua kiriman ke luar Jawa kami bungkus plastik dua lapis.",
    ),
    Opinion(
        "meeting_order_3", (4, 4, 5), "SSD-nya asli. Cek juga toko saya di www.toko-saya.example, banyak promo.",
        state="not_published",
    ),
)  # fmt: skip
# order_27 was received and nobody has said anything: its customer sees that his opinion is waited for.


def make_testimonials(demo):
    """Let customers speak, managers answer and publish; then put the page into the menu."""
    for opinion in OPINIONS:
        _give(demo, opinion)
    _menu(demo)
    demo.env["mail.mail"].search([("state", "=", "outgoing")]).write({"state": "cancel"})  # nobody lives at example.com


def _give(demo, opinion):
    order = demo.ref(opinion.order)
    form = Form(
        ratings=Ratings(*opinion.stars), kind=opinion.kind, topic=opinion.topic, text=opinion.text,
        is_publishable=True, name_shown=opinion.name_shown,
    )  # fmt: skip
    testimonial = order._submit_testimonial(form)
    demo.name(f"testimonial_{opinion.order}", testimonial)
    given = min(order.arrival_confirmed_datetime + timedelta(days=opinion.days), fields.Datetime.now())
    _backdate(testimonial, given)
    if opinion.reply:
        testimonial.with_user(demo.ref(f"user_{opinion.replied_by}"))._reply(opinion.reply)
        testimonial.replied_datetime = min(given + timedelta(hours=5), fields.Datetime.now())
    if opinion.state == "not_published":
        testimonial.with_user(demo.ref("user_operasional")).action_unpublish()
    if opinion.state == "published":
        testimonial.with_user(demo.ref("user_operasional")).action_publish()
        testimonial.published_datetime = min(given + timedelta(hours=6), fields.Datetime.now())


def _backdate(testimonial, moment):
    """Let it have come in when it would have: the figures by month and the hours to the answer follow from it."""
    testimonial.env.flush_all()
    testimonial.env.cr.execute(
        "UPDATE crosstech_testimonial SET create_date = %s WHERE id = %s", (moment, testimonial.id)
    )
    testimonial.invalidate_recordset()


def _menu(demo):
    """The menu was made anew by the shop front; the page of testimonials belongs before the account."""
    same = [("url", "=", "/testimonials"), ("website_id", "=", demo.website.id)]
    demo.env["website.menu"].search(same).unlink()
    menu = demo.env["website.menu"].create(
        {
            "name": "Testimonials",
            "url": "/testimonials",
            "sequence": 65,
            "parent_id": demo.website.menu_id.id,
            "website_id": demo.website.id,
        }
    )
    menu.with_context(lang="id_ID").name = "Kata pelanggan"
