"""A small picture for an entity's line in the menu, by the words of its name.

The first word that is known decides: in Indonesian the thing comes first, what kind it is after
(`surat_masuk`, `unit_kerja`). The names are those of the kit's own set.
"""

from __future__ import annotations

ANY = "list-details"
"""For a name of which no word is known."""

_WORDS = {
    "user": "anak anggota operator orang pejabat pelaku pemilik pemohon penerima penghuni pengguna"
    " person petani pribadi wali warga user customer pelanggan nasabah pasien client employee",
    "users": "kelompok keluarga komunitas masyarakat penduduk peserta tim rombongan group team",
    "id-badge-2": "asn karyawan pegawai pengelola petugas staf staff prakom nip",
    "school": "beasiswa guru kelas kursus pelatihan pendidikan sekolah siswa murid mahasiswa"
    " course training student",
    "user-check": "absensi daftar_hadir hadir kehadiran attendance",
    "notebook": "buku_tamu tamu kunjungan visitor guest",
    "mail": "disposisi email surat undangan letter",
    "file-text": "arsip berita berkas dokumen lampiran naskah perjanjian document file",
    "file-certificate": "akta izin lisensi perizinan rekomendasi sertifikat certificate license",
    "inbox": "aduan laporan_masuk pengaduan permintaan permohonan request complaint ticket tiket",
    "send": "pengajuan usulan proposal pendaftaran registrasi registration application",
    "clipboard-check": "audit evaluasi inspeksi monitoring pemeriksaan pengawasan penilaian"
    " survei verifikasi inspection survey",
    "report": "laporan notulen rekap report",
    "list-check": "kegiatan langkah tindakan tugas task activity",
    "flag": "agenda_kerja program proyek sasaran target project",
    "calendar-event": "acara agenda event jadwal kalender rapat sesi periode schedule meeting",
    "calendar-time": "cuti lembur peminjaman pemesanan reservasi sewa booking loan",
    "building": "bangunan gedung kantor rumah building office property",
    "building-community": "bagian bidang cabang desa dinas divisi instansi kelurahan lembaga opd"
    " organisasi posyandu rt rw skpd unit seksi department branch unit_kerja",
    "building-bank": "bank keuangan pemda rekening account",
    "building-store": "industri ikm kios kuliner merek pasar perusahaan toko umkm usaha company"
    " store supplier vendor penyedia rekanan",
    "building-warehouse": "gudang inventaris persediaan stok warehouse stock inventory",
    "building-hospital": "faskes klinik puskesmas hospital",
    "stethoscope": "dokter kesehatan pemeriksaan_kesehatan medis perawat rekam",
    "vaccine": "imunisasi vaksin",
    "pill": "obat resep",
    "tool": "alat mesin pemeliharaan perbaikan peralatan perawatan servis sparepart equipment",
    "package": "aset barang bahan bantuan hibah item komoditas paket produk product",
    "shopping-cart": "belanja order pembelian pengadaan pesanan purchase sale penjualan",
    "receipt": "faktur invoice kuitansi nota tagihan transaksi bukti",
    "cash": "biaya bayar honor insentif pembayaran retribusi pajak payment",
    "wallet": "anggaran dana kas modal saldo budget",
    "chart-bar": "capaian indikator kinerja realisasi statistik",
    "map-pin": "alamat lokasi posisi tempat titik location address",
    "map": "kabupaten kecamatan provinsi peta wilayah zona region",
    "world": "negara situs website country",
    "car": "armada kendaraan mobil motor vehicle",
    "truck": "angkutan ekspedisi kirim pengiriman distribusi shipping delivery",
    "plane": "perjalanan sppd",
    "road": "jalan jembatan",
    "droplet": "air irigasi sumur",
    "bolt": "energi listrik",
    "tree": "hutan lingkungan pohon taman",
    "plant": "bibit lahan panen pertanian tanam tanaman",
    "fish": "ikan kolam nelayan perikanan ternak hewan",
    "recycle": "limbah sampah",
    "book": "buku judul koleksi perpustakaan pustaka book",
    "photo": "dokumentasi foto galeri gambar photo album",
    "news": "artikel informasi pengumuman publikasi",
    "gavel": "hukum kasus pelanggaran peraturan perkara sengketa",
    "shield": "keamanan patroli risiko",
    "medal": "kejuaraan lomba penghargaan prestasi",
    "ball-football": "atlet cabor olahraga",
    "device-mobile": "gawai perangkat telepon device",
    "server": "aplikasi jaringan server sistem",
    "home": "kamar ruang ruangan room",
    "tag": "golongan jenis kategori kelompok_barang klasifikasi label tipe category type",
    "ruler": "satuan ukuran unit_ukur",
    "star": "kepuasan rating ulasan",
    "message": "catatan komentar pesan saran tanggapan message note",
    "list": "butir detail rincian detil line",
    "phone": "kontak contact",
    "certificate": "akreditasi sertifikasi",
    "key": "akses hak peran role",
    "id": "ktp kk kependudukan",
    "award": "jabatan pangkat",
}


BY_WORD = {word: icon for icon, words in _WORDS.items() for word in words.split()}


def icon_of(name: str) -> str:
    """The icon for an entity of this name; the whole name is looked for before its words."""
    return next((BY_WORD[word] for word in (name, *name.split("_")) if word in BY_WORD), ANY)
