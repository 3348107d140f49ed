package id.antrean.app.screens;

import android.app.Activity;
import android.content.Intent;
import android.os.Bundle;
import android.view.LayoutInflater;
import android.view.View;
import android.view.ViewGroup;
import android.widget.TextView;
import id.antrean.app.R;
import id.antrean.app.logic.CodeStore;
import id.antrean.app.logic.KeptCode;
import id.antrean.app.logic.Portal;
import id.antrean.app.logic.Texts;
import java.util.List;

/** The codes that this phone keeps. It needs no network. */
public final class CodesActivity extends Activity {
  @Override
  protected void onCreate(Bundle state) {
    super.onCreate(state);
    setContentView(R.layout.codes);
    Edges.keepClear(this);
    findViewById(R.id.back).setOnClickListener(new View.OnClickListener() {
      @Override
      public void onClick(View view) {
        finish();
      }
    });
    findViewById(R.id.book).setOnClickListener(new View.OnClickListener() {
      @Override
      public void onClick(View view) {
        finish();  // the portal's pages are below
      }
    });
  }

  @Override
  protected void onResume() {
    super.onResume();
    show();
  }

  private void show() {
    final Texts texts = Kept.texts(this);
    long now = System.currentTimeMillis();
    CodeStore store = Kept.codes(this);
    store.tidy(now);
    List<KeptCode> codes = store.all(now);
    ((TextView) findViewById(R.id.title)).setText(texts.myCodes());
    ((TextView) findViewById(R.id.book)).setText(texts.book());
    findViewById(R.id.back).setContentDescription(texts.back());
    ViewGroup list = (ViewGroup) findViewById(R.id.codes);
    list.removeAllViews();
    for (KeptCode code : codes) {
      list.addView(card(list, code, texts, now));
    }
    TextView note = (TextView) findViewById(R.id.note);
    note.setText(store.damaged() > 0 ? texts.damaged(store.damaged()) : codes.isEmpty() ? texts.none()
        : texts.noNetworkNeeded());
    TextView own = (TextView) findViewById(R.id.own);
    own.setText(texts.openOwn());
    own.setVisibility(store.damaged() > 0 ? View.VISIBLE : View.GONE);
    own.setOnClickListener(new View.OnClickListener() {
      @Override
      public void onClick(View view) {
        startActivity(BookingActivity.at(CodesActivity.this, Kept.portal(CodesActivity.this).at("/own")));
        finish();
      }
    });
  }

  private View card(ViewGroup list, final KeptCode code, Texts texts, long now) {
    View card = LayoutInflater.from(this).inflate(R.layout.card, list, false);
    boolean good = CodeStore.isGood(code, now);
    TextView day = (TextView) card.findViewById(R.id.day);
    day.setText(texts.day(code.visit));
    ((TextView) card.findViewById(R.id.place)).setText(texts.hours(code.visit) + " · " + code.office);
    ((TextView) card.findViewById(R.id.code)).setText(code.code);
    TextView what = (TextView) card.findViewById(R.id.state);
    what.setText(texts.state(code, now));
    what.setVisibility(what.length() == 0 ? View.GONE : View.VISIBLE);
    what.setBackgroundResource(good ? R.drawable.chip : R.drawable.chip_gone);
    what.setTextColor(getResources().getColor(good ? R.color.green : R.color.red));
    day.setTextColor(getResources().getColor(good ? R.color.ink : R.color.soft));
    card.setOnClickListener(new View.OnClickListener() {
      @Override
      public void onClick(View view) {
        startActivity(new Intent(CodesActivity.this, CodeActivity.class).putExtra(CodeActivity.KEY, code.key()));
      }
    });
    return card;
  }
}
