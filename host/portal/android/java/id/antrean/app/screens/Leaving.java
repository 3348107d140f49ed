package id.antrean.app.screens;

import android.app.Activity;
import android.content.ActivityNotFoundException;
import android.content.Intent;
import android.net.Uri;
import android.widget.Toast;
import id.antrean.app.logic.Portal;
import id.antrean.app.logic.Texts;

/** To other apps. */
final class Leaving {
  private Leaving() {}

  /** Anything that is no page of the portal. What would start another app by itself is not opened. */
  static void open(Activity from, String url) {
    if (Portal.mayLeave(url)) {
      start(from, new Intent(Intent.ACTION_VIEW, Uri.parse(url)).addCategory(Intent.CATEGORY_BROWSABLE));
    }
  }

  static void share(Activity from, String text) {
    Intent send = new Intent(Intent.ACTION_SEND).setType("text/plain").putExtra(Intent.EXTRA_TEXT, text);
    start(from, Intent.createChooser(send, null));
  }

  private static void start(Activity from, Intent intent) {
    try {
      from.startActivity(intent);
    } catch (ActivityNotFoundException none) {
      Texts texts = Kept.texts(from);
      Toast.makeText(from, texts.noOtherApp(), Toast.LENGTH_LONG).show();
    }
  }
}
