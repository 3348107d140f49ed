package id.antrean.app.screens;

import android.content.Context;
import android.system.ErrnoException;
import android.system.Os;
import android.system.OsConstants;
import id.antrean.app.R;
import id.antrean.app.logic.CodeStore;
import id.antrean.app.logic.Portal;
import id.antrean.app.logic.Texts;
import java.io.File;
import java.io.FileDescriptor;
import java.io.IOException;
import java.util.Locale;

/** What the screens share: the codes that are kept, the portal, and the language. */
final class Kept {
  private static final String SETTINGS = "app";
  private static final String LANGUAGE = "language";

  private Kept() {}

  static CodeStore codes(Context context) {
    return new CodeStore(new File(context.getFilesDir(), "codes"), new CodeStore.FolderSync() {
      @Override
      public void sync(File folder) throws IOException {
        try {
          FileDescriptor open = Os.open(folder.getPath(), OsConstants.O_RDONLY, 0);
          try {
            Os.fsync(open);
          } finally {
            Os.close(open);
          }
        } catch (ErrnoException failed) {
          throw new IOException(failed);
        }
      }
    });
  }

  static Portal portal(Context context) {
    return new Portal(context.getString(R.string.portal));
  }

  /** The language that was chosen on the portal's pages; before that, the phone's. */
  static Texts texts(Context context) {
    return Texts.of(context.getSharedPreferences(SETTINGS, Context.MODE_PRIVATE).getString(LANGUAGE,
        Locale.getDefault().getLanguage()));
  }

  static void chose(Context context, String language) {
    if (language.equals("id") || language.equals("en")) {
      context.getSharedPreferences(SETTINGS, Context.MODE_PRIVATE).edit().putString(LANGUAGE, language).apply();
    }
  }
}
