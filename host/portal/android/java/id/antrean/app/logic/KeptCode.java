package id.antrean.app.logic;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A booking's code as the phone keeps it: what the entrance's scanner reads, and what its owner wants to know. No name
 * and no NIK. Immutable.
 *
 * <p>As text: a first line with the version, lines "key value", and a last line with the SHA-256 of all before it. What
 * was cut off or damaged is never shown as a code.
 */
public final class KeptCode {
  /** What became of a booking that cannot be used any more. */
  public enum Gone {
    NO, CANCELLED, MOVED
  }

  private static final String FIRST_LINE = "antrean code 1";
  private static final String SUM = "sha256 ";
  private static final int LONGEST = 300;

  /** Below the portal: "/booking/" and 32 hex digits. */
  public final String booking;
  /** "AD-QFJ8BD" */
  public final String code;
  /** The QR's text. */
  public final String qr;
  public final VisitDay visit;
  public final String office;
  /** The office's street; may be "". */
  public final String where;
  public final String service;
  public final int people;
  public final Gone gone;

  public KeptCode(String booking, String code, String qr, VisitDay visit, String office, String where, String service,
      int people, Gone gone) {
    require(Portal.isBooking(booking), "booking", booking);
    require(code.matches("[A-Z0-9]{2}-[A-Z0-9]{6}"), "code", code);
    require(qr.matches("AQ1[A-Z0-9]{30,300}"), "qr", qr);
    require(people >= 1 && people <= 15, "people", String.valueOf(people));
    this.booking = booking;
    this.code = code;
    this.qr = qr;
    this.visit = visit;
    this.office = oneLine(office);
    this.where = oneLine(where);
    this.service = oneLine(service);
    this.people = people;
    this.gone = gone;
    require(!this.office.isEmpty(), "office", office);
  }

  public KeptCode with(Gone what) {
    return new KeptCode(booking, code, qr, visit, office, where, service, people, what);
  }

  /** The name of its file: nothing else is in the address than hex digits. */
  public String key() {
    return booking.substring(booking.lastIndexOf('/') + 1);
  }

  public String toText() {
    String text = FIRST_LINE + "\nbooking " + booking + "\ncode " + code + "\nqr " + qr + "\nday " + visit.day()
        + "\nfrom " + visit.from + "\nto " + visit.to + "\nzone " + visit.zone + "\noffice " + office + "\nwhere "
        + where + "\nservice " + service + "\npeople " + people + "\ngone " + gone.name() + "\n";
    return text + SUM + sum(text) + "\n";
  }

  /** Throws IllegalArgumentException when the text is not whole and unchanged. */
  public static KeptCode fromText(String text) {
    int last = text.lastIndexOf("\n" + SUM) + 1;
    if (last == 0 || !text.startsWith(FIRST_LINE + "\n")
        || !text.substring(last).equals(SUM + sum(text.substring(0, last)) + "\n")) {
      throw new IllegalArgumentException("it is damaged");
    }
    Map<String, String> values = new LinkedHashMap<>();
    for (String line : text.substring(0, last).split("\n")) {
      int space = line.indexOf(' ');
      values.put(line.substring(0, Math.max(space, 0)), line.substring(space + 1));
    }
    return new KeptCode(of(values, "booking"), of(values, "code"), of(values, "qr"),
        new VisitDay(of(values, "day"), of(values, "from"), of(values, "to"), of(values, "zone")),
        of(values, "office"), of(values, "where"), of(values, "service"), Integer.parseInt(of(values, "people")),
        Gone.valueOf(of(values, "gone")));
  }

  private static String of(Map<String, String> values, String key) {
    String value = values.get(key);
    require(value != null, key, "nothing");
    return value;
  }

  private static void require(boolean right, String what, String value) {
    if (!right) {
      throw new IllegalArgumentException("'" + what + "' cannot be " + value);
    }
  }

  private static String oneLine(String text) {
    String clean = text.replaceAll("[\\p{Cntrl}\\s]+", " ").trim();
    return clean.length() <= LONGEST ? clean : clean.substring(0, LONGEST);
  }

  private static String sum(String text) {
    try {
      StringBuilder hex = new StringBuilder();
      for (byte one : MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8))) {
        hex.append(Character.forDigit(one >> 4 & 15, 16)).append(Character.forDigit(one & 15, 16));
      }
      return hex.toString();
    } catch (NoSuchAlgorithmException never) {
      throw new IllegalStateException(never);
    }
  }
}
