package id.antrean.app.logic;

/** The day and the hours of a visit, in the office's own zone. Immutable. (java.time is not in Android 7.) */
public final class VisitDay {
  private static final long DAY_MS = 86_400_000L;
  private static final long HOUR_MS = 3_600_000L;

  public final int year;
  public final int month;
  public final int date;
  /** "08:00" */
  public final String from;
  public final String to;
  /** "WIB", "WITA" or "WIT". */
  public final String zone;

  /** `day` as 2026-11-23. Throws IllegalArgumentException with what is wrong. */
  public VisitDay(String day, String from, String to, String zone) {
    if (!day.matches("\\d{4}-\\d{2}-\\d{2}")) {
      throw new IllegalArgumentException("no day: " + day);
    }
    year = Integer.parseInt(day.substring(0, 4));
    month = Integer.parseInt(day.substring(5, 7));
    date = Integer.parseInt(day.substring(8));
    if (month < 1 || month > 12 || date < 1 || date > 31) {
      throw new IllegalArgumentException("no day: " + day);
    }
    for (String clock : new String[] {from, to}) {
      if (!clock.matches("([01]\\d|2[0-4]):[0-5]\\d")) {
        throw new IllegalArgumentException("no time: " + clock);
      }
    }
    this.from = from;
    this.to = to;
    this.zone = zone;
    hoursFromUtc();
  }

  public String day() {
    return year + (month < 10 ? "-0" : "-") + month + (date < 10 ? "-0" : "-") + date;
  }

  /** 0 is Monday. */
  public int weekday() {
    return (int) (((daysSince1970() + 3) % 7 + 7) % 7);
  }

  /** UTC milliseconds. The portal, too, lets a code be used until the day ends. */
  public boolean isOver(long now) {
    return now >= midnight() + DAY_MS;
  }

  public boolean isToday(long now) {
    return now >= midnight() && !isOver(now);
  }

  /** Days since the visit's day ended; negative before. */
  public long daysAgo(long now) {
    return Math.round(Math.floor((now - midnight() - DAY_MS) / (double) DAY_MS));
  }

  /** Earlier visits first. */
  public String order() {
    return day() + from;
  }

  public boolean isSame(VisitDay other) {
    return order().equals(other.order()) && to.equals(other.to) && zone.equals(other.zone);
  }

  private long midnight() {
    return daysSince1970() * DAY_MS - hoursFromUtc() * HOUR_MS;
  }

  private int hoursFromUtc() {
    switch (zone) {
      case "WIB":
        return 7;
      case "WITA":
        return 8;
      case "WIT":
        return 9;
      default:
        throw new IllegalArgumentException("no zone of Indonesia: " + zone);
    }
  }

  /** Of the Gregorian calendar; years begin in March, so that the leap day is a year's last. */
  private long daysSince1970() {
    long y = month > 2 ? year : year - 1;
    long era = y / 400;
    long yearOfEra = y - era * 400;
    long dayOfYear = (153L * (month + (month > 2 ? -3 : 9)) + 2) / 5 + date - 1;
    long dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
    return era * 146_097 + dayOfEra - 719_468;
  }
}
