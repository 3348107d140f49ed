// The texts of the audit.
#include "web/page_texts.hpp"

namespace antrean::web {
namespace {

constexpr PageText audit[] = {
    {"title", "Audit", "Audit"},
    {"about", "Yang harus dipertanggungjawabkan: setiap pengecualian hari itu, oleh siapa, sebagai apa, dan alasannya.",
     "What somebody must answer for: every exception of the day, by whom, as what, and why."},
    {"pages", "Halaman", "Pages"},
    {"counters", "Loket", "Counters"},
    {"entrance", "Pintu masuk", "Entrance"},
    {"day", "Hari", "Day"},
    {"earlier", "Hari sebelumnya", "The day before"},
    {"later", "Hari berikutnya", "The day after"},
    {"kind", "Jenis", "Kind"},
    {"all_kinds", "Semua jenis ({count})", "All kinds ({count})"},
    {"csv", "Unduh CSV", "Download CSV"},
    {"export", "Unduh ekspor bertanda tangan", "Download signed export"},
    {"check", "Periksa di mana pun dengan: antrean verify BERKAS --key KUNCI",
     "Check it anywhere with: antrean verify FILE --key KEY"},
    {"key", "Kunci kantor ini:", "This office's key:"},
    {"fingerprint", "Sidiknya, untuk dibacakan:", "Its fingerprint, to be read out:"},
    {"count", "{count} pengecualian", "{count} exceptions"},
    {"one", "1 pengecualian", "1 exception"},
    {"none", "Tidak ada pengecualian pada hari ini.", "There was no exception on this day."},
    {"no_day", "Jurnal belum berisi hari apa pun.", "The journal holds no day yet."},
    {"failed", "Tidak dapat dimuat. Muat ulang halaman ini.", "It could not be loaded. Load this page again."},
    {"no_reason", "tanpa alasan", "no reason given"},
    {"column.seq", "Kejadian", "Event"},
    {"column.day", "Hari", "Day"},
    {"column.time", "Pukul", "Time"},
    {"column.what", "Apa", "What"},
    {"column.number", "Nomor", "Number"},
    {"column.counter", "Loket", "Counter"},
    {"column.who", "Oleh", "By"},
    {"column.role", "Sebagai", "As"},
    {"column.machine", "Di mesin", "At machine"},
    {"column.reason", "Alasan", "Reason"},
    {"role.officer", "petugas loket", "officer"},
    {"role.clerk", "petugas pintu masuk", "clerk"},
    {"role.supervisor", "penyelia", "supervisor"},
    {"role.technician", "teknisi", "technician"},
    {"role.auditor", "auditor", "auditor"},
    {"role.system", "sistem", "system"},
    {"role.pad", "tombol panggil", "call pad"},
    {"role.entrance", "pintu masuk", "entrance"},
    {"out_of_order", "Di luar urutan", "Out of order"},
    {"served_direct", "Dilayani langsung", "Served directly"},
    {"forced", "Di luar aturan", "Against the rules"},
    {"class_at_entrance", "Golongan di pintu masuk", "Class at the entrance"},
    {"class_granted", "Ganti golongan", "Class granted"},
    {"transferred", "Dipindahkan", "Transferred"},
    {"returned", "Diterima kembali", "Let back"},
    {"call_cancelled", "Panggilan dibatalkan", "Call cancelled"},
    {"ticket_cancelled", "Nomor dibatalkan", "Number cancelled"},
    {"finish_undone", "Ditarik kembali", "Taken back"},
    {"line_replaced", "Pengaturan berubah", "Settings changed"},
    {"day_opened", "Hari dibuka", "Day opened"},
    {"day_closed", "Hari ditutup", "Day closed"},
    {"day_reopened", "Hari dibuka kembali", "Day opened again"},
    {"clock_stepped", "Jam mundur", "Clock went back"},
    {"numbers_skipped", "Nomor dilewati", "Numbers skipped"},
    {"hall_paused", "Aula jeda", "Pause of the hall"},
    {"hall_resumed", "Aula dilanjutkan", "End of the pause"},
    {"notice_set", "Pengumuman", "Notice"},
    {"notice_ended", "Pengumuman turun", "Notice ended"},
    {"walk_ins_set", "Kuota tanpa pesanan", "Walk-in quota"},
    {"last_numbers_set", "Nomor terakhir", "Last numbers"},
    {"settings_changed", "Pengaturan diganti", "New settings"},
};
static_assert(complete(audit), "a text is missing in one language, or a key is there twice");

}  // namespace

std::span<const PageText> audit_texts() { return audit; }

}  // namespace antrean::web
