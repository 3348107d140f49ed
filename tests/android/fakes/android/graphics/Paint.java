package android.graphics;

import java.awt.Font;
import java.awt.FontFormatException;
import java.awt.font.FontRenderContext;
import java.awt.font.TextAttribute;
import java.io.File;
import java.io.IOException;
import java.util.Collections;

/** Fake: letters are Inter's, which Debian has; a phone's own are about as wide. */
public class Paint {
  public static final int ANTI_ALIAS_FLAG = 1;

  public enum Align {
    LEFT, CENTER, RIGHT
  }

  private static final Font REGULAR = font("Regular");
  private static final Font BOLD = font("Bold");
  private static final FontRenderContext EXACT = new FontRenderContext(null, true, true);

  final boolean smooth;
  int colour = 0xFF000000;
  Align align = Align.LEFT;
  private float size = 12;
  private float spacing;
  private Typeface face = Typeface.create("", Typeface.NORMAL);

  public Paint() {
    this(0);
  }

  public Paint(int flags) {
    smooth = (flags & ANTI_ALIAS_FLAG) != 0;
  }

  public void setColor(int argb) { colour = argb; }
  public void setTextAlign(Align how) { align = how; }
  public void setTextSize(float pixels) { size = pixels; }
  public float getTextSize() { return size; }
  public void setLetterSpacing(float em) { spacing = em; }
  public Typeface setTypeface(Typeface typeface) { face = typeface; return typeface; }

  public float measureText(String text) {
    return (float) font().getStringBounds(text, EXACT).getWidth();
  }

  Font font() {
    return (face.bold ? BOLD : REGULAR).deriveFont(size)
        .deriveFont(Collections.singletonMap(TextAttribute.TRACKING, spacing));
  }

  private static Font font(String weight) {
    try {
      return Font.createFont(Font.TRUETYPE_FONT, new File("/usr/share/fonts/opentype/inter/Inter-" + weight + ".otf"));
    } catch (IOException | FontFormatException missing) {
      throw new IllegalStateException("Debian's fonts-inter is needed", missing);
    }
  }
}
