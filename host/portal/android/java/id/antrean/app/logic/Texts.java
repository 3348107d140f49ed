package id.antrean.app.logic;

/** Every word of the app's own screens. A language that lacks one does not compile. */
public abstract class Texts {
  private static final Texts ID = new Indonesian();
  private static final Texts EN = new English();

  /** Of a page or of the phone; "in" is what older Java calls Indonesian. Others read Indonesian, as on the portal. */
  public static Texts of(String language) {
    return language.startsWith("en") ? EN : ID;
  }

  /** "id" or "en" */
  public abstract String code();

  // the bar below the portal's pages
  public abstract String myCodes();
  public abstract String book();
  public abstract String reload();
  public abstract String share();
  public abstract String back();

  // without a network
  public abstract String offlineTitle();
  public abstract String offlineText();
  public abstract String tryAgain();

  // the list of codes
  public abstract String none();
  public abstract String damaged(int count);
  public abstract String openOwn();
  public abstract String state(KeptCode code, long now);

  // a code
  public abstract String kept(String code);
  public abstract String notKept(String why);
  public abstract String codeLabel();
  public abstract String codeHint();
  public abstract String dayRow();
  public abstract String hoursRow();
  public abstract String officeRow();
  public abstract String serviceRow();
  public abstract String peopleRow();
  public abstract String day(VisitDay visit);
  public abstract String hours(VisitDay visit);
  public abstract String over();
  public abstract String cancelled();
  public abstract String moved();
  public abstract String affected();
  public abstract String changed();
  public abstract String noNetworkNeeded();
  public abstract String openBooking();
  public abstract String remove();
  public abstract String removeAsk(String code);
  public abstract String keepIt();

  // the place in the queue
  public abstract String yourNumber();
  public abstract String asking();
  public abstract String noNetwork();
  public abstract String noNews();
  public abstract String asOf(String clock);
  public abstract String asksItself();
  public abstract String oldNews(long minutes, boolean noNetwork);

  // leaving the app
  public abstract String noOtherApp();
  public abstract String saved();
  public abstract String notSaved();

  /** What is sent to whom its owner chooses: the code for people, and the address that shows place and time. */
  public final String shared(KeptCode code, Portal portal) {
    return codeLabel() + ": " + code.code + "\n" + day(code.visit) + ", " + hours(code.visit) + "\n" + code.office
        + (code.where.isEmpty() ? "" : ", " + code.where) + "\n" + portal.at(code.booking);
  }

  private static String stateOf(KeptCode code, long now, String cancelled, String moved, String over, String today) {
    switch (code.gone) {
      case CANCELLED:
        return cancelled;
      case MOVED:
        return moved;
      default:
        return code.visit.isOver(now) ? over : code.visit.isToday(now) ? today : "";
    }
  }

  private static final class Indonesian extends Texts {
    private static final String[] DAYS = {"Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu"};
    private static final String[] MONTHS = {"Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus",
        "September", "Oktober", "November", "Desember"};

    @Override public String code() { return "id"; }
    @Override public String myCodes() { return "Kode saya"; }
    @Override public String book() { return "Pesan antrean"; }
    @Override public String reload() { return "Muat ulang"; }
    @Override public String share() { return "Bagikan"; }
    @Override public String back() { return "Kembali"; }
    @Override public String offlineTitle() { return "Tidak tersambung"; }
    @Override public String offlineText() {
      return "Memesan dan mengubah pesanan memerlukan internet. Kode yang tersimpan di ponsel ini tetap bisa dibuka.";
    }
    @Override public String tryAgain() { return "Coba lagi"; }
    @Override public String none() {
      return "Belum ada kode di ponsel ini. Setelah memesan, kode Anda tersimpan di sini dan terbuka tanpa internet.";
    }
    @Override public String damaged(int count) {
      return count + " kode di ponsel ini rusak dan tidak ditampilkan. Buka pesanannya sekali lagi dengan internet.";
    }
    @Override public String openOwn() { return "Buka pesanan saya"; }
    @Override public String state(KeptCode code, long now) {
      return stateOf(code, now, "Dibatalkan", "Dipindahkan", "Sudah lewat", "Hari ini");
    }
    @Override public String kept(String code) { return "Kode " + code + " tersimpan di ponsel ini."; }
    @Override public String notKept(String why) { return "Kode tidak dapat disimpan di ponsel ini: " + why; }
    @Override public String codeLabel() { return "Kode antrean"; }
    @Override public String codeHint() { return "Bila QR tidak terbaca, ketik kode ini di pintu masuk."; }
    @Override public String dayRow() { return "Tanggal"; }
    @Override public String hoursRow() { return "Jam"; }
    @Override public String officeRow() { return "Kantor"; }
    @Override public String serviceRow() { return "Layanan"; }
    @Override public String peopleRow() { return "Orang"; }
    @Override public String day(VisitDay visit) {
      return DAYS[visit.weekday()] + ", " + visit.date + " " + MONTHS[visit.month - 1] + " " + visit.year;
    }
    @Override public String hours(VisitDay visit) {
      return visit.from.replace(':', '.') + "–" + visit.to.replace(':', '.') + " " + visit.zone;
    }
    @Override public String over() { return "Tanggal pesanan ini sudah lewat, dan kodenya tidak berlaku lagi."; }
    @Override public String cancelled() { return "Antrean ini sudah dibatalkan, dan kodenya tidak berlaku lagi."; }
    @Override public String moved() {
      return "Pesanan ini dipindahkan ke kantor lain. Buka pesanan untuk mengambil kode yang baru.";
    }
    @Override public String affected() {
      return "Kantor tidak dapat melayani pesanan ini pada waktunya. Buka pesanan untuk memilih gantinya.";
    }
    @Override public String changed() {
      return "Hari atau jam pesanan ini sudah diubah. Buka pesanan untuk mengambil kode yang baru.";
    }
    @Override public String noNetworkNeeded() { return "Tersimpan di ponsel ini, terbuka tanpa internet."; }
    @Override public String openBooking() { return "Buka pesanan"; }
    @Override public String remove() { return "Hapus"; }
    @Override public String removeAsk(String code) {
      return "Hapus kode " + code + " dari ponsel ini? Pesanannya tidak dibatalkan.";
    }
    @Override public String keepIt() { return "Jangan hapus"; }
    @Override public String yourNumber() { return "Nomor antrean Anda"; }
    @Override public String asking() { return "Menanyakan keadaan antrean …"; }
    @Override public String noNetwork() {
      return "Tidak tersambung: keadaan antrean tidak dapat ditanyakan. Kode Anda tetap berlaku.";
    }
    @Override public String noNews() {
      return "Kantor belum mengirim kabar antrean hari ini. Ditanyakan lagi tiap menit.";
    }
    @Override public String asOf(String clock) { return "Kabar kantor pukul " + clock + "."; }
    @Override public String asksItself() {
      return "Ditanyakan tiap menit selama layar ini terbuka; saat tertutup tidak ada pemberitahuan.";
    }
    @Override public String oldNews(long minutes, boolean noNetwork) {
      return (noNetwork ? "Tidak tersambung: kabar ini sudah " : "Sudah ") + minutes
          + (noNetwork ? " menit yang lalu." : " menit tidak ada kabar dari kantor.") + " Lihat layar di ruang tunggu.";
    }
    @Override public String noOtherApp() { return "Tidak ada aplikasi di ponsel ini yang dapat membukanya."; }
    @Override public String saved() { return "Tersimpan."; }
    @Override public String notSaved() { return "Tidak dapat disimpan. Periksa internet, lalu coba lagi."; }
  }

  private static final class English extends Texts {
    private static final String[] DAYS =
        {"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"};
    private static final String[] MONTHS = {"January", "February", "March", "April", "May", "June", "July", "August",
        "September", "October", "November", "December"};

    @Override public String code() { return "en"; }
    @Override public String myCodes() { return "My codes"; }
    @Override public String book() { return "Book a visit"; }
    @Override public String reload() { return "Reload"; }
    @Override public String share() { return "Share"; }
    @Override public String back() { return "Back"; }
    @Override public String offlineTitle() { return "Not connected"; }
    @Override public String offlineText() {
      return "Booking and changing a booking need the internet. Codes that this phone keeps can still be opened.";
    }
    @Override public String tryAgain() { return "Try again"; }
    @Override public String none() {
      return "There is no code on this phone yet. When you have booked, your code is kept here and opens without "
          + "internet.";
    }
    @Override public String damaged(int count) {
      return (count == 1 ? "1 code on this phone is damaged and not shown." : count
          + " codes on this phone are damaged and not shown.") + " Open the booking once more with the internet.";
    }
    @Override public String openOwn() { return "Open my bookings"; }
    @Override public String state(KeptCode code, long now) {
      return stateOf(code, now, "Cancelled", "Moved", "Over", "Today");
    }
    @Override public String kept(String code) { return "Code " + code + " is kept on this phone."; }
    @Override public String notKept(String why) { return "The code cannot be kept on this phone: " + why; }
    @Override public String codeLabel() { return "Booking code"; }
    @Override public String codeHint() { return "If the QR is not read, type this code at the entrance."; }
    @Override public String dayRow() { return "Date"; }
    @Override public String hoursRow() { return "Time"; }
    @Override public String officeRow() { return "Office"; }
    @Override public String serviceRow() { return "Service"; }
    @Override public String peopleRow() { return "People"; }
    @Override public String day(VisitDay visit) {
      return DAYS[visit.weekday()] + ", " + visit.date + " " + MONTHS[visit.month - 1] + " " + visit.year;
    }
    @Override public String hours(VisitDay visit) { return visit.from + "–" + visit.to + " " + visit.zone; }
    @Override public String over() { return "The day of this booking has passed, and its code is no longer valid."; }
    @Override public String cancelled() { return "This booking was cancelled, and its code is no longer valid."; }
    @Override public String moved() {
      return "This booking was moved to another office. Open the booking to get the new code.";
    }
    @Override public String affected() {
      return "The office cannot keep this booking at its time. Open the booking to choose another one.";
    }
    @Override public String changed() {
      return "The day or time of this booking was changed. Open the booking to get the new code.";
    }
    @Override public String noNetworkNeeded() { return "Kept on this phone; it opens without internet."; }
    @Override public String openBooking() { return "Open booking"; }
    @Override public String remove() { return "Remove"; }
    @Override public String removeAsk(String code) {
      return "Remove code " + code + " from this phone? The booking is not cancelled.";
    }
    @Override public String keepIt() { return "Keep it"; }
    @Override public String yourNumber() { return "Your queue number"; }
    @Override public String asking() { return "Asking how the queue stands …"; }
    @Override public String noNetwork() {
      return "Not connected: how the queue stands cannot be asked. Your code is still valid.";
    }
    @Override public String noNews() {
      return "The office has not told yet how its queue stands today. Asked again every minute.";
    }
    @Override public String asOf(String clock) { return "As the office told at " + clock + "."; }
    @Override public String asksItself() {
      return "Asked every minute while this screen is open; nothing is announced when it is closed.";
    }
    @Override public String oldNews(long minutes, boolean noNetwork) {
      return (noNetwork ? "Not connected: this is news from " : "No news from the office for ") + minutes + " minutes"
          + (noNetwork ? " ago." : ".") + " Please watch the screen in the hall.";
    }
    @Override public String noOtherApp() { return "No app on this phone can open it."; }
    @Override public String saved() { return "Saved."; }
    @Override public String notSaved() { return "It could not be saved. Check the internet, and try again."; }
  }
}
