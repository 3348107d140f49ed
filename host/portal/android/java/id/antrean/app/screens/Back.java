package id.antrean.app.screens;

import android.app.Activity;
import android.os.Build;
import android.window.OnBackInvokedCallback;
import android.window.OnBackInvokedDispatcher;

/**
 * The back button and gesture. Apps for Android 16 are not asked with onBackPressed() there any more, but through a
 * dispatcher that Android 13 brought; the compiler knows it from later/ only.
 */
final class Back {
  private static final int ANDROID_13 = 33;

  private Back() {}

  /** `then` runs in place of leaving the screen. Before Android 13 nothing happens here: onBackPressed() is called. */
  static void goesTo(Activity activity, Runnable then) {
    if (Build.VERSION.SDK_INT >= ANDROID_13) {
      Dispatcher.register(activity, then);
    }
  }

  /** A class of its own, so that older phones never load it. */
  private static final class Dispatcher {
    static void register(Activity activity, final Runnable then) {
      try {
        OnBackInvokedDispatcher dispatcher =
            (OnBackInvokedDispatcher) Activity.class.getMethod("getOnBackInvokedDispatcher").invoke(activity);
        dispatcher.registerOnBackInvokedCallback(OnBackInvokedDispatcher.PRIORITY_DEFAULT,
            new OnBackInvokedCallback() {
              @Override
              public void onBackInvoked() {
                then.run();
              }
            });
      } catch (ReflectiveOperationException never) {
        throw new IllegalStateException(never);
      }
    }
  }
}
