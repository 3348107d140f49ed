package id.antrean.app.logic;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.json.JSONArray;
import org.json.JSONException;
import org.json.JSONObject;

/** How a booking stands, as the portal says (host/portal/web/booking_now.hpp). Immutable. */
public final class BookingNow {
  /** A queue number of today, with the portal's words. */
  public static final class Number {
    public final String number;
    /** "waiting", "called", ... */
    public final String state;
    public final String title;
    /** May be "". */
    public final String detail;
    /** Rises with each call of the number; 0: it is not called now. */
    public final long call;

    Number(JSONObject from) {
      number = from.optString("number");
      state = from.optString("state");
      title = from.optString("title");
      detail = from.optString("detail");
      call = from.optLong("call");
    }

    public boolean isDone() {
      return state.equals("served") || state.equals("cancelled") || state.equals("closed");
    }
  }

  /** "booked", "used", "cancelled", "over", "moved", "affected". */
  public final String state;
  public final VisitDay visit;
  /** Seconds since the office told, when this was said; -1: it has told nothing of this day. */
  public final long age;
  /** "08.31 WIB" */
  public final String asOf;
  /** Seconds; the portal's pages look again that soon. 0: nothing changes today. */
  public final int every;
  public final List<Number> numbers;

  private BookingNow(JSONObject from) throws JSONException {
    state = from.getString("state");
    visit = new VisitDay(from.getString("day"), from.getString("from"), from.getString("to"), from.getString("zone"));
    age = from.optLong("age", -1);
    asOf = from.optString("as_of");
    every = from.optInt("every");
    List<Number> found = new ArrayList<>();
    JSONArray listed = from.optJSONArray("numbers");
    for (int i = 0; listed != null && i < listed.length(); ++i) {
      found.add(new Number(listed.getJSONObject(i)));
    }
    numbers = Collections.unmodifiableList(found);
  }

  /** Throws IllegalArgumentException when it is not what the portal says. */
  public static BookingNow read(String json) {
    try {
      return new BookingNow(new JSONObject(json));
    } catch (JSONException other) {
      throw new IllegalArgumentException("no answer of the portal", other);
    }
  }

  /** The newest call of its numbers; 0: none is called now. */
  public long call() {
    long newest = 0;
    for (Number one : numbers) {
      newest = Math.max(newest, one.call);
    }
    return newest;
  }

  public KeptCode.Gone gone() {
    return state.equals("cancelled") ? KeptCode.Gone.CANCELLED
        : state.equals("moved") ? KeptCode.Gone.MOVED : KeptCode.Gone.NO;
  }
}
