package id.antrean.app.logic;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import org.json.JSONException;
import org.json.JSONObject;
import org.junit.Test;

public final class BookingPageTest {
  private final Portal portal = new Portal(Samples.PORTAL);

  private static JSONObject page() throws JSONException {
    return new JSONObject().put("language", "id").put("path", Samples.BOOKING)
        .put("url", Samples.PORTAL + Samples.BOOKING).put("code", "AD-QFJ8BD").put("qr", Samples.QR)
        .put("day", "2026-11-23").put("from", "08:00").put("to", "10:00").put("zone", "WIB")
        .put("office", "Bandung").put("where", "Jl. Surapati No. 82").put("service", "Permohonan paspor")
        .put("people", "2");
  }

  @Test
  public void hasTheCode() throws JSONException {
    BookingPage page = BookingPage.read(page().toString(), portal);
    assertEquals("id", page.language);
    assertEquals(Samples.code().toText(), page.code.toText());
    assertFalse(page.cancelled);
  }

  /** WebViews write some letters as \\u003C. */
  @Test
  public void readsEscapedText() throws JSONException {
    String escaped = page().put("office", "Jambi <b>").toString().replace("<", "\\u003C");
    assertEquals("Jambi <b>", BookingPage.read(escaped, portal).code.office);
  }

  @Test
  public void ofAnotherSiteIsNothing() throws JSONException {
    assertNull(BookingPage.read(page().put("url", "https://evil.example" + Samples.BOOKING).toString(), portal));
    assertNull(BookingPage.read(page().put("url", "").toString(), portal));
    for (String nothing : new String[] {null, "null", "", "\"x\"", "[1]", "{"}) {
      assertNull(BookingPage.read(nothing, portal));
    }
  }

  @Test
  public void withoutACodeStillHasItsLanguage() throws JSONException {
    JSONObject first = new JSONObject().put("language", "en").put("path", "/").put("url", Samples.PORTAL + "/");
    BookingPage page = BookingPage.read(first.toString(), portal);
    assertEquals("en", page.language);
    assertNull(page.booking);
    assertNull(page.code);
    // A code anywhere else than on a booking's page is none of the portal's.
    assertNull(BookingPage.read(page().put("path", "/book/AD").toString(), portal).code);
    assertNull(BookingPage.read(page().put("qr", "AQ1?").toString(), portal).code);
    assertNull(BookingPage.read(page().put("day", "tomorrow").toString(), portal).code);
  }

  @Test
  public void saysThatABookingIsCancelled() throws JSONException {
    JSONObject gone = new JSONObject().put("language", "id").put("path", Samples.BOOKING)
        .put("url", Samples.PORTAL + Samples.BOOKING).put("gone", "cancelled");
    BookingPage page = BookingPage.read(gone.toString(), portal);
    assertTrue(page.cancelled);
    assertEquals(Samples.BOOKING, page.booking);
    assertFalse(BookingPage.read(gone.put("gone", "over").toString(), portal).cancelled);
  }
}
