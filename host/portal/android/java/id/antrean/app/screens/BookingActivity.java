package id.antrean.app.screens;

import android.app.Activity;
import android.content.Context;
import android.content.Intent;
import android.graphics.Bitmap;
import android.net.Uri;
import android.os.Bundle;
import android.view.View;
import android.webkit.CookieManager;
import android.webkit.DownloadListener;
import android.webkit.URLUtil;
import android.webkit.ValueCallback;
import android.webkit.WebChromeClient;
import android.webkit.WebSettings;
import android.webkit.WebView;
import android.webkit.WebViewClient;
import android.widget.ProgressBar;
import android.widget.TextView;
import android.widget.Toast;
import id.antrean.app.R;
import id.antrean.app.logic.BookingPage;
import id.antrean.app.logic.CodeStore;
import id.antrean.app.logic.KeptCode;
import id.antrean.app.logic.Portal;
import id.antrean.app.logic.Texts;
import java.io.IOException;

/**
 * The portal's own pages. Pages get no way into the app (no JavaScript interface): after a page was loaded, the app looks
 * whether a code is on it, and keeps it. Only pages of the portal open here.
 */
public final class BookingActivity extends Activity {
  private static final int SAVE = 1;
  private static final String SAVED_URL = "saved url";

  private Portal portal;
  private WebView web;
  private View offline;
  private ProgressBar progress;
  private boolean failed;
  private String saveUrl;

  /** Opens a page of the portal, in the screen that is open already when there is one. */
  static Intent at(Context from, String url) {
    return new Intent(Intent.ACTION_VIEW, Uri.parse(url), from, BookingActivity.class)
        .addFlags(Intent.FLAG_ACTIVITY_CLEAR_TOP);
  }

  @Override
  protected void onCreate(Bundle state) {
    super.onCreate(state);
    setContentView(R.layout.booking);
    Edges.keepClear(this);
    portal = Kept.portal(this);
    web = (WebView) findViewById(R.id.web);
    offline = findViewById(R.id.offline);
    progress = (ProgressBar) findViewById(R.id.progress);
    prepare(web.getSettings());
    CookieManager.getInstance().setAcceptThirdPartyCookies(web, false);
    web.setWebViewClient(new Pages());
    web.setWebChromeClient(new WebChromeClient() {
      @Override
      public void onProgressChanged(WebView view, int percent) {
        progress.setProgress(percent);
        progress.setVisibility(percent < 100 ? View.VISIBLE : View.INVISIBLE);
      }
    });
    web.setDownloadListener(new DownloadListener() {
      @Override
      public void onDownloadStart(String url, String agent, String disposition, String type, long length) {
        askWhereToSave(url, disposition, type);
      }
    });
    onPress(R.id.codes, new Runnable() {
      @Override
      public void run() {
        startActivity(new Intent(BookingActivity.this, CodesActivity.class));
      }
    });
    onPress(R.id.offline_codes, new Runnable() {
      @Override
      public void run() {
        startActivity(new Intent(BookingActivity.this, CodesActivity.class));
      }
    });
    Runnable reload = new Runnable() {
      @Override
      public void run() {
        web.reload();
      }
    };
    onPress(R.id.reload, reload);
    onPress(R.id.again, reload);
    onPress(R.id.share, new Runnable() {
      @Override
      public void run() {
        share();
      }
    });
    Back.goesTo(this, new Runnable() {
      @Override
      public void run() {
        goBack();
      }
    });
    if (state != null) {
      saveUrl = state.getString(SAVED_URL);
    }
    if (state == null || web.restoreState(state) == null) {
      open(getIntent());
      if (state == null && getIntent().getData() == null && hasCodeOfToday()) {
        startActivity(new Intent(this, CodesActivity.class));  // whoever stands at the entrance looks for it
      }
    }
  }

  @Override
  protected void onNewIntent(Intent intent) {
    super.onNewIntent(intent);
    if (intent.getData() != null) {
      setIntent(intent);
      open(intent);
    }
  }

  @Override
  protected void onResume() {
    super.onResume();
    web.onResume();
    name();
  }

  @Override
  protected void onPause() {
    super.onPause();
    web.onPause();
    CookieManager.getInstance().flush();
  }

  @Override
  protected void onDestroy() {
    web.destroy();
    super.onDestroy();
  }

  @Override
  protected void onSaveInstanceState(Bundle state) {
    super.onSaveInstanceState(state);
    web.saveState(state);
    state.putString(SAVED_URL, saveUrl);
  }

  /** Before Android 13. */
  @Override
  public void onBackPressed() {
    goBack();
  }

  @Override
  protected void onActivityResult(int request, int result, Intent data) {
    if (request == SAVE && result == RESULT_OK && data != null && data.getData() != null && saveUrl != null) {
      new SaveFile(this, saveUrl, data.getData(), Kept.texts(this)).start();
    }
    saveUrl = null;
  }

  private void goBack() {
    if (web.canGoBack()) {
      web.goBack();
    } else {
      finish();
    }
  }

  private static void prepare(WebSettings settings) {
    settings.setJavaScriptEnabled(true);
    settings.setDomStorageEnabled(true);
    settings.setAllowFileAccess(false);
    settings.setAllowContentAccess(false);
    settings.setMixedContentMode(WebSettings.MIXED_CONTENT_NEVER_ALLOW);
    settings.setGeolocationEnabled(false);
    settings.setSupportZoom(true);
    settings.setBuiltInZoomControls(true);
    settings.setDisplayZoomControls(false);
  }

  /** A link from outside may be any text: what is no page of the portal shows the portal's first page. */
  private void open(Intent intent) {
    String url = intent.getData() == null ? "" : intent.getData().toString();
    web.loadUrl(portal.isOwn(url) ? url : portal.home());
  }

  private boolean hasCodeOfToday() {
    long now = System.currentTimeMillis();
    for (KeptCode code : Kept.codes(this).all(now)) {
      if (CodeStore.isGood(code, now) && code.visit.isToday(now)) {
        return true;
      }
    }
    return false;
  }

  /** In the language of the page. */
  private void name() {
    Texts texts = Kept.texts(this);
    long now = System.currentTimeMillis();
    int good = 0;
    for (KeptCode code : Kept.codes(this).all(now)) {
      good += CodeStore.isGood(code, now) ? 1 : 0;
    }
    String mine = texts.myCodes() + (good == 0 ? "" : " (" + good + ")");
    put(R.id.codes, mine);
    put(R.id.offline_codes, mine);
    put(R.id.reload, texts.reload());
    put(R.id.share, texts.share());
    put(R.id.again, texts.tryAgain());
    put(R.id.offline_title, texts.offlineTitle());
    put(R.id.offline_text, texts.offlineText());
  }

  private void put(int id, String words) {
    ((TextView) findViewById(id)).setText(words);
  }

  private void share() {
    String url = web.getUrl();
    String path = url == null ? null : Uri.parse(url).getPath();
    String booking = portal.isOwn(url) ? portal.bookingOf(path) : null;
    KeptCode code = booking == null ? null : Kept.codes(this).find(booking.substring(booking.lastIndexOf('/') + 1));
    Leaving.share(this, code != null ? Kept.texts(this).shared(code, portal) : portal.isOwn(url) ? url : portal.home());
  }

  private void askWhereToSave(String url, String disposition, String type) {
    if (!portal.isOwn(url)) {
      Leaving.open(this, url);
      return;
    }
    saveUrl = url;
    Intent save = new Intent(Intent.ACTION_CREATE_DOCUMENT)
        .addCategory(Intent.CATEGORY_OPENABLE)
        .setType(type == null || type.isEmpty() ? "application/octet-stream" : type.split(";")[0])
        .putExtra(Intent.EXTRA_TITLE, URLUtil.guessFileName(url, disposition, type));
    try {
      startActivityForResult(save, SAVE);
    } catch (android.content.ActivityNotFoundException none) {
      Toast.makeText(this, Kept.texts(this).noOtherApp(), Toast.LENGTH_LONG).show();
    }
  }

  /** Keeps what is on the page; says so when it is new, after it is on the disk. */
  private void keep(BookingPage page) {
    Kept.chose(this, page.language);
    Texts texts = Kept.texts(this);
    CodeStore store = Kept.codes(this);
    try {
      if (page.code != null) {
        KeptCode before = store.find(page.code.key());
        if (before == null || !before.toText().equals(page.code.toText())) {
          store.keep(page.code);
          Toast.makeText(this, texts.kept(page.code.code), Toast.LENGTH_LONG).show();
        }
      } else if (page.cancelled) {
        KeptCode before = store.find(page.booking.substring(page.booking.lastIndexOf('/') + 1));
        if (before != null && before.gone == KeptCode.Gone.NO) {
          store.keep(before.with(KeptCode.Gone.CANCELLED));
        }
      }
    } catch (IOException full) {
      Toast.makeText(this, texts.notKept(full.getMessage()), Toast.LENGTH_LONG).show();
    }
    name();
  }

  private void onPress(int id, final Runnable then) {
    findViewById(id).setOnClickListener(new View.OnClickListener() {
      @Override
      public void onClick(View view) {
        then.run();
      }
    });
  }

  private final class Pages extends WebViewClient {
    @Override
    public boolean shouldOverrideUrlLoading(WebView view, String url) {
      if (portal.isOwn(url)) {
        return false;
      }
      Leaving.open(BookingActivity.this, url);
      return true;
    }

    @Override
    public void onPageStarted(WebView view, String url, Bitmap icon) {
      failed = false;
      if (!portal.isOwn(url)) {  // what redirects elsewhere without asking above
        view.stopLoading();
        Leaving.open(BookingActivity.this, url);
      }
    }

    /** The one of before Android 6 too: it is told of the page itself only. */
    @Override
    @SuppressWarnings("deprecation")
    public void onReceivedError(WebView view, int code, String why, String url) {
      failed = true;
      offline.setVisibility(View.VISIBLE);
    }

    @Override
    public void onPageFinished(WebView view, String url) {
      if (failed) {
        return;
      }
      offline.setVisibility(View.GONE);
      if (!portal.isOwn(url)) {
        return;
      }
      view.evaluateJavascript(BookingPage.SCRIPT, new ValueCallback<String>() {
        @Override
        public void onReceiveValue(String result) {
          BookingPage page = BookingPage.read(result, portal);
          if (page != null) {
            keep(page);
          }
        }
      });
    }
  }
}
