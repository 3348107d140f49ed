package id.antrean.app.view;

import android.graphics.Canvas;
import android.graphics.Paint;
import android.graphics.RectF;
import android.graphics.Typeface;
import id.antrean.app.logic.BookingNow;
import id.antrean.app.logic.CodeFace;
import id.antrean.app.logic.QrSquares;
import id.antrean.app.logic.Wrap;
import java.util.List;

/**
 * Paints a code with everything that belongs to it, for a screen of any width. One walk down the screen does both:
 * without a canvas it says how high everything is, with one it paints. The colours are the portal's (portal.css).
 */
public final class CodePainter {
  private static final int NAVY = 0xFF0B3D6E;
  private static final int INK = 0xFF16202C;
  private static final int SOFT = 0xFF4A5766;
  private static final int LINE = 0xFFC9D2DC;
  private static final int PAPER = 0xFFFFFFFF;
  private static final int RED = 0xFFB3162B;
  private static final int RED_SOFT = 0xFFFDECEE;
  private static final int GREEN = 0xFF1B8A5A;
  private static final int AMBER = 0xFFFFB000;
  private static final int BLACK = 0xFF000000;

  /** A code is no easier to scan when it is wider, and a large screen stays calm. In dp. */
  private static final float WIDEST = 460;
  private static final float WIDEST_QR = 288;
  private static final float MARGIN = 16;
  private static final float INSET = 16;
  private static final float ROUND = 18;
  private static final float STRIPE = 6;

  private final float dp;
  private final float sp;
  private final Paint text = new Paint(Paint.ANTI_ALIAS_FLAG);
  private final Paint fill = new Paint(Paint.ANTI_ALIAS_FLAG);
  private final Paint exact = new Paint();  // the QR's squares end at whole pixels
  private final RectF box = new RectF();
  private final Typeface regular = Typeface.create("sans-serif", Typeface.NORMAL);
  private final Typeface bold = Typeface.create("sans-serif", Typeface.BOLD);
  private final Wrap.Measure measure = new Wrap.Measure() {
    @Override
    public float width(String words) {
      return text.measureText(words);
    }
  };

  private CodeFace face;
  private QrSquares qr;

  // Of the walk.
  private Canvas canvas;
  private float left;
  private float right;
  private float y;

  /** Pixels of a dp, and of an sp: who wants large letters gets them. */
  public CodePainter(float dp, float sp) {
    this.dp = dp;
    this.sp = sp;
  }

  public void show(CodeFace shown) {
    if (qr == null || !face.code.qr.equals(shown.code.qr)) {
      qr = new QrSquares(shown.code.qr);
    }
    face = shown;
  }

  /** How high it is at this width, in pixels. */
  public int height(int width) {
    return walk(null, width);
  }

  public void paint(Canvas on, int width) {
    walk(on, width);
  }

  private int walk(Canvas on, int width) {
    canvas = on;
    float used = Math.min(width - 2 * MARGIN * dp, WIDEST * dp);
    left = Math.round((width - used) / 2);
    right = left + Math.round(used);
    y = MARGIN * dp;
    if (!face.warning.isEmpty()) {
      warning();
    }
    for (BookingNow.Number one : face.numbers) {
      number(one);
    }
    if (!face.said.isEmpty()) {
      style(14, regular, SOFT);
      centred(face.said, left, right, 1.4f);
      y += 16 * dp;
    }
    ticket();
    style(14, regular, SOFT);
    centred(face.texts.noNetworkNeeded(), left, right, 1.4f);
    y += MARGIN * dp;
    canvas = null;
    return (int) Math.ceil(y);
  }

  private void warning() {
    card(RED_SOFT, RED, 0, new Content() {
      @Override
      public void walk() {
        y += 14 * dp;
        style(17, bold, RED);
        leading(face.warning, left + INSET * dp, right - INSET * dp, 1.35f);
        y += 14 * dp;
      }
    });
    y += 16 * dp;
  }

  private void number(final BookingNow.Number one) {
    final boolean called = one.state.equals("called");
    final boolean missed = one.state.equals("missed");
    boolean good = one.state.equals("serving") || one.state.equals("served");
    final int soft = called ? PAPER : missed ? INK : SOFT;
    int stripe = called ? AMBER : missed ? RED : good ? GREEN : NAVY;
    card(called ? NAVY : missed ? RED_SOFT : PAPER, called ? NAVY : missed ? RED : LINE, stripe, new Content() {
      @Override
      public void walk() {
        y += (14 + STRIPE) * dp;
        style(15, regular, soft);
        centred(face.texts.yourNumber(), left + INSET * dp, right - INSET * dp, 1.3f);
        style(64, bold, called ? PAPER : one.isDone() ? SOFT : NAVY);
        fit(one.number, right - left - 2 * INSET * dp);
        centred(one.number, left, right, 1.15f);
        style(called ? 26 : 22, bold, called ? PAPER : missed ? RED : INK);
        centred(one.title, left + INSET * dp, right - INSET * dp, 1.25f);
        if (!one.detail.isEmpty()) {
          y += 2 * dp;
          style(18, regular, soft);
          centred(one.detail, left + INSET * dp, right - INSET * dp, 1.35f);
        }
        y += 16 * dp;
      }
    });
    y += 12 * dp;
  }

  private void ticket() {
    card(PAPER, LINE, face.warning.isEmpty() ? NAVY : RED, new Content() {
      @Override
      public void walk() {
        y += (STRIPE + 4) * dp;
        squares();
        style(15, regular, SOFT);
        centred(face.texts.codeLabel(), left, right, 1.3f);
        style(42, bold, NAVY);
        text.setLetterSpacing(0.03f);
        fit(face.code.code, right - left - 2 * INSET * dp);
        centred(face.code.code, left, right, 1.2f);
        text.setLetterSpacing(0);
        style(14, regular, SOFT);
        centred(face.texts.codeHint(), left + INSET * dp, right - INSET * dp, 1.4f);
        y += 14 * dp;
        dashes();
        y += 6 * dp;
        for (CodeFace.Row one : face.rows) {
          row(one);
        }
        y += 16 * dp;
      }
    });
    y += 14 * dp;
  }

  /** Whole pixels a square, and white around them: scanners read it from a scratched screen too. */
  private void squares() {
    int all = qr.side() + 2 * QrSquares.QUIET;
    float room = Math.min(right - left - 8 * dp, WIDEST_QR * dp);
    int square = Math.max(1, (int) (room / all));
    int size = square * qr.side();
    int x = Math.round((left + right - size) / 2);
    int above = Math.round(y) + square * QrSquares.QUIET;
    if (canvas != null) {
      exact.setColor(BLACK);
      for (int row = 0; row < qr.side(); ++row) {
        for (int column = 0; column < qr.side(); ++column) {
          int from = column;
          while (column < qr.side() && qr.isDark(column, row)) {
            ++column;
          }
          if (column > from) {
            canvas.drawRect(x + from * square, above + row * square, x + column * square, above + (row + 1) * square,
                exact);
          }
        }
      }
    }
    y = above + size + square * QrSquares.QUIET;
  }

  private void dashes() {
    if (canvas == null) {
      return;
    }
    fill.setColor(LINE);
    for (float x = left + INSET * dp; x < right - INSET * dp; x += 9 * dp) {
      canvas.drawRect(x, y, Math.min(x + 5 * dp, right - INSET * dp), y + 2 * dp, fill);
    }
  }

  private void row(CodeFace.Row row) {
    float from = left + INSET * dp;
    float to = right - INSET * dp;
    y += 9 * dp;
    style(14, regular, SOFT);
    leading(row.name, from, to, 1.3f);
    style(18, bold, INK);
    leading(row.value, from, to, 1.3f);
    if (!row.more.isEmpty()) {
      style(15, regular, SOFT);
      leading(row.more, from, to, 1.35f);
    }
  }

  /** What stands on a card. */
  private interface Content {
    void walk();
  }

  /** Measures what stands on it, then paints it, and that over it. */
  private void card(int back, int border, int stripe, Content content) {
    float top = y;
    Canvas on = canvas;
    canvas = null;
    content.walk();
    canvas = on;
    if (canvas != null) {
      ground(top, y, back, border, stripe);
      y = top;
      content.walk();
    }
  }

  private void ground(float top, float bottom, int back, int border, int stripe) {
    float hair = Math.max(1, dp);
    fill.setColor(border);
    box.set(left, top, right, bottom);
    canvas.drawRoundRect(box, ROUND * dp, ROUND * dp, fill);
    if (stripe != 0) {
      fill.setColor(stripe);
      box.set(left, top, right, Math.min(bottom, top + 2 * ROUND * dp));
      canvas.drawRoundRect(box, ROUND * dp, ROUND * dp, fill);
    }
    fill.setColor(back);
    box.set(left + hair, top + (stripe == 0 ? hair : STRIPE * dp), right - hair, bottom - hair);
    canvas.drawRoundRect(box, (ROUND - 1) * dp, (ROUND - 1) * dp, fill);
  }

  private void style(float size, Typeface face, int colour) {
    text.setTextSize(size * sp);
    text.setTypeface(face);
    text.setColor(colour);
  }

  /** What must stay on one line gets smaller instead. */
  private void fit(String words, float room) {
    float width = text.measureText(words);
    if (width > room) {
      text.setTextSize(text.getTextSize() * room / width);
    }
  }

  private void centred(String words, float from, float to, float lineHeight) {
    text.setTextAlign(Paint.Align.CENTER);
    lines(Wrap.balanced(words, to - from, measure), (from + to) / 2, lineHeight);
  }

  private void leading(String words, float from, float to, float lineHeight) {
    text.setTextAlign(Paint.Align.LEFT);
    lines(Wrap.lines(words, to - from, measure), from, lineHeight);
  }

  private void lines(List<String> lines, float x, float lineHeight) {
    float size = text.getTextSize();
    for (String line : lines) {
      if (canvas != null) {
        // The letters' middle is the line's middle: about 0.36 of their size stands above it.
        canvas.drawText(line, x, y + size * (lineHeight / 2 + 0.36f), text);
      }
      y += size * lineHeight;
    }
  }
}
