package android.content;

import android.content.res.Resources;

/** Fake. */
public class Context {
  private final Resources resources = new Resources();

  public Resources getResources() {
    return resources;
  }
}
