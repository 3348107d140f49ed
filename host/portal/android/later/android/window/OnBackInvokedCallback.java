package android.window;

/** Of Android 13. Compiled against, and not packed: the phone has its own. */
public interface OnBackInvokedCallback {
  void onBackInvoked();
}
