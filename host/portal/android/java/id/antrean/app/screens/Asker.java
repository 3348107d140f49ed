package id.antrean.app.screens;

import android.os.Handler;
import android.os.Looper;
import id.antrean.app.logic.BookingNow;
import id.antrean.app.logic.CodeStore;
import id.antrean.app.logic.KeptCode;
import id.antrean.app.logic.Portal;
import id.antrean.app.logic.Texts;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URL;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Asks the portal how a booking stands. Its address is enough for that: no cookie is sent. */
final class Asker {
  interface Answer {
    /** On the main thread. null: it could not be asked, or there was no sense in the answer. */
    void heard(BookingNow now);
  }

  private static final int DEADLINE_MS = 10_000;
  private static final int LARGEST = 65_536;

  private final ExecutorService worker = Executors.newSingleThreadExecutor();
  private final Handler main = new Handler(Looper.getMainLooper());
  private final Portal portal;

  Asker(Portal portal) {
    this.portal = portal;
  }

  void ask(final KeptCode code, final Texts texts, final Answer answer) {
    worker.execute(new Runnable() {
      @Override
      public void run() {
        final BookingNow now = fetch(portal.at(code.booking) + "/now.json?lang=" + texts.code());
        main.post(new Runnable() {
          @Override
          public void run() {
            answer.heard(now);
          }
        });
      }
    });
  }

  void stop() {
    worker.shutdownNow();
  }

  private static BookingNow fetch(String address) {
    HttpURLConnection connection = null;
    try {
      connection = (HttpURLConnection) new URL(address).openConnection();
      connection.setConnectTimeout(DEADLINE_MS);
      connection.setReadTimeout(DEADLINE_MS);
      connection.setUseCaches(false);
      connection.setInstanceFollowRedirects(false);
      if (connection.getResponseCode() != HttpURLConnection.HTTP_OK) {
        return null;
      }
      InputStream in = connection.getInputStream();
      try {
        return BookingNow.read(CodeStore.Bytes.text(in, LARGEST));
      } finally {
        in.close();
      }
    } catch (IOException | IllegalArgumentException nothing) {
      return null;
    } finally {
      if (connection != null) {
        connection.disconnect();
      }
    }
  }
}
