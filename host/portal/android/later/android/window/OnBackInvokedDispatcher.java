package android.window;

/** Of Android 13. Compiled against, and not packed: the phone has its own. */
public interface OnBackInvokedDispatcher {
  int PRIORITY_DEFAULT = 0;

  void registerOnBackInvokedCallback(int priority, OnBackInvokedCallback callback);

  void unregisterOnBackInvokedCallback(OnBackInvokedCallback callback);
}
