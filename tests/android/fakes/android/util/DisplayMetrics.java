package android.util;

/** Fake. */
public class DisplayMetrics {
  public float density = 1;
  public float scaledDensity = 1;
}
