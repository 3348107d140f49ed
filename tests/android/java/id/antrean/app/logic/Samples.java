package id.antrean.app.logic;

import java.io.File;
import java.io.IOException;
import java.util.Calendar;
import java.util.TimeZone;

/** Made-up bookings, and times of Indonesia. */
public final class Samples {
  public static final String PORTAL = "https://antrean.example.go.id";
  public static final String BOOKING = "/booking/0123456789abcdef0123456789abcdef";
  /** As long as the portal's: 154 letters and digits. */
  public static final String QR = "AQ1UJZDEGXDNCF32EPF3DHODZDOCIS2JHTLGMXGEDN73U55XTPLPFT7V4SEH2KVJ72CEUVW75EFR6EDT"
      + "4SYWB5WKH7DNSIPZZ7FK4ZRI3R2WYOJFLJOOA7LQSAJ2XUID5ZZZZG6ZDMEN4KHVDGAJGXBENY";

  private Samples() {}

  public static KeptCode code() {
    return code(BOOKING, "2026-11-23");
  }

  public static KeptCode code(String booking, String day) {
    return new KeptCode(booking, "AD-QFJ8BD", QR, new VisitDay(day, "08:00", "10:00", "WIB"), "Bandung",
        "Jl. Surapati No. 82", "Permohonan paspor", 2, KeptCode.Gone.NO);
  }

  /** UTC milliseconds of a clock in Bandung. */
  public static long wib(int year, int month, int day, int hour, int minute) {
    Calendar calendar = Calendar.getInstance(TimeZone.getTimeZone("GMT+7"));
    calendar.clear();
    calendar.set(year, month - 1, day, hour, minute);
    return calendar.getTimeInMillis();
  }

  /** 23 November 2026, 08.31 in Bandung. */
  public static long onTheDay() {
    return wib(2026, 11, 23, 8, 31);
  }

  public static String now(String state, String numbers) {
    return "{\"state\":\"" + state + "\",\"day\":\"2026-11-23\",\"from\":\"08:00\",\"to\":\"10:00\",\"zone\":\"WIB\","
        + "\"age\":12,\"as_of\":\"08.31 WIB\",\"every\":15,\"numbers\":[" + numbers + "]}";
  }

  public static String number(String state, String title, String detail, long call) {
    return "{\"number\":\"B021\",\"state\":\"" + state + "\",\"title\":\"" + title + "\",\"detail\":\"" + detail
        + "\",\"call\":" + call + "}";
  }

  public static final CodeStore.FolderSync NO_SYNC = new CodeStore.FolderSync() {
    @Override
    public void sync(File folder) throws IOException {}
  };
}
