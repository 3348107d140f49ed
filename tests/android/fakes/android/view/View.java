package android.view;

import android.content.Context;
import android.content.res.Resources;
import android.graphics.Canvas;
import android.util.AttributeSet;

/** Fake: a screen of a given width. */
public class View {
  /** Fake: every width is exact. */
  public static class MeasureSpec {
    public static int getSize(int spec) {
      return spec;
    }
  }

  private final Context context;
  private int width;
  private int height;
  private CharSequence description;

  public View(Context context, AttributeSet attributes) {
    this.context = context;
  }

  public Resources getResources() { return context.getResources(); }
  public void setContentDescription(CharSequence spoken) { description = spoken; }
  public CharSequence getContentDescription() { return description; }
  public void requestLayout() {}
  public void invalidate() {}
  public int getWidth() { return width; }
  public int getHeight() { return height; }

  protected void onMeasure(int widthSpec, int heightSpec) {}
  protected void onDraw(Canvas canvas) {}

  protected final void setMeasuredDimension(int measuredWidth, int measuredHeight) {
    width = measuredWidth;
    height = measuredHeight;
  }

  /** Of the fake: as the phone would. */
  public void layOut(int screenWidth) {
    onMeasure(screenWidth, 0);
  }

  public void paint(Canvas canvas) {
    onDraw(canvas);
  }
}
