package id.antrean.app;

import id.antrean.app.logic.BookingNow;
import id.antrean.app.logic.BookingPage;
import id.antrean.app.logic.CodeFace;
import id.antrean.app.logic.CodeStore;
import id.antrean.app.logic.KeptCode;
import id.antrean.app.logic.LivePlace;
import id.antrean.app.logic.Portal;
import id.antrean.app.logic.Samples;
import id.antrean.app.logic.Texts;
import id.antrean.app.view.CodeView;
import id.antrean.app.view.CodeViewTest;
import java.io.File;
import java.io.IOException;
import javax.imageio.ImageIO;

/**
 * The app's parts without Android's screens, for kept_code.py; each run is a phone that was started again.
 *
 * <p>script: what the WebView runs in a page. keep FOLDER PORTAL: standard input is what that returned. show FOLDER
 * PICTURE LANGUAGE: the code that is kept, painted; standard input is an answer of now.json, or empty.
 */
public final class Phone {
  private Phone() {}

  public static void main(String[] arguments) throws IOException {
    if (arguments[0].equals("script")) {
      System.out.print(BookingPage.SCRIPT);
      return;
    }
    CodeStore store = new CodeStore(new File(arguments[1]), Samples.NO_SYNC);
    String in = CodeStore.Bytes.text(System.in, 65_536);
    if (arguments[0].equals("keep")) {
      BookingPage page = BookingPage.read(in, new Portal(arguments[2]));
      store.keep(page.code);
      System.out.print(page.code.code);
      return;
    }
    long now = System.currentTimeMillis();
    KeptCode code = store.all(now).get(0);
    LivePlace place = new LivePlace();
    if (!in.isEmpty()) {
      place.hear(BookingNow.read(in), 0);
    }
    CodeView view = CodeViewTest.view(2, 1);
    view.show(CodeFace.of(Texts.of(arguments[3]), code, place, now, 0));
    ImageIO.write(CodeViewTest.paint(view, 824), "png", new File(arguments[2]));
    System.out.print(view.getContentDescription());
  }
}
