package android.app;

import android.window.OnBackInvokedCallback;
import android.window.OnBackInvokedDispatcher;

/** Fake: of Android 13 and later. */
public class Activity {
  public OnBackInvokedCallback back;

  public OnBackInvokedDispatcher getOnBackInvokedDispatcher() {
    return new OnBackInvokedDispatcher() {
      @Override
      public void registerOnBackInvokedCallback(int priority, OnBackInvokedCallback callback) {
        back = callback;
      }

      @Override
      public void unregisterOnBackInvokedCallback(OnBackInvokedCallback callback) {
        back = null;
      }
    };
  }
}
