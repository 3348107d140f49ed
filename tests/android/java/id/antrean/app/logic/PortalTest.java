package id.antrean.app.logic;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;
import static org.junit.Assert.fail;

import org.junit.Test;

public final class PortalTest {
  private final Portal portal = new Portal("https://antrean.example.go.id");
  private final Portal below = new Portal("https://kantor.example.go.id/antrean/");

  @Test
  public void opensItsOwnPages() {
    for (String own : new String[] {"", "/", "/booking/0123456789abcdef0123456789abcdef", "/?q=a b|c#x", "/n/AD?number=B 1"}) {
      assertTrue(own, portal.isOwn("https://antrean.example.go.id" + own));
    }
    assertTrue(portal.isOwn("HTTPS://ANTREAN.example.go.id/"));
    assertTrue(portal.isOwn("https://antrean.example.go.id:443/"));
    assertTrue(below.isOwn("https://kantor.example.go.id/antrean"));
    assertTrue(below.isOwn("https://kantor.example.go.id/antrean/book/AD"));
  }

  @Test
  public void opensNothingElseHoweverItIsWritten() {
    for (String other : new String[] {null, "", "about:blank", "javascript:alert(1)", "file:///data/data/x",
        "content://x", "intent://antrean.example.go.id/#Intent;end", "http://antrean.example.go.id/",
        "https://antrean.example.go.id.evil.example/", "https://evil.example/?https://antrean.example.go.id/",
        "https://antrean.example.go.id@evil.example/", "https://user@antrean.example.go.id/",
        "https://evil.example\\@antrean.example.go.id/", "https://antrean.example.go.id:8443/",
        "https://antrean.example.go.id\uFF0F@evil.example/", "https:antrean.example.go.id", "//antrean.example.go.id/",
        " https://antrean.example.go.id/", "https://antrean.example.go.id\u0000.evil.example/"}) {
      assertFalse(other, portal.isOwn(other));
    }
    for (String other : new String[] {"/", "/lain", "/antreanx", "/antrean/../lain", "/antrean/%2E%2e/lain"}) {
      assertFalse(other, below.isOwn("https://kantor.example.go.id" + other));
    }
  }

  @Test
  public void letsLinksLeaveThatStartNothing() {
    for (String link : new String[] {"https://wa.me/62", "http://x", "tel:0221", "mailto:a@b", "geo:0,0"}) {
      assertTrue(link, Portal.mayLeave(link));
    }
    for (String link : new String[] {null, "", "intent://x#Intent;end", "javascript:x", "file:///x", "market://x"}) {
      assertFalse(link, Portal.mayLeave(link));
    }
  }

  @Test
  public void knowsABookingsPage() {
    assertEquals(Samples.BOOKING, portal.bookingOf(Samples.BOOKING));
    assertEquals(Samples.BOOKING, below.bookingOf("/antrean" + Samples.BOOKING));
    assertNull(below.bookingOf(Samples.BOOKING));
    assertNull(portal.bookingOf(Samples.BOOKING + "/cancel"));
    assertNull(portal.bookingOf("/booking/../../x"));
    assertNull(portal.bookingOf(null));
    assertEquals("https://kantor.example.go.id/antrean/own", below.at("/own"));
    assertEquals("https://kantor.example.go.id/antrean/", below.home());
  }

  @Test
  public void isHttpsAlone() {
    for (String wrong : new String[] {"http://a.example", "https://", "a.example", "https://u@a.example",
        "https://a.example/?x", "https://a b"}) {
      try {
        new Portal(wrong);
        fail(wrong);
      } catch (IllegalArgumentException right) {
        assertTrue(right.getMessage(), right.getMessage().contains(wrong));
      }
    }
  }
}
