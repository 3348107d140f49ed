package id.antrean.app.logic;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;
import static org.junit.Assert.fail;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public final class CodeStoreTest {
  @Rule public final TemporaryFolder phone = new TemporaryFolder();
  private static final String OTHER = "/booking/fedcba9876543210fedcba9876543210";
  private static final String THIRD = "/booking/00000000000000000000000000000000";
  private final long now = Samples.onTheDay();

  private File folder() {
    return new File(phone.getRoot(), "codes");
  }

  /** Each time another one, as after a reboot. */
  private CodeStore store() {
    return new CodeStore(folder(), Samples.NO_SYNC);
  }

  private File fileOf(KeptCode code) {
    return new File(folder(), code.key() + ".code");
  }

  @Test
  public void keepsACodeWholeOverARestart() throws IOException {
    store().keep(Samples.code());
    List<KeptCode> found = store().all(now);
    assertEquals(1, found.size());
    assertEquals(Samples.code().toText(), found.get(0).toText());
    assertEquals(Samples.QR, store().find(Samples.code().key()).qr);
    assertEquals(0, store().damaged());
    assertEquals("one file, and nothing beside it", 1, folder().list().length);
  }

  @Test
  public void hasTheCodesThatCanBeUsedFirst() throws IOException {
    store().keep(Samples.code(THIRD, "2026-11-20"));
    store().keep(Samples.code(OTHER, "2026-11-25"));
    store().keep(Samples.code());
    store().keep(Samples.code("/booking/11111111111111111111111111111111", "2026-11-24").with(KeptCode.Gone.CANCELLED));
    store().keep(Samples.code("/booking/22222222222222222222222222222222", "2026-11-10"));
    StringBuilder order = new StringBuilder();
    for (KeptCode code : store().all(now)) {
      order.append(code.visit.day().substring(8)).append(' ');
    }
    assertEquals("23 25 24 20 10 ", order.toString());
  }

  /** Every single byte, and every length: what is not the whole file is no code. */
  @Test
  public void takesNothingThatIsDamagedOrCutOff() throws IOException {
    store().keep(Samples.code());
    store().keep(Samples.code(OTHER, "2026-11-25"));
    File file = fileOf(Samples.code());
    byte[] good = Files.readAllBytes(file.toPath());
    for (int i = 0; i < good.length; ++i) {
      byte[] flipped = good.clone();
      flipped[i] ^= 4;
      Files.write(file.toPath(), flipped);
      assertNull("byte " + i, store().find(Samples.code().key()));
      byte[] cut = java.util.Arrays.copyOf(good, i);
      Files.write(file.toPath(), cut);
      assertNull("cut at " + i, store().find(Samples.code().key()));
    }
    CodeStore store = store();
    assertEquals("the other one is not harmed", 1, store.all(now).size());
    assertEquals(1, store.damaged());
    store.keep(Samples.code());
    assertEquals(2, store.all(now).size());
    assertEquals(0, store.damaged());
  }

  @Test
  public void aPowerCutLeavesTheOldOne() throws IOException {
    store().keep(Samples.code());
    Files.write(new File(folder(), Samples.code().key() + ".new").toPath(), "half".getBytes(StandardCharsets.UTF_8));
    assertEquals(Samples.QR, store().find(Samples.code().key()).qr);
    assertEquals(1, store().all(now).size());
    store().tidy(now);
    assertEquals(1, folder().list().length);
  }

  @Test
  public void isNotDoneBeforeTheFolderIsSynced() {
    CodeStore store = new CodeStore(folder(), new CodeStore.FolderSync() {
      @Override
      public void sync(File synced) throws IOException {
        assertTrue("the file is in its place", new File(synced, Samples.code().key() + ".code").isFile());
        throw new IOException("no space");
      }
    });
    try {
      store.keep(Samples.code());
      fail("nobody may be told that it is kept");
    } catch (IOException told) {
      assertEquals("no space", told.getMessage());
    }
  }

  @Test
  public void saysWhenItCannotWrite() throws IOException {
    assertTrue(folder().createNewFile());
    try {
      store().keep(Samples.code());
      fail("there is no folder");
    } catch (IOException told) {
      assertTrue(told.getMessage(), told.getMessage().contains("codes"));
    }
  }

  @Test
  public void forgetsWhatIsLongOver() throws IOException {
    store().keep(Samples.code());
    store().tidy(Samples.wib(2026, 12, 23, 23, 59));
    assertNotNull(store().find(Samples.code().key()));
    store().tidy(Samples.wib(2026, 12, 24, 0, 0));
    assertNull(store().find(Samples.code().key()));
    store().keep(Samples.code());
    store().remove(Samples.code());
    assertTrue(store().all(now).isEmpty());
  }

  @Test
  public void opensNoOtherFile() {
    assertNull(store().find("../../secret"));
    assertNull(store().find(""));
  }

  @Test
  public void aCodeIsNothingElse() {
    String[][] wrong = {{"/booking/1", "AD-QFJ8BD", Samples.QR, "Bandung"}, {Samples.BOOKING, "AD", Samples.QR, "B"},
        {Samples.BOOKING, "AD-QFJ8BD", "https://evil.example", "B"}, {Samples.BOOKING, "AD-QFJ8BD", Samples.QR, "  "}};
    for (String[] one : wrong) {
      try {
        new KeptCode(one[0], one[1], one[2], Samples.code().visit, one[3], "", "", 1, KeptCode.Gone.NO);
        fail(one[0] + one[1]);
      } catch (IllegalArgumentException right) {
        assertTrue(right.getMessage(), right.getMessage().contains("'"));
      }
    }
    KeptCode twoLines = new KeptCode(Samples.BOOKING, "AD-QFJ8BD", Samples.QR, Samples.code().visit,
        "Bandung\nqr AQ1FORGED", "", "", 1, KeptCode.Gone.NO);
    assertEquals("Bandung qr AQ1FORGED", KeptCode.fromText(twoLines.toText()).office);
    assertFalse(twoLines.toText().contains("\nqr AQ1FORGED"));
  }
}
