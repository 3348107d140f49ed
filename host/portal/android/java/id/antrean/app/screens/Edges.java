package id.antrean.app.screens;

import android.app.Activity;
import android.view.View;
import android.view.ViewGroup;
import android.view.WindowInsets;
import java.lang.reflect.Method;

/**
 * From Android 15 on an app is drawn behind the bars of the system, and beside the camera. The screen's root is padded,
 * so that nothing that is read or pressed lies there; its background fills the rest. The keyboard counts as well.
 */
final class Edges {
  private Edges() {}

  static void keepClear(Activity activity) {
    View root = ((ViewGroup) activity.findViewById(android.R.id.content)).getChildAt(0);
    root.setOnApplyWindowInsetsListener(new View.OnApplyWindowInsetsListener() {
      @Override
      public WindowInsets onApplyWindowInsets(View view, WindowInsets insets) {
        view.setPadding(Math.max(insets.getSystemWindowInsetLeft(), camera(insets, "getSafeInsetLeft")),
            Math.max(insets.getSystemWindowInsetTop(), camera(insets, "getSafeInsetTop")),
            Math.max(insets.getSystemWindowInsetRight(), camera(insets, "getSafeInsetRight")),
            Math.max(insets.getSystemWindowInsetBottom(), camera(insets, "getSafeInsetBottom")));
        return insets.consumeSystemWindowInsets();
      }
    });
  }

  /** WindowInsets.getDisplayCutout() is of Android 9; the classes that Debian has are of Android 6. */
  private static int camera(WindowInsets insets, String side) {
    try {
      Object cutout = WindowInsets.class.getMethod("getDisplayCutout").invoke(insets);
      if (cutout == null) {
        return 0;
      }
      Method safe = cutout.getClass().getMethod(side);
      return (Integer) safe.invoke(cutout);
    } catch (ReflectiveOperationException before9) {
      return 0;
    }
  }
}
