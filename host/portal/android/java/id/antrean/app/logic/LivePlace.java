package id.antrean.app.logic;

/**
 * What the open screen of a code knows of its place in the queue, and when it asks again. A WebView gets no push: the
 * app asks while it is open, and says so. Times are milliseconds of a clock that does not leap.
 */
public final class LivePlace {
  /** From this age on it is said how old the news is. It may be a minute and a half old when all is well. */
  public static final long OLD_SECONDS = 120;

  private static final long MINUTE_MS = 60_000;
  private static final long NEARLY_MS = 10_000;
  /** Of the portal's `every`: the turn comes soon. */
  private static final int NEAR = 5;

  private BookingNow heard;
  private long heardAt;
  private boolean failed;
  private long lastCall;

  /** True: a number was called, or called again, since the last answer. */
  public boolean hear(BookingNow now, long at) {
    boolean called = now.call() > lastCall;
    lastCall = now.call();
    heard = now;
    heardAt = at;
    failed = false;
    return called;
  }

  public void fail() {
    failed = true;
  }

  /** The latest answer; null: none yet. */
  public BookingNow heard() {
    return heard;
  }

  /** After an answer or a failure: how long to wait before it is asked again. */
  public long askAgainAfter() {
    return heard != null && heard.every > 0 && heard.every <= NEAR ? NEARLY_MS : MINUTE_MS;
  }

  /** One sentence about how good the news is. */
  public String said(Texts texts, long now) {
    if (heard == null) {
      return failed ? texts.noNetwork() : texts.asking();
    }
    if (heard.age < 0) {
      return failed ? texts.noNetwork() : texts.noNews();
    }
    long seconds = heard.age + Math.max(0, now - heardAt) / 1000;
    boolean done = !heard.numbers.isEmpty();
    for (BookingNow.Number one : heard.numbers) {
      done &= one.isDone();
    }
    if (done) {
      return texts.asOf(heard.asOf);
    }
    return seconds >= OLD_SECONDS ? texts.oldNews(seconds / 60, failed) : texts.asOf(heard.asOf) + " " + texts.asksItself();
  }
}
