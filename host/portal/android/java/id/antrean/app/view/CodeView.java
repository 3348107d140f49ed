package id.antrean.app.view;

import android.content.Context;
import android.graphics.Canvas;
import android.util.AttributeSet;
import android.util.DisplayMetrics;
import android.view.View;
import id.antrean.app.logic.CodeFace;

/** The screen of a code: painted by the phone itself, from what it keeps. A screen reader is told all of it. */
public final class CodeView extends View {
  private final CodePainter painter;
  private boolean shows;

  public CodeView(Context context, AttributeSet attributes) {
    super(context, attributes);
    DisplayMetrics metrics = getResources().getDisplayMetrics();
    painter = new CodePainter(metrics.density, metrics.scaledDensity);
  }

  public void show(CodeFace face) {
    painter.show(face);
    shows = true;
    setContentDescription(face.spoken());
    requestLayout();
    invalidate();
  }

  @Override
  protected void onMeasure(int widthSpec, int heightSpec) {
    int width = MeasureSpec.getSize(widthSpec);
    setMeasuredDimension(width, shows ? painter.height(width) : 0);
  }

  @Override
  protected void onDraw(Canvas canvas) {
    if (shows) {
      painter.paint(canvas, getWidth());
    }
  }
}
