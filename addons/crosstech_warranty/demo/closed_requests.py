"""A year of repairs that are over: what recap, failure rates and similar cases are made from."""

from odoo.addons.crosstech_sale.demo import orders

from .passing import let_pass
from .requests import pick
from .walk import Walk, Words, report

NOTEBOOK, PC, UPS, PRINTER, SCANNER, MONITOR = "NB-1402", "PC-2001", "UP-8002", "PR-6002", "PR-6004", "MN-3401"
ON_SITE = "accept plan start solve close"
BY_PARCEL = "ship receive diagnose charge ask repair finish settle send_back close"
BROUGHT_IN = "diagnose charge ask repair finish settle close"
OWNERS = {  # of which goods, and how they reach us
    NOTEBOOK: (("reseller_6", "parcel"), ("reseller_1", "on_site")),
    PC: (("reseller_5", "parcel"), ("reseller_2", "walk_in")),
    UPS: (("reseller_3", "on_site"), ("reseller_2", "walk_in")),
    PRINTER: (("reseller_1", "on_site"), ("reseller_1", "parcel"), ("reseller_4", "parcel")),
    SCANNER: (("reseller_4", "parcel"),),
    MONITOR: (("reseller_3", "on_site"),),
}
PATHS = {"on_site": ON_SITE, "parcel": BY_PARCEL, "walk_in": BROUGHT_IN}
FAILURES = (  # goods, symptom, what the customer wrote, fault, diagnosis, resolution, what was done
    (NOTEBOOK, "screen", "Layar gelap, tetapi kipas berbunyi.", "panel", "Kabel panel terjepit engsel.",
     "reconnected", "Kabel panel dipasang kembali."),
    (NOTEBOOK, "power", "Baterai habis dalam setengah jam.", "battery_cells", "Kapasitas baterai tinggal 18 %.",
     "part_replaced", "Baterai diganti."),
    (NOTEBOOK, "power", "Tidak mengisi daya walau adaptor dicolok.", "power_supply", "Kabel adaptor putus di pangkal.",
     "part_replaced", "Adaptor diganti."),
    (NOTEBOOK, "slow", "Lambat sekali dan sering macet.", "malware", "Banyak program jahat berjalan.",
     "malware_removed", "Program jahat dihapus, sistem diperbarui."),
    (NOTEBOOK, "noise", "Kipas keras dan badan laptop panas.", "fan", "Kipas penuh debu.", "cleaned",
     "Kipas dibersihkan, pasta pendingin diganti."),
    (NOTEBOOK, "input", "Tombol huruf A dan S tidak berfungsi.", "keyboard_part", "Jalur papan ketik putus.",
     "part_replaced", "Papan ketik diganti."),
    (NOTEBOOK, "network", "Wi-Fi sering putus, di ponsel lancar.", "network_card", "Pengandar Wi-Fi lama.", "updated",
     "Pengandar diperbarui."),
    (PC, "dead", "PC tidak menyala, lampu mati.", "power_supply", "Catu daya mati.", "part_replaced",
     "Catu daya diganti."),
    (PC, "slow", "Menyala lalu restart berulang.", "memory", "RAM longgar dan kotor.", "cleaned",
     "Kaki RAM dibersihkan, diuji semalam."),
    (PC, "storage", "Muncul tulisan tidak ada disk.", "storage", "SSD rusak di sektor awal.", "part_replaced",
     "SSD diganti, sistem dipasang ulang."),
    (PC, "software", "Tidak bisa masuk Windows setelah pembaruan.", "software", "Pembaruan sistem gagal.",
     "reinstalled", "Sistem dipasang ulang, data utuh."),
    (PC, "noise", "Bunyi mendengung keras dari dalam.", "fan", "Bantalan kipas aus.", "part_replaced",
     "Kipas diganti."),
    (UPS, "power", "UPS langsung mati saat listrik padam.", "ups_battery", "Baterai kembung.", "part_replaced",
     "Baterai UPS diganti, diuji beban 15 menit."),
    (UPS, "noise", "Alarm UPS berbunyi terus.", "ups_battery", "Tegangan baterai 7 V.", "part_replaced",
     "Baterai UPS diganti."),
    (UPS, "dead", "UPS tidak bisa dinyalakan.", "connector", "Sekring putus.", "part_replaced", "Sekring diganti."),
    (PRINTER, "print", "Hasil cetak bergaris dan pucat.", "print_head", "Drum kotor.", "cleaned",
     "Drum dibersihkan, hasil cetak baik."),
    (PRINTER, "print", "Kertas macet terus di belakang.", "paper_feed", "Roller penarik aus.", "part_replaced",
     "Roller penarik diganti."),
    (PRINTER, "print", "Kertas tertarik dua lembar sekaligus.", "paper_feed", "Karet pemisah aus.", "part_replaced",
     "Karet pemisah diganti."),
    (PRINTER, "noise", "Berderak setiap mencetak.", "paper_feed", "Gigi roller patah.", "part_replaced",
     "Gigi roller diganti."),
    (PRINTER, "network", "Printer tidak terlihat di jaringan.", "network_card", "Alamat jaringan ganda.", "advised",
     "Alamat jaringan diatur, pemakai dijelaskan."),
    (SCANNER, "dead", "Pemindai tidak menyala.", "power_supply", "Adaptor mati.", "part_replaced", "Adaptor diganti."),
    (MONITOR, "screen", "Layar berkedip lalu gelap.", "connector", "Kabel DisplayPort rusak.", "reconnected",
     "Kabel diganti dan dikunci."),
    (MONITOR, "power", "Monitor mati sendiri.", "power_supply", "Adaptor monitor panas.", "part_replaced",
     "Adaptor diganti."),
)  # fmt: skip
ROUNDS = 2  # each failure so many times, of another unit
PACES = (1, 2, 1)
STARS = (5, 4, 5, 3, 5, 4, 5, 5, 2, 4)
PRAISE = ("Terima kasih.", "", "Cepat selesai.", "", "Ramah dan jelas.")


def make_closed_requests(demo):
    """Play every failure a few times, spread over the time since the unit was delivered."""
    today = demo.company._get_today()
    for number in range(ROUNDS * len(FAILURES)):
        sku, symptom, text, *words = FAILURES[number % len(FAILURES)]
        owners = OWNERS[sku]
        who, way = owners[number % len(owners)]
        unit = pick(demo, who, sku)
        walk = Walk(demo, report(demo, unit, symptom, text, way), Words(*words), PRAISE[number % len(PRAISE)])
        walk.go(f"{PATHS[way]} rate:{STARS[number % len(STARS)]}", PACES[number % len(PACES)])
        days_in_use = (today - unit.start_date).days
        let_pass(walk.ticket, max(days_in_use * (15 + number * 37 % 70) // 100, 3))
    orders.forget_mails(demo)
