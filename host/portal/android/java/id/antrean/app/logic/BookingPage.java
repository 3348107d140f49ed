package id.antrean.app.logic;

import org.json.JSONException;
import org.json.JSONObject;

/**
 * What the app reads of the page that is shown: its language, and of a booking's page the code. The page does not know
 * the app: the WebView runs SCRIPT in it after it was loaded, and gives back what that returns.
 */
public final class BookingPage {
  /**
   * Also takes away what cannot work here: printing, where the phone is (the app may not know), and the offer of this
   * app. The attributes are those of the portal's pages/templates.
   */
  public static final String SCRIPT = "(function(){"
      + "var ticket=document.querySelector('article[data-qr],article[data-gone]'),all={};"
      + "if(ticket)for(var key in ticket.dataset)all[key]=ticket.dataset[key];"
      + "var idle=document.querySelectorAll('[data-print],[data-near],[data-app]');"
      + "for(var i=0;i<idle.length;i++)idle[i].style.display='none';"
      + "all.language=document.documentElement.lang;all.path=location.pathname;all.url=location.href;"
      + "return all;})()";

  /** "id" or "en"; "": the page has none. */
  public final String language;
  /** Below the portal, "/booking/..."; null: it is no booking's page. */
  public final String booking;
  /** null: there is none on the page. */
  public final KeptCode code;
  /** The booking on this page cannot be used any more. */
  public final boolean cancelled;

  private BookingPage(String language, String booking, KeptCode code, boolean cancelled) {
    this.language = language;
    this.booking = booking;
    this.code = code;
    this.cancelled = cancelled;
  }

  /** What SCRIPT returned, as evaluateJavascript gives it. null: nothing of a page of this portal. */
  public static BookingPage read(String result, Portal portal) {
    JSONObject page;
    try {
      page = new JSONObject(result);
    } catch (JSONException | NullPointerException nothing) {
      return null;
    }
    if (!portal.isOwn(page.optString("url"))) {
      return null;
    }
    String booking = portal.bookingOf(page.optString("path"));
    boolean cancelled = booking != null && "cancelled".equals(page.optString("gone"));
    return new BookingPage(page.optString("language"), booking, codeOf(page, booking), cancelled);
  }

  private static KeptCode codeOf(JSONObject page, String booking) {
    if (booking == null || !page.has("qr")) {
      return null;
    }
    try {
      return new KeptCode(booking, page.optString("code"), page.optString("qr"),
          new VisitDay(page.optString("day"), page.optString("from"), page.optString("to"), page.optString("zone")),
          page.optString("office"), page.optString("where"), page.optString("service"), page.optInt("people", 1),
          KeptCode.Gone.NO);
    } catch (IllegalArgumentException other) {
      return null;  // of a portal that says it in another way
    }
  }
}
