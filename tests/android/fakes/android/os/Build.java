package android.os;

/** Fake. */
public class Build {
  /** Fake: the test says which Android it is. */
  public static class VERSION {
    public static int SDK_INT = 24;
  }
}
