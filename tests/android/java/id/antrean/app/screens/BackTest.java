package id.antrean.app.screens;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;

import android.app.Activity;
import android.os.Build;
import org.junit.After;
import org.junit.Test;

public final class BackTest {
  private int gone;
  private final Runnable back = new Runnable() {
    @Override
    public void run() {
      ++gone;
    }
  };

  @After
  public void asBefore() {
    Build.VERSION.SDK_INT = 24;
  }

  @Test
  public void fromAndroid13OnTheDispatcherAsks() {
    Build.VERSION.SDK_INT = 33;
    Activity activity = new Activity();
    Back.goesTo(activity, back);
    activity.back.onBackInvoked();
    assertEquals(1, gone);
  }

  @Test
  public void beforeThatOnBackPressedIsEnough() {
    Activity activity = new Activity();
    Back.goesTo(activity, back);
    assertNull(activity.back);
  }
}
