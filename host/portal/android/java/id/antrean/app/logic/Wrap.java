package id.antrean.app.logic;

import java.util.ArrayList;
import java.util.List;

/** Lines of a text that fit. */
public final class Wrap {
  /** How wide a text is when it is painted. */
  public interface Measure {
    float width(String text);
  }

  private Wrap() {}

  /** Breaks at spaces; a word that is wider than a line is cut. At least one line. */
  public static List<String> lines(String text, float width, Measure measure) {
    List<String> lines = new ArrayList<>();
    String line = "";
    for (String word : text.split(" ")) {
      String longer = line.isEmpty() ? word : line + " " + word;
      if (measure.width(longer) <= width) {
        line = longer;
        continue;
      }
      if (!line.isEmpty()) {
        lines.add(line);
      }
      line = word;
      while (measure.width(line) > width && line.length() > 1) {
        int fits = 1;
        while (measure.width(line.substring(0, fits + 1)) <= width) {
          ++fits;
        }
        lines.add(line.substring(0, fits));
        line = line.substring(fits);
      }
    }
    lines.add(line);
    return lines;
  }

  /** As many lines, each about as wide as the others: for text that is centred. */
  public static List<String> balanced(String text, float width, Measure measure) {
    List<String> lines = lines(text, width, measure);
    float narrow = width / lines.size();
    float wide = width;
    for (int i = 0; i < 8 && lines.size() > 1; ++i) {
      float between = (narrow + wide) / 2;
      List<String> tried = lines(text, between, measure);
      if (tried.size() > lines.size()) {
        narrow = between;
      } else {
        wide = between;
        lines = tried;
      }
    }
    return lines;
  }
}
