package id.antrean.app.logic;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Everything that the screen of a code shows, in words. Immutable. */
public final class CodeFace {
  public static final class Row {
    public final String name;
    public final String value;
    /** Below the value, smaller; may be "". */
    public final String more;

    Row(String name, String value, String more) {
      this.name = name;
      this.value = value;
      this.more = more;
    }
  }

  public final Texts texts;
  public final KeptCode code;
  /** Why the code cannot be used, or what must be done first; "": nothing. */
  public final String warning;
  /** Its numbers of today. */
  public final List<BookingNow.Number> numbers;
  /** How good the news is; "": it is not asked for. */
  public final String said;
  public final List<Row> rows;

  private CodeFace(Texts texts, KeptCode code, String warning, List<BookingNow.Number> numbers, String said,
      List<Row> rows) {
    this.texts = texts;
    this.code = code;
    this.warning = warning;
    this.numbers = numbers;
    this.said = said;
    this.rows = rows;
  }

  /** `now`: UTC milliseconds. `ticks`: of the clock of `place`. */
  public static CodeFace of(Texts texts, KeptCode code, LivePlace place, long now, long ticks) {
    BookingNow heard = place.heard();
    boolean asks = asksToday(code, now);
    List<Row> rows = new ArrayList<>();
    rows.add(new Row(texts.dayRow(), texts.day(code.visit), ""));
    rows.add(new Row(texts.hoursRow(), texts.hours(code.visit), ""));
    rows.add(new Row(texts.officeRow(), code.office, code.where));
    if (!code.service.isEmpty()) {
      rows.add(new Row(texts.serviceRow(), code.service, ""));
    }
    if (code.people > 1) {
      rows.add(new Row(texts.peopleRow(), String.valueOf(code.people), ""));
    }
    return new CodeFace(texts, code, warning(texts, code, heard, now),
        asks && heard != null ? heard.numbers : Collections.<BookingNow.Number>emptyList(),
        asks ? place.said(texts, ticks) : "", Collections.unmodifiableList(rows));
  }

  /** The place is asked for on the day of the visit; before that only once, when the code is opened. */
  public static boolean asksToday(KeptCode code, long now) {
    return code.gone == KeptCode.Gone.NO && code.visit.isToday(now);
  }

  private static String warning(Texts texts, KeptCode code, BookingNow heard, long now) {
    if (code.gone == KeptCode.Gone.CANCELLED) {
      return texts.cancelled();
    }
    if (code.gone == KeptCode.Gone.MOVED) {
      return texts.moved();
    }
    if (code.visit.isOver(now) || (heard != null && heard.state.equals("over"))) {
      return texts.over();
    }
    if (heard != null && heard.state.equals("affected")) {
      return texts.affected();
    }
    return heard != null && !heard.visit.isSame(code.visit) ? texts.changed() : "";
  }

  /** For a screen reader, in the order of the screen. */
  public String spoken() {
    StringBuilder all = new StringBuilder();
    add(all, warning);
    for (BookingNow.Number one : numbers) {
      add(all, texts.yourNumber() + " " + one.number);
      add(all, one.title);
      add(all, one.detail);
    }
    add(all, said);
    add(all, texts.codeLabel() + " " + code.code);
    for (Row row : rows) {
      add(all, row.name + ": " + row.value + (row.more.isEmpty() ? "" : ", " + row.more));
    }
    return all.toString();
  }

  private static void add(StringBuilder all, String sentence) {
    if (!sentence.isEmpty()) {
      all.append(all.length() == 0 ? "" : "\n").append(sentence);
    }
  }
}
