"""The words of shops, English and Indonesian, as they stand in names of tables and columns."""

import re
from functools import lru_cache

_WORDS = {
    "product": "product products produk barang brg item items artikel article goods inventory sku part parts prod",
    "stock": "hand stock stok stk persediaan onhand saldo sisa inventory instock balance",
    "quantity": "qty quantity quantities jumlah jml jlh banyak banyaknya kuantitas kuantiti unit units pcs kts",
    "price": "price prices harga hrg hg tarif msrp amount bayar subtotal nominal rp rupiah cost hpp modal ongkir",
    "money": "total subtotal nominal amount bayar rp rupiah cost hpp modal ongkir biaya pajak ppn tax diskon disc"
    " discount potongan grandtotal nilai value omset laba",
    "date": "date tgl tanggal time waktu datetime timestamp jam hari created updated at",
    "sale": "sale sales sell sold jual penjualan pjl pj jl kasir pos checkout keluarkan terjual",
    "purchase": "purchase purchases buy bought beli pembelian pbl pb po terima penerimaan receiving receipt vendor"
    " supplier pemasok grn hutang",
    "order": "order orders nota faktur invoice invoices fak inv struk bon transaksi trans trx trn transaction bukti"
    " pesanan kwitansi",
    "line": "detail detil details dtl det line lines rinci rincian lineitem isi d dt orderdetails orderitem",
    "header": "header head hdr master mst h induk",
    "code": "code kode kd sku plu id nomor no num number nr ref key",
    "barcode": "barcode ean upc gtin barkode",
    "name": "name nama nm title judul deskripsi description desc keterangan",
    "unit": "unit uom satuan sat kemasan pack",
    "pieces": "isi konversi conversion factor faktor perdus perkarton multiplier",
    "category": "category categories kategori kat golongan gol jenis kelompok group grup categ tipe productline",
    "brand": "brand merk merek manufacturer pabrik",
    "place": "warehouse gudang gdg cabang cab branch toko store lokasi location outlet rak",
    "supplier": "supplier suppliers vendor pemasok supp distributor",
    "customer": "customer customers pelanggan plg client konsumen pembeli member cust anggota",
    "person": "user users pegawai karyawan employee staff operator admin sales kasir",
    "return": "return returns retur rtr refund pengembalian returned",
    "in": "in masuk debet debit tambah msk terima",
    "out": "out keluar kredit kurang klr pakai",
    "opening": "awal opening begin initial",
    "limit": "min max minimum minimal maksimum maksimal reorder rop level limit safety onorder alert batas dipesan"
    " reserved booking requested rusak",
    "status": "status state sts kondisi stat posting",
    "cancel": "pembatalan cancellation cancellations voids"
    " batal cancel cancelled canceled void dibatalkan voided iscancel isvoid",
    "delete": "deleted hapus dihapus terhapus trash isdeleted softdelete del",
    "active": "active aktif enabled isactive",
    "copy": "backup bak bk bkp copy copyof old lama arsip archive archived history hist temp tmp test tes dummy"
    " sementara import staging salinan cadangan deleted sample contoh coba trash bckp backups hapus",
    "log": "log logs audit trail aktivitas activity session sessions riwayat",
    "ledger": "kartu mutasi movement movements ledger mutation mutations moves move card",
    "count": "opname so_fisik stocktake counting adjustment penyesuaian koreksi",
    "transfer": "transfer pindah antar",
    "cart": "cart keranjang wishlist quote quotation penawaran draft basket favorit hold",
    "promo": "promo promosi voucher coupon kupon paket bundle bom resep recipe diskon target budget forecast",
    "type": "type tipe jenis kind jns",
    "list": "list daftar level tier grosir",
    "per": "per",
    "harmless": "print cetak dicetak printed ppn pajak tax bayar lunas paid kirim shift kas tunai kredit ongkir sync",
}


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_PREFIXES = _set(
    "tbl tb t m tr ps wp oc tm td th mst ms dt trx ref app sys db data tabel dat x toko my shop pos zc osc"
)
_SPLIT = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|\d+")
_BY_WORD: dict[str, set[str]] = {}
for _concept, _listed in _WORDS.items():
    for _word in _listed.split():
        _BY_WORD.setdefault(_word, set()).add(_concept)
_LONG = sorted((word for word in _BY_WORD if len(word) >= 3), key=len, reverse=True)


@lru_cache(maxsize=20_000)
def tokens(name: str) -> tuple[str, ...]:
    """Cut a name into its words; prefixes that say nothing are dropped.

    >>> tokens("tbl_barang"), tokens("ProductID"), tokens("kodebarang"), tokens("m_stokgudang")
    (('barang',), ('product', 'id'), ('kode', 'barang'), ('stok', 'gudang'))
    """
    parts = [part.lower() for part in _SPLIT.findall(name.rpartition(".")[2])]
    while len(parts) > 1 and parts[0] in _PREFIXES:
        parts = parts[1:]
    return tuple(word for part in parts for word in _cut(part))


def _cut(part: str) -> tuple[str, ...]:
    """Cut words that were written together, where known words fill the whole of it."""
    if part in _BY_WORD or len(part) < 5 or part.isdigit():
        return (part,)
    found = _filled(part)
    return found or (part,)


def _filled(part: str) -> tuple[str, ...] | None:
    if not part:
        return ()
    for word in _LONG:
        if part.startswith(word):
            rest = _filled(part[len(word) :])
            if rest is not None:
                return (word, *rest)
    rest = _filled(part[2:]) if part[:2] in ("id", "kd", "no") else None
    return ("id", *rest) if rest else None


@lru_cache(maxsize=20_000)
def concepts(name: str) -> frozenset[str]:
    """Tell what the words of a name mean.

    >>> sorted(concepts("tgl_jual")), sorted(concepts("hrg_beli")), "stock" in concepts("UnitsInStock")
    (['date', 'sale'], ['price', 'purchase'], True)
    """
    return frozenset(concept for word in tokens(name) for concept in _BY_WORD.get(word, ()))


CANCELLED = _set(
    "batal cancel cancelled canceled void voided dibatalkan b x c batalkan dihapus deleted gagal failed "
    "refunded wc-cancelled wc-failed wc-refunded rejected ditolak tolak hapus expired kadaluarsa trash"
)
COUNTED = _set(
    "lunas selesai paid complete completed done posted ok sukses success shipped delivered kirim dikirim "
    "terkirim sent normal aktif active valid closed tutup finish finished proses processed resolved tunai "
    "kredit hutang terbayar belum_lunas l s diterima invoiced"
)
PENDING = _set("pending draft draf tunda ditunda menunggu waiting unpaid belum_bayar hold quotation")
SOLD = _set("jual penjualan sale sales sell out keluar pos kasir penjualan_tunai penjualan_kredit")
BOUGHT = _set("beli pembelian purchase purchases buy in masuk terima penerimaan")
SERVICES = _set("jasa service services servis")
RETURNED = _set("retur return returned rtr refund r pengembalian rj")
MOVED_IN = _set(
    "in masuk m i beli pembelian terima debet debit d saldo_awal awal opening retur_jual buy purchase "
    "receipt penerimaan plus + stok_awal"
)
MOVED_OUT = _set("out keluar k o jual penjualan kredit sale sales sold retur_beli issue minus - pakai rusak")
TRUE = _set("1 y t true ya yes iya -1")
FALSE = _set("0 n f false tidak no tdk") | {""}
