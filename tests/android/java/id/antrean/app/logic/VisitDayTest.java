package id.antrean.app.logic;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;
import static org.junit.Assert.fail;

import java.util.Calendar;
import java.util.GregorianCalendar;
import java.util.TimeZone;
import org.junit.Test;

public final class VisitDayTest {
  private static VisitDay at(String day, String zone) {
    return new VisitDay(day, "08:00", "10:00", zone);
  }

  @Test
  public void isSaidInBothLanguages() {
    VisitDay visit = at("2026-11-23", "WITA");
    assertEquals("Senin, 23 November 2026", Texts.of("in").day(visit));
    assertEquals("Monday, 23 November 2026", Texts.of("en-GB").day(visit));
    assertEquals("08.00–10.00 WITA", Texts.of("id").hours(visit));
    assertEquals("08:00–10:00 WITA", Texts.of("en").hours(visit));
  }

  /** Against Java's own calendar, over four hundred years' rules. */
  @Test
  public void hasTheCalendarsWeekdaysAndMidnights() {
    GregorianCalendar calendar = new GregorianCalendar(TimeZone.getTimeZone("GMT+9"));
    calendar.clear();
    calendar.set(1999, Calendar.DECEMBER, 28);
    for (int i = 0; i < 45_000; ++i, calendar.add(Calendar.DATE, 1)) {
      String day = String.format("%04d-%02d-%02d", calendar.get(Calendar.YEAR), calendar.get(Calendar.MONTH) + 1,
          calendar.get(Calendar.DATE));
      VisitDay visit = at(day, "WIT");
      long midnight = calendar.getTimeInMillis();
      assertEquals(day, (calendar.get(Calendar.DAY_OF_WEEK) + 5) % 7, visit.weekday());
      assertFalse(day, visit.isToday(midnight - 1));
      assertTrue(day, visit.isToday(midnight));
      assertTrue(day, visit.isToday(midnight + 86_399_999L));
      assertTrue(day, visit.isOver(midnight + 86_400_000L));
      assertEquals(day, visit.day());
    }
  }

  @Test
  public void endsAtTheOfficesOwnMidnight() {
    long wibMidnight = Samples.wib(2026, 11, 24, 0, 0);
    assertFalse(at("2026-11-23", "WIB").isOver(wibMidnight - 1));
    assertTrue(at("2026-11-23", "WIB").isOver(wibMidnight));
    assertTrue(at("2026-11-23", "WITA").isOver(wibMidnight - 3_600_000L));
    assertFalse(at("2026-11-23", "WITA").isOver(wibMidnight - 3_600_001L));
    assertEquals(-1, at("2026-11-23", "WIB").daysAgo(wibMidnight - 1));
    assertEquals(0, at("2026-11-23", "WIB").daysAgo(wibMidnight));
    assertEquals(30, at("2026-11-23", "WIB").daysAgo(Samples.wib(2026, 12, 24, 12, 0)));
  }

  @Test
  public void refusesWhatIsNoDay() {
    String[][] wrong = {{"2026-13-01", "08:00", "WIB"}, {"2026-1-1", "08:00", "WIB"}, {"", "08:00", "WIB"},
        {"2026-11-23", "8:00", "WIB"}, {"2026-11-23", "25:00", "WIB"}, {"2026-11-23", "08:00", "CET"}};
    for (String[] one : wrong) {
      try {
        new VisitDay(one[0], one[1], "10:00", one[2]);
        fail(one[0] + one[1] + one[2]);
      } catch (IllegalArgumentException right) {
        assertFalse(right.getMessage().isEmpty());
      }
    }
  }
}
