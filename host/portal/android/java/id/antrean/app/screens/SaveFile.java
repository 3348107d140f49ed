package id.antrean.app.screens;

import android.app.Activity;
import android.net.Uri;
import android.webkit.CookieManager;
import android.widget.Toast;
import id.antrean.app.logic.Texts;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URL;

/** Saves a file of the portal (the PDF, the calendar entry, the picture) where the person said. */
final class SaveFile extends Thread {
  private static final int DEADLINE_MS = 30_000;

  private final Activity from;
  private final String url;
  private final Uri to;
  private final Texts texts;

  /** `url`: of the portal; it gets the cookies that say whose booking it is. */
  SaveFile(Activity from, String url, Uri to, Texts texts) {
    this.from = from;
    this.url = url;
    this.to = to;
    this.texts = texts;
  }

  @Override
  public void run() {
    boolean done;
    try {
      copy();
      done = true;
    } catch (IOException | SecurityException failed) {
      done = false;
    }
    final String said = done ? texts.saved() : texts.notSaved();
    from.runOnUiThread(new Runnable() {
      @Override
      public void run() {
        Toast.makeText(from.getApplicationContext(), said, Toast.LENGTH_LONG).show();
      }
    });
  }

  private void copy() throws IOException {
    HttpURLConnection connection = (HttpURLConnection) new URL(url).openConnection();
    try {
      connection.setConnectTimeout(DEADLINE_MS);
      connection.setReadTimeout(DEADLINE_MS);
      connection.setInstanceFollowRedirects(false);
      String cookies = CookieManager.getInstance().getCookie(url);
      if (cookies != null) {
        connection.setRequestProperty("Cookie", cookies);
      }
      if (connection.getResponseCode() != HttpURLConnection.HTTP_OK) {
        throw new IOException("answer " + connection.getResponseCode());
      }
      InputStream in = connection.getInputStream();
      OutputStream out = from.getContentResolver().openOutputStream(to);
      if (out == null) {
        throw new IOException("nowhere to write");
      }
      try {
        byte[] some = new byte[8192];
        for (int got = in.read(some); got >= 0; got = in.read(some)) {
          out.write(some, 0, got);
        }
      } finally {
        out.close();
      }
    } finally {
      connection.disconnect();
    }
  }
}
