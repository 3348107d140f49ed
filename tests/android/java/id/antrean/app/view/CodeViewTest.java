package id.antrean.app.view;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import android.content.Context;
import android.graphics.Canvas;
import android.util.AttributeSet;
import id.antrean.app.logic.BookingNow;
import id.antrean.app.logic.CodeFace;
import id.antrean.app.logic.KeptCode;
import id.antrean.app.logic.LivePlace;
import id.antrean.app.logic.Samples;
import id.antrean.app.logic.Texts;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import javax.imageio.ImageIO;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** What onDraw paints, as a scanner sees it. -Dpictures=FOLDER keeps the pictures. */
public final class CodeViewTest {
  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  /** A phone of a width in dp. */
  public static CodeView view(float density, float letters) {
    Context phone = new Context();
    phone.getResources().getDisplayMetrics().density = density;
    phone.getResources().getDisplayMetrics().scaledDensity = density * letters;
    return new CodeView(phone, (AttributeSet) null);
  }

  public static BufferedImage paint(CodeView view, int width) {
    view.layOut(width);
    BufferedImage picture = new BufferedImage(width, view.getHeight(), BufferedImage.TYPE_INT_RGB);
    Graphics2D ground = picture.createGraphics();
    ground.setColor(new Color(0xF4F6F9));
    ground.fillRect(0, 0, width, view.getHeight());
    view.paint(new Canvas(picture));
    return picture;
  }

  /** By zbar, which knows nothing of ZXing. */
  public static String read(File picture) throws IOException {
    Process zbar = new ProcessBuilder("zbarimg", "--quiet", "--raw", picture.getPath()).start();
    BufferedReader out = new BufferedReader(new InputStreamReader(zbar.getInputStream(), StandardCharsets.UTF_8));
    String line = out.readLine();
    return line == null ? "" : line;
  }

  private void isRead(String name, CodeFace face, int widthDp, float density, float letters) throws IOException {
    CodeView view = view(density, letters);
    view.show(face);
    BufferedImage picture = paint(view, Math.round(widthDp * density));
    String kept = System.getProperty("pictures", "");
    File file = new File(kept.isEmpty() ? folder.getRoot() : new File(kept), name + ".png");
    ImageIO.write(picture, "png", file);
    assertEquals(name, Samples.QR, read(file));
    assertEquals(face.spoken(), view.getContentDescription());
  }

  private static CodeFace face(String language, String now, KeptCode code, long clock) {
    LivePlace place = new LivePlace();
    if (!now.isEmpty()) {
      place.hear(BookingNow.read(now), 0);
    }
    return CodeFace.of(Texts.of(language), code, place, clock, 30_000);
  }

  @Test
  public void theQrIsReadFromEveryPhone() throws IOException {
    for (String language : new String[] {"id", "en"}) {
      boolean id = language.equals("id");
      CodeFace before = face(language, "", Samples.code(), Samples.wib(2026, 11, 22, 9, 0));
      isRead("code-" + language + "-320", before, 320, 2, 1);
      isRead("code-" + language + "-412", before, 412, 2.625f, 1);
      CodeFace waits = face(language, Samples.now("used", Samples.number("waiting",
          id ? "Anda kira-kira urutan ke-4" : "You are about the 4th", id ? "12–20 menit lagi" : "12–20 more minutes",
          0)), Samples.code(), Samples.onTheDay());
      isRead("waits-" + language + "-320", waits, 320, 2, 1);
      isRead("waits-" + language + "-412", waits, 412, 2.625f, 1);
      CodeFace called = face(language, Samples.now("used", Samples.number("called",
          id ? "Silakan menuju Loket 3" : "Please go to Loket 3",
          id ? "Anda dipanggil sekarang." : "You are being called now.", 7)), Samples.code(), Samples.onTheDay());
      isRead("called-" + language + "-412", called, 412, 2, 1);
      CodeFace over = face(language, "", Samples.code(), Samples.wib(2026, 11, 24, 9, 0));
      isRead("over-" + language + "-320", over, 320, 2, 1);
    }
  }

  @Test
  public void largeLettersAndSmallAndWideScreensAreReadToo() throws IOException {
    CodeFace face = face("id", Samples.now("used", Samples.number("missed", "Panggilan terlewat",
        "Anda sudah dipanggil. Segera temui petugas di pintu masuk.", 0)), Samples.code(), Samples.onTheDay());
    isRead("large-letters-320", face, 320, 2, 2);
    isRead("old-phone-320", face, 320, 1, 1);
    isRead("tablet-1280", face, 1280, 1, 1);
  }

  @Test
  public void aLongerTextMakesItHigher() {
    CodeView view = view(1, 1);
    view.show(face("en", "", Samples.code(), Samples.wib(2026, 11, 22, 9, 0)));
    view.layOut(320);
    int plain = view.getHeight();
    view.show(face("en", "", Samples.code(), Samples.wib(2026, 11, 24, 9, 0)));
    view.layOut(320);
    assertTrue(view.getHeight() > plain);
    assertEquals(320, view.getWidth());
  }

  @Test
  public void nothingIsShownBeforeItHasACode() {
    CodeView view = view(1, 1);
    view.layOut(320);
    assertEquals(0, view.getHeight());
    view.paint(new Canvas(new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB)));
  }
}
