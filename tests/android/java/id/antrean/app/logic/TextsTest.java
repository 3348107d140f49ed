package id.antrean.app.logic;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertTrue;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.Test;

public final class TextsTest {
  /** The same in both languages. */
  private static final Set<String> SHARED = new HashSet<>(Arrays.asList("shared"));

  private static Object argument(Class<?> type) {
    if (type == String.class) {
      return "AD-QFJ8BD";
    }
    if (type == VisitDay.class) {
      return Samples.code().visit;
    }
    return type == KeptCode.class ? Samples.code() : type == boolean.class ? (Object) true
        : type == int.class ? (Object) 2 : type == Portal.class ? new Portal(Samples.PORTAL) : (Object) 3L;
  }

  @Test
  public void everyTextIsThereInBothLanguages() throws ReflectiveOperationException {
    int texts = 0;
    for (Method method : Texts.class.getMethods()) {
      if (method.getReturnType() != String.class || method.getDeclaringClass() != Texts.class
          || SHARED.contains(method.getName())) {
        continue;
      }
      Object[] arguments = new Object[method.getParameterTypes().length];
      for (int i = 0; i < arguments.length; ++i) {
        arguments[i] = argument(method.getParameterTypes()[i]);
      }
      String id = (String) method.invoke(Texts.of("id"), arguments);
      String en = (String) method.invoke(Texts.of("en"), arguments);
      if (!method.getName().equals("state")) {
        assertFalse(method.getName(), id.isEmpty() || en.isEmpty());
        assertNotEquals(method.getName(), id, en);
      }
      ++texts;
    }
    assertTrue("the texts were found", texts > 40);
  }

  @Test
  public void whatIsSharedHasNoName() {
    assertEquals("Booking code: AD-QFJ8BD\nMonday, 23 November 2026, 08:00–10:00 WIB\nBandung, Jl. Surapati No. 82\n"
        + Samples.PORTAL + Samples.BOOKING, Texts.of("en").shared(Samples.code(), new Portal(Samples.PORTAL)));
  }

  @Test
  public void theListSaysHowACodeStands() {
    Texts texts = Texts.of("en");
    assertEquals("Today", texts.state(Samples.code(), Samples.onTheDay()));
    assertEquals("", texts.state(Samples.code(), Samples.wib(2026, 11, 22, 8, 0)));
    assertEquals("Over", texts.state(Samples.code(), Samples.wib(2026, 11, 24, 8, 0)));
    assertEquals("Cancelled", texts.state(Samples.code().with(KeptCode.Gone.CANCELLED), Samples.onTheDay()));
  }
}
