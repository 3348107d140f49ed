package android.graphics;

/** Fake: a family is one font, regular or bold. */
public class Typeface {
  public static final int NORMAL = 0;
  public static final int BOLD = 1;
  final boolean bold;

  private Typeface(boolean bold) {
    this.bold = bold;
  }

  public static Typeface create(String family, int style) {
    return new Typeface(style == BOLD);
  }
}
