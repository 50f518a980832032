"""Service requests of the last weeks, at every stage from just reported to closed and rated."""

from dataclasses import dataclass, field

from odoo.addons.crosstech_sale.demo import orders

from .passing import let_pass
from .walk import Walk, Words, report

PANEL = Words("panel", "Panel bergaris, kabel baik.", "part_replaced", "Panel diganti.")
BATTERY = Words(
    "ups_battery", "Baterai kembung, tegangan 7 V.", "part_replaced", "Baterai diganti, uji beban 15 menit."
)
ADAPTER = Words("power_supply", "Adaptor mati, laptop sehat.", "part_replaced", "Adaptor diganti.", "CB-9005")
HEAD = Words("print_head", "Head tersumbat tinta kering.", "cleaned", "Head dibersihkan dua kali, hasil cetak baik.")
FEED = Words("paper_feed", "Roller aus, kertas tidak tertarik.", "part_replaced", "Roller diganti.")
BOARD = Words("mainboard", "Papan utama korslet, tidak bisa diperbaiki.", "replaced", "Unit diganti baru.")
MEMORY = Words("memory", "Satu keping RAM rusak.", "part_replaced", "RAM diganti.", "RM-5002")
DISK = Words("storage", "SSD tidak terbaca, data diselamatkan.", "part_replaced", "SSD diganti.", "ST-4003")
SYSTEM = Words("software", "Pembaruan sistem gagal.", "reinstalled", "Sistem dipasang ulang, data utuh.")
DROPPED = Words("impact", "Sudut penyok, engsel patah karena jatuh.", "unrepaired", "Dikembalikan tanpa diperbaiki.")
NOTHING = Words("none_found", "Menyala normal dua hari, tidak ada kerusakan.", "no_fault", "Tidak ada yang rusak.")
WIFI = Words("network_card", "Antena Wi-Fi lepas.", "reconnected", "Antena dipasang kembali.")


@dataclass(frozen=True)
class Scene:
    """One request: whose unit, what is wrong, how it came, the steps taken, days since the last of them."""

    who: str
    sku: str
    symptom: str
    text: str
    path: str = ""
    words: Words = PANEL
    days: int = 0
    arrival_way: str = "on_site"
    praise: str = ""
    values: dict = field(default_factory=dict, hash=False)


REPAIRED = "diagnose charge repair finish"
AT_SUPPLIER = "ship receive diagnose decide:supplier claim file send"
SCENES = (
    # on site: asked, agreed, visited, solved
    Scene("reseller_1", "NB-1402", "screen", "Layar bergaris sejak pagi, garisnya makin banyak."),
    Scene("buyer_7", "PC-2003", "dead", "Dinyalakan tidak ada reaksi sama sekali.", days=2),
    Scene("buyer_1", "NB-1402", "power", "Tidak mau mengisi daya, lampu adaptor mati.", "accept plan", ADAPTER),
    Scene("reseller_3", "UP-8002", "power", "UPS mati begitu listrik padam.", "accept", BATTERY, 1),
    Scene("buyer_4", "NB-1402", "slow", "Sering berhenti sendiri saat dipakai mengajar.", "accept plan start", MEMORY),
    Scene("reseller_3", "UP-8002", "noise", "Berbunyi terus walau listrik menyala.", "accept plan start needs_part",
          BATTERY, 2),
    Scene("reseller_3", "UP-8002", "power", "Tidak sempat menyimpan pekerjaan, langsung mati.",
          "accept plan start solve close rate:5", BATTERY, 12, praise="Cepat dan ramah, terima kasih!"),
    Scene("reseller_1", "NB-1402", "network", "Wi-Fi hilang timbul.", "accept plan start solve close rate:4", WIFI, 20,
          praise="Teknisinya datang tepat waktu."),
    Scene("buyer_2", "UP-8002", "power", "Baterai tidak tahan satu menit pun.", "accept plan start solve close rate:5",
          BATTERY, 31, praise="Datang hari itu juga."),
    Scene("reseller_1", "PR-6002", "print", "Hasil cetak bergaris putih.", "accept plan start hand_in", HEAD, 1),
    # at the centre
    Scene("reseller_1", "PR-6002", "print", "Kertas macet setiap lima lembar.", "ship", FEED, 1, "parcel"),
    Scene("reseller_6", "NB-1402", "dead", "Tidak menyala setelah listrik padam.", "ship receive", BOARD, 0, "parcel"),
    Scene("reseller_6", "NB-1402", "storage", "Muncul tulisan disk tidak ditemukan.",
          "ship receive diagnose charge", DISK, 0, "parcel"),
    Scene("reseller_5", "PC-2001", "slow", "Menyala lalu mengulang terus.",
          "ship receive diagnose charge repair", MEMORY, 1, "parcel"),
    Scene("buyer_2", "PC-2002", "software", "Layar biru setelah pembaruan.", REPAIRED, SYSTEM, 0, "walk_in"),
    Scene("reseller_5", "PC-2001", "power", "Mati sendiri kalau panas.",
          f"ship receive {REPAIRED} send_back", ADAPTER, 1, "parcel"),
    Scene("reseller_6", "NB-1402", "input", "Beberapa tombol tidak berfungsi.",
          f"ship receive {REPAIRED} send_back close rate:4", ADAPTER, 9, "parcel",
          praise="Dikirim balik dalam seminggu."),
    # nothing wrong, dropped, replaced, refunded, goodwill, cancelled
    Scene("reseller_5", "PC-2001", "dead", "Katanya tidak bisa dinyalakan.",
          "ship receive diagnose decide:return finish send_back close rate:3", NOTHING, 17, "parcel"),
    Scene("buyer_12", "NB-1601", "damage", "Jatuh dari meja, engselnya patah.",
          "diagnose decide:unrepaired finish close rate:2", DROPPED, 25, "walk_in",
          praise="Sayang tidak bisa diperbaiki."),
    Scene("buyer_3", "NB-1402", "dead", "Mati total, sudah dicoba adaptor lain.",
          "ship receive diagnose decide:replace approve finish record send_back close rate:5", BOARD, 6, "parcel",
          praise="Diganti baru tanpa dipersulit."),
    Scene("reseller_6", "NB-1402", "dead", "Tiba-tiba mati dan tidak menyala lagi.",
          "ship receive diagnose decide:replace", BOARD, 0, "parcel"),
    Scene("buyer_10", "MN-2401", "screen", "Layar berkedip.", "cancel", PANEL, 14),
    # what no warranty covers is paid: asked, declined, paid
    Scene("reseller_2", "UP-8002", "power", "Tidak menyimpan daya lagi.", "diagnose charge quote", BATTERY, 1,
          "walk_in", values={"has_physical_damage": True}),
    Scene("reseller_4", "PR-6002", "print", "Tidak mau menarik kertas.", "ship receive diagnose charge quote agree",
          FEED, 1, "parcel", values={"has_physical_damage": True}),
    Scene("reseller_2", "PC-2001", "storage", "Data tidak terbaca.",
          "diagnose charge quote agree repair finish pay", DISK, 2, "walk_in"),
    Scene("reseller_2", "PC-2001", "slow", "Lambat sekali.", "diagnose charge quote refuse", MEMORY, 4, "walk_in"),
    Scene("buyer_5", "PC-2001", "dead", "Rusak dua minggu setelah garansi habis.",
          "goodwill diagnose charge repair finish close rate:5", ADAPTER, 11, "walk_in",
          praise="Terima kasih dibantu walau garansi sudah lewat."),
    # the supplier decides
    Scene("reseller_3", "MN-3401", "screen", "Ada titik hitam yang melebar.", "ship receive diagnose claim", PANEL, 22,
          "parcel"),
    Scene("reseller_3", "MN-3401", "screen", "Separuh layar gelap.",
          AT_SUPPLIER, PANEL, 6, "parcel"),
    Scene("reseller_3", "MN-3401", "screen", "Warna berubah kehijauan.",
          f"{AT_SUPPLIER} answer:repaired take_back finish send_back close rate:4",
          PANEL, 3, "parcel", praise="Lama, tetapi selesai."),
    Scene("reseller_3", "MN-3401", "screen", "Bergaris tegak di tengah.",
          f"{AT_SUPPLIER} answer:refused take_back", PANEL, 1, "parcel"),
)  # fmt: skip


def make_requests(demo):
    """Play the scenes, the longest ago first."""
    for scene in sorted(SCENES, key=lambda one: -one.days):
        play(demo, scene)
    orders.forget_mails(demo)


def play(demo, scene):
    unit = pick(demo, scene.who, scene.sku)
    ticket = report(demo, unit, scene.symptom, scene.text, scene.arrival_way, **scene.values)
    walk = Walk(demo, ticket, scene.words, scene.praise)
    walk.go(scene.path)
    if scene.days:
        let_pass(ticket, scene.days)
    return ticket


def pick(demo, who, sku):
    """The unit of somebody that was reported least often and that nobody works on."""
    units = demo.env["crosstech.warranty.unit"].search(
        [
            ("partner_id", "=", demo.ref(who).id), ("product_id", "=", demo.ref(f"product_{sku}").id),
            ("state", "=", "active"), ("ticket_ids", "not any", [("closed", "=", False)]),
        ],
        order="id",
    )  # fmt: skip
    return min(units, key=lambda unit: len(unit.ticket_ids))._split(1)
