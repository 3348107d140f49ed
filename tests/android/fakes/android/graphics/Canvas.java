package android.graphics;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Rectangle2D;
import java.awt.geom.RoundRectangle2D;
import java.awt.image.BufferedImage;

/** Fake: paints into a picture of the JVM. */
public class Canvas {
  private final Graphics2D graphics;

  public Canvas(BufferedImage picture) {
    graphics = picture.createGraphics();
    graphics.setRenderingHint(RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
    graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
  }

  public void drawRect(float left, float top, float right, float bottom, Paint paint) {
    use(paint);
    graphics.fill(new Rectangle2D.Float(left, top, right - left, bottom - top));
  }

  public void drawRoundRect(RectF box, float rx, float ry, Paint paint) {
    use(paint);
    graphics.fill(new RoundRectangle2D.Float(box.left, box.top, box.right - box.left, box.bottom - box.top, 2 * rx,
        2 * ry));
  }

  public void drawText(String text, float x, float y, Paint paint) {
    use(paint);
    graphics.setFont(paint.font());
    float before = paint.align == Paint.Align.LEFT ? 0 : paint.measureText(text);
    graphics.drawString(text, paint.align == Paint.Align.CENTER ? x - before / 2 : x - before, y);
  }

  private void use(Paint paint) {
    graphics.setColor(new Color(paint.colour, true));
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING,
        paint.smooth ? RenderingHints.VALUE_ANTIALIAS_ON : RenderingHints.VALUE_ANTIALIAS_OFF);
  }
}
