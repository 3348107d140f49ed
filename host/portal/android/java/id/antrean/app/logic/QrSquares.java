package id.antrean.app.logic;

import com.google.zxing.WriterException;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import com.google.zxing.qrcode.encoder.ByteMatrix;
import com.google.zxing.qrcode.encoder.Encoder;

/** A QR as squares, at level M like the portal's own. Made on the phone, from the text alone. */
public final class QrSquares {
  /** White squares that a reader needs on each side. */
  public static final int QUIET = 4;

  private final ByteMatrix matrix;

  public QrSquares(String text) {
    try {
      matrix = Encoder.encode(text, ErrorCorrectionLevel.M).getMatrix();
    } catch (WriterException tooLong) {
      throw new IllegalArgumentException("no QR holds this text", tooLong);
    }
  }

  /** Squares of a side, without the quiet zone. */
  public int side() {
    return matrix.getWidth();
  }

  public boolean isDark(int column, int row) {
    return matrix.get(column, row) == 1;
  }
}
