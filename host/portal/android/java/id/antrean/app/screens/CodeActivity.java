package id.antrean.app.screens;

import android.app.Activity;
import android.app.AlertDialog;
import android.content.DialogInterface;
import android.media.Ringtone;
import android.media.RingtoneManager;
import android.os.Bundle;
import android.os.Handler;
import android.os.SystemClock;
import android.view.HapticFeedbackConstants;
import android.view.View;
import android.view.WindowManager;
import android.widget.TextView;
import android.widget.Toast;
import id.antrean.app.R;
import id.antrean.app.logic.BookingNow;
import id.antrean.app.logic.CodeFace;
import id.antrean.app.logic.CodeStore;
import id.antrean.app.logic.KeptCode;
import id.antrean.app.logic.LivePlace;
import id.antrean.app.logic.Portal;
import id.antrean.app.logic.Texts;
import id.antrean.app.view.CodeView;
import java.io.IOException;

/**
 * A code, to be held under the entrance's scanner: bright, and the screen stays on. It needs no network. On the day of
 * the visit it also asks how the queue stands, once a minute while it is open.
 */
public final class CodeActivity extends Activity {
  static final String KEY = "key";
  private static final long SAY_AGAIN_MS = 15_000;

  private final Handler clock = new Handler();
  private final LivePlace place = new LivePlace();
  private final Runnable ask = new Runnable() {
    @Override
    public void run() {
      askPlace();
    }
  };
  private final Runnable sayAgain = new Runnable() {
    @Override
    public void run() {
      show();
      clock.postDelayed(sayAgain, SAY_AGAIN_MS);
    }
  };
  private Texts texts;
  private Portal portal;
  private CodeStore store;
  private KeptCode code;
  private CodeView view;
  private Asker asker;
  private boolean open;

  @Override
  protected void onCreate(Bundle state) {
    super.onCreate(state);
    setContentView(R.layout.code);
    Edges.keepClear(this);
    texts = Kept.texts(this);
    portal = Kept.portal(this);
    store = Kept.codes(this);
    String key = getIntent().getStringExtra(KEY);
    code = key == null ? null : store.find(key);
    if (code == null) {
      finish();
      return;
    }
    view = (CodeView) findViewById(R.id.face);
    asker = new Asker(portal);
    if (CodeStore.isGood(code, System.currentTimeMillis())) {
      brighten();
    }
    ((TextView) findViewById(R.id.title)).setText(texts.codeLabel());
    findViewById(R.id.back).setContentDescription(texts.back());
    onPress(R.id.back, null, new Runnable() {
      @Override
      public void run() {
        finish();
      }
    });
    onPress(R.id.open, texts.openBooking(), new Runnable() {
      @Override
      public void run() {
        startActivity(BookingActivity.at(CodeActivity.this, portal.at(code.booking)));
      }
    });
    onPress(R.id.share, texts.share(), new Runnable() {
      @Override
      public void run() {
        Leaving.share(CodeActivity.this, texts.shared(code, portal));
      }
    });
    onPress(R.id.remove, texts.remove(), new Runnable() {
      @Override
      public void run() {
        askToRemove();
      }
    });
  }

  @Override
  protected void onResume() {
    super.onResume();
    KeptCode newest = code == null ? null : store.find(code.key());
    if (newest == null) {
      finish();  // removed meanwhile
      return;
    }
    code = newest;  // the booking's page may have kept a newer one
    open = true;
    sayAgain.run();
    askPlace();
  }

  @Override
  protected void onPause() {
    super.onPause();
    open = false;
    clock.removeCallbacks(ask);
    clock.removeCallbacks(sayAgain);
  }

  @Override
  protected void onDestroy() {
    super.onDestroy();
    if (asker != null) {
      asker.stop();
    }
  }

  private void show() {
    view.show(CodeFace.of(texts, code, place, System.currentTimeMillis(), SystemClock.elapsedRealtime()));
  }

  private void askPlace() {
    if (!CodeStore.isGood(code, System.currentTimeMillis())) {
      return;
    }
    asker.ask(code, texts, new Asker.Answer() {
      @Override
      public void heard(BookingNow now) {
        if (open) {
          take(now);
        }
      }
    });
  }

  private void take(BookingNow now) {
    if (now == null) {
      place.fail();
    } else {
      if (place.hear(now, SystemClock.elapsedRealtime())) {
        tellCall();
      }
      keepWhatBecame(now.gone());
    }
    show();
    if (CodeFace.asksToday(code, System.currentTimeMillis())) {
      clock.removeCallbacks(ask);
      clock.postDelayed(ask, place.askAgainAfter());
    }
  }

  private void keepWhatBecame(KeptCode.Gone gone) {
    if (gone == KeptCode.Gone.NO) {
      return;
    }
    code = code.with(gone);
    try {
      store.keep(code);
    } catch (IOException failed) {
      Toast.makeText(this, texts.notKept(failed.getMessage()), Toast.LENGTH_LONG).show();
    }
  }

  /** The person may not be looking. Neither needs a permission. */
  private void tellCall() {
    view.performHapticFeedback(HapticFeedbackConstants.LONG_PRESS, HapticFeedbackConstants.FLAG_IGNORE_GLOBAL_SETTING);
    Ringtone sound =
        RingtoneManager.getRingtone(this, RingtoneManager.getDefaultUri(RingtoneManager.TYPE_NOTIFICATION));
    if (sound != null) {
      sound.play();
    }
  }

  private void brighten() {
    WindowManager.LayoutParams window = getWindow().getAttributes();
    window.screenBrightness = WindowManager.LayoutParams.BRIGHTNESS_OVERRIDE_FULL;
    getWindow().setAttributes(window);
    getWindow().addFlags(WindowManager.LayoutParams.FLAG_KEEP_SCREEN_ON);
  }

  private void askToRemove() {
    new AlertDialog.Builder(this)
        .setMessage(texts.removeAsk(code.code))
        .setNegativeButton(texts.keepIt(), null)
        .setPositiveButton(texts.remove(), new DialogInterface.OnClickListener() {
          @Override
          public void onClick(DialogInterface dialog, int which) {
            try {
              store.remove(code);
              finish();
            } catch (IOException failed) {
              Toast.makeText(CodeActivity.this, failed.getMessage(), Toast.LENGTH_LONG).show();
            }
          }
        })
        .show();
  }

  private void onPress(int id, String words, final Runnable then) {
    View button = findViewById(id);
    if (words != null) {
      ((TextView) button).setText(words);
    }
    button.setOnClickListener(new View.OnClickListener() {
      @Override
      public void onClick(View pressed) {
        then.run();
      }
    });
  }
}
