package id.antrean.app.logic;

import static org.junit.Assert.assertEquals;

import java.util.Arrays;
import org.junit.Test;

public final class WrapTest {
  private static final Wrap.Measure LETTERS = new Wrap.Measure() {
    @Override
    public float width(String text) {
      return text.length();
    }
  };

  @Test
  public void breaksAtSpacesAndCutsWhatIsTooLong() {
    assertEquals(Arrays.asList("satu dua", "tiga"), Wrap.lines("satu dua tiga", 8, LETTERS));
    assertEquals(Arrays.asList("abcd", "efgh", "ij k"), Wrap.lines("abcdefghij k", 4, LETTERS));
    assertEquals(Arrays.asList(""), Wrap.lines("", 4, LETTERS));
    assertEquals(Arrays.asList("a", "b"), Wrap.lines("ab", 0, LETTERS));
  }

  @Test
  public void centredLinesAreAboutAsWideAsEachOther() {
    assertEquals(Arrays.asList("Anda urutan", "ke empat"), Wrap.balanced("Anda urutan ke empat", 15, LETTERS));
    assertEquals(Arrays.asList("satu"), Wrap.balanced("satu", 15, LETTERS));
  }
}
