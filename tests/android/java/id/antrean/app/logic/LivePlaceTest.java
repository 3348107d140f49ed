package id.antrean.app.logic;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;
import static org.junit.Assert.fail;

import org.junit.Test;

public final class LivePlaceTest {
  private static final String WAITS = Samples.number("waiting", "Anda kira-kira urutan ke-4", "12–20 menit lagi", 0);
  private final Texts texts = Texts.of("id");
  private final LivePlace place = new LivePlace();

  private CodeFace face(long now) {
    return CodeFace.of(texts, Samples.code(), place, now, 0);
  }

  @Test
  public void saysWhatItKnows() {
    assertEquals(texts.asking(), place.said(texts, 0));
    place.hear(BookingNow.read(Samples.now("booked", WAITS)), 1000);
    assertEquals("Kabar kantor pukul 08.31 WIB. " + texts.asksItself(), place.said(texts, 60_000));
    CodeFace face = face(Samples.onTheDay());
    assertEquals("B021", face.numbers.get(0).number);
    assertEquals("12–20 menit lagi", face.numbers.get(0).detail);
    assertEquals("", face.warning);
    assertTrue(face.spoken(), face.spoken().startsWith("Nomor antrean Anda B021\nAnda kira-kira urutan ke-4\n"));
    assertTrue(face.spoken(), face.spoken().contains("Kode antrean AD-QFJ8BD\nTanggal: Senin, 23 November 2026"));
  }

  /** The portal's news was 12 s old when it came at 1 s. */
  @Test
  public void saysWhenItsNewsIsOld() {
    place.hear(BookingNow.read(Samples.now("booked", WAITS)), 1000);
    assertTrue(place.said(texts, 108_999).startsWith("Kabar kantor"));
    assertTrue(place.said(texts, 109_000).startsWith("Sudah 2 menit tidak ada kabar"));
    place.fail();
    assertTrue(place.said(texts, 109_000).startsWith("Tidak tersambung: kabar ini sudah 2 menit"));
    assertEquals("the number stays", 1, face(Samples.onTheDay()).numbers.size());
    place.hear(BookingNow.read(Samples.now("booked", WAITS)), 109_000);
    assertTrue(place.said(texts, 109_000).startsWith("Kabar kantor"));
  }

  @Test
  public void withoutANetworkTheCodeIsStillGood() {
    place.fail();
    CodeFace face = face(Samples.onTheDay());
    assertEquals(texts.noNetwork(), face.said);
    assertEquals("", face.warning);
    assertEquals("on another day nothing is said of it", "", face(Samples.wib(2026, 11, 22, 8, 0)).said);
  }

  @Test
  public void whoIsDoneWaitsForNoNews() {
    place.hear(BookingNow.read(Samples.now("used", Samples.number("served", "Selesai", "", 0))), 0);
    assertEquals("Kabar kantor pukul 08.31 WIB.", place.said(texts, 9_000_000));
  }

  @Test
  public void hearsEachCallOnce() {
    assertFalse(place.hear(BookingNow.read(Samples.now("used", WAITS)), 0));
    String called = Samples.now("used", Samples.number("called", "Silakan menuju Loket 3", "", 7));
    assertTrue(place.hear(BookingNow.read(called), 0));
    assertFalse(place.hear(BookingNow.read(called), 0));
    assertTrue("called again", place.hear(BookingNow.read(called.replace(":7}", ":8}")), 0));
  }

  @Test
  public void asksEachMinuteAndMoreOftenWhenTheTurnIsNear() {
    assertEquals(60_000, place.askAgainAfter());
    place.hear(BookingNow.read(Samples.now("used", WAITS)), 0);
    assertEquals(60_000, place.askAgainAfter());
    place.hear(BookingNow.read(Samples.now("used", WAITS).replace("\"every\":15", "\"every\":5")), 0);
    assertEquals(10_000, place.askAgainAfter());
  }

  @Test
  public void saysThatACodeIsOverCancelledMovedOrChanged() {
    assertEquals("", face(Samples.wib(2026, 11, 23, 23, 59)).warning);
    assertEquals(texts.over(), face(Samples.wib(2026, 11, 24, 0, 0)).warning);
    for (KeptCode.Gone gone : KeptCode.Gone.values()) {
      String warning = CodeFace.of(texts, Samples.code().with(gone), place, Samples.onTheDay(), 0).warning;
      assertEquals(gone == KeptCode.Gone.NO ? "" : gone == KeptCode.Gone.MOVED ? texts.moved() : texts.cancelled(),
          warning);
    }
    place.hear(BookingNow.read(Samples.now("affected", "")), 0);
    assertEquals(texts.affected(), face(Samples.onTheDay()).warning);
    place.hear(BookingNow.read(Samples.now("booked", "").replace("10:00", "11:00")), 0);
    assertEquals(texts.changed(), face(Samples.onTheDay()).warning);
    place.hear(BookingNow.read(Samples.now("over", "")), 0);  // the phone's clock is behind
    assertEquals(texts.over(), face(Samples.onTheDay()).warning);
    assertEquals(KeptCode.Gone.CANCELLED, BookingNow.read(Samples.now("cancelled", "")).gone());
    assertEquals(KeptCode.Gone.MOVED, BookingNow.read(Samples.now("moved", "")).gone());
  }

  @Test
  public void withoutNewsFromTheOfficeItSaysSo() {
    place.hear(BookingNow.read(Samples.now("booked", "").replace("\"age\":12,", "")), 0);
    assertEquals(texts.noNews(), place.said(texts, 9_000_000));
  }

  @Test
  public void isTakenFromNobodyElse() {
    for (String other : new String[] {"", "<html>", "[]", "{}", "{\"state\":\"booked\"}",
        Samples.now("booked", "").replace("WIB", "CET"), Samples.now("booked", "7")}) {
      try {
        BookingNow.read(other);
        fail(other);
      } catch (IllegalArgumentException right) {
        assertFalse(right.getMessage().isEmpty());
      }
    }
  }
}
