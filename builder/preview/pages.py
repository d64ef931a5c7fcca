"""The gateway's own pages: short, Indonesian, with what to do next. No script, no foreign file."""

from __future__ import annotations

import html

STYLE = """
:root{font:16px/1.5 Inter,system-ui,sans-serif;color:#1b2733;background:#f4f6fa}
body{margin:0;display:grid;grid-template-columns:minmax(0,1fr);min-height:100vh;place-items:center}
main{box-sizing:border-box;max-width:min(34rem,100% - 2rem);margin:1rem;padding:1.5rem}
main{background:#fff;border-radius:8px}
main{border-top:4px solid #0a489f}h1{font-size:1.25rem;margin:0 0 .5rem}p{margin:.5rem 0}
pre{overflow:auto;max-height:60vh;font-size:.8rem;background:#f4f6fa;padding:.75rem}
pre,code{white-space:pre-wrap;overflow-wrap:anywhere}
main.lebar{max-width:min(60rem,100% - 2rem)}progress{width:100%;accent-color:#0a489f}
"""
BAR_STYLE = """
.rakit-tanpa-kotak{position:sticky;top:0;z-index:9999;margin:0;padding:.4rem .75rem;
background:#7a2e00;color:#fff;font:14px/1.4 system-ui,sans-serif;text-align:center}
"""
BAR = (
    '<link rel="stylesheet" href="/-/kotak.css"><p class="rakit-tanpa-kotak" role="status">'
    "Pratinjau tanpa kotak: aplikasi ini berjalan tanpa pembatas penuh. Jangan isi data asli.</p>"
)


def page(title: str, *paragraphs: str, refresh: int = 0, more: str = "", wide: bool = False) -> str:
    """A whole page; texts are escaped here, `more` is HTML."""
    again = f'<meta http-equiv="refresh" content="{refresh}">' if refresh else ""
    words = "".join(f"<p>{html.escape(text)}</p>" for text in paragraphs if text)
    kind = ' class="lebar"' if wide else ""
    return (
        '<!doctype html><html lang="id"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"{again}<title>{html.escape(title)}</title><style>{STYLE}</style></head>"
        f"<body><main{kind}><h1>{html.escape(title)}</h1>{words}{more}</main></body></html>"
    )


def waiting() -> str:
    return page(
        "Menyiapkan pratinjau…",
        "Aplikasi sedang dinyalakan dengan data contoh. Halaman ini berganti sendiri.",
        refresh=1,
        more='<progress aria-label="Sedang disiapkan"></progress>',
    )


def crashed(traceback: str, *, staff: bool) -> str:
    """The traceback is for those who can mend it; to others it says nothing and may tell much."""
    if not staff:
        return page(
            "Aplikasi ini sedang bermasalah.",
            "Yang Anda isi di pratinjau hanya data percobaan. "
            "Beri tahu petugas yang memandu, lalu coba lagi.",
        )
    told = traceback.strip() or "(tanpa keterangan)"
    last = html.escape(told.splitlines()[-1])
    return page(
        "Aplikasi ini berhenti karena kesalahan.",
        "Perbaiki rancangan atau suntingan di tempat yang ditunjuk baris terakhir, lalu buka lagi.",
        more=f"<p><code>{last}</code></p><pre>{html.escape(told)}</pre>",
        wide=True,
    )


REFUSED = page(
    "Pratinjau tidak dapat dijalankan di mesin ini.",
    "Aplikasi ini memuat suntingan atau plugin luar, sehingga hanya boleh berjalan di dalam kotak "
    "pengaman, dan mesin ini menolak kotak itu.",
    "Minta pengelola menjalankan: rakit doctor. Di sana tertulis apa yang kurang.",
)
REFUSED_GUESTS = page(
    "Pratinjau ini hanya untuk petugas.",
    "Mesin ini menolak kotak pengaman, sehingga pratinjau hanya dibuka untuk petugas yang masuk "
    "di portal.",
    "Minta pengelola menjalankan: rakit doctor. Di sana tertulis apa yang kurang.",
)
NOT_HERE = page(
    "Halaman ini tidak ada.",
    "Alamat pratinjau selalu dimulai dari tautan atau kode QR yang Anda terima.",
    "Buka lagi tautan itu, atau minta yang baru kepada petugas.",
)
GONE = page(
    "Pratinjau ini sudah dibuang.",
    "Aplikasinya mungkin sudah diserahkan atau diganti. Minta tautan baru kepada petugas.",
)
BUSY = page(
    "Pratinjau sedang ramai.",
    "Tunggu beberapa detik lalu muat ulang halaman ini.",
)
TOO_MANY = page(
    "Terlalu banyak pratinjau berjalan.",
    "Tutup pratinjau lain yang tidak dipakai, atau coba lagi beberapa menit lagi.",
)
TOO_FAST = page("Terlalu banyak permintaan.", "Tunggu sebentar, lalu muat ulang halaman ini.")
TOO_SLOW = page(
    "Aplikasi tidak menjawab tepat waktu.",
    "Coba lagi. Bila berulang, beri tahu petugas yang memandu.",
)
LEADS_OUT = page(
    "Aplikasi ini mengarahkan ke alamat di luar pratinjau.",
    "Demi keamanan, pratinjau tidak membuka alamat lain. Kembali dengan tombol kembali.",
)
FOREIGN = page(
    "Permintaan ini datang dari situs lain.",
    "Demi keamanan tidak dilanjutkan. Buka pratinjau dari tautan atau kode QR yang Anda terima.",
)
BROKEN = {
    413: page("Berkas terlalu besar untuk pratinjau.", "Pakai berkas yang lebih kecil."),
    421: page("Alamat ini bukan alamat pratinjau.", "Buka tautan yang Anda terima apa adanya."),
    501: page("Cara ini tidak didukung pratinjau.", "Pakai peramban biasa."),
}
