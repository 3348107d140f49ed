{{%AUTOESCAPE context="HTML"}}
<!doctype html>
<html lang="id" data-feed="connecting">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="theme-color" content="#072a4d">
<title>{{office_name}}</title>
<link rel="icon" href="{{icon_svg}}">
<link rel="stylesheet" href="{{office_css}}">
<link rel="stylesheet" href="{{entrance_css}}">
<script defer src="{{words_js}}"></script>
<script defer src="{{feed_js}}"></script>
<script defer src="{{visitor_answers_js}}"></script>
<script defer src="{{wedge_js}}"></script>
<script defer src="{{visitor_js}}"></script>
</head>
<body class="visitor" data-mode="{{mode}}" data-kind="idle" data-texts="{{texts}}">
<header class="over">
  <img src="{{icon_svg}}" alt="" width="44" height="44">
  <h1>{{office_name}}</h1>
  <p class="clock"><time id="clock">--.--</time> <span id="zone"></span></p>
</header>
<div class="stale" role="alert"><span id="line-lost"></span></div>
<noscript><div class="stale shown">Halaman ini memerlukan JavaScript.
  <span lang="en">This page needs JavaScript.</span></div></noscript>

<main>
  <section class="start" id="start">
    <svg class="picture" viewBox="0 0 220 150" aria-hidden="true" focusable="false">
      <rect class="phone-body" x="20" y="6" width="84" height="138" rx="14"/>
      <rect class="phone-glass" x="28" y="20" width="68" height="110" rx="4"/>
      <path class="code" d="M36 40h18v18h-18zm4 4v10h10v-10zm30-4h18v18h-18zm4 4v10h10v-10zm-34 30h18v18h-18zm4
        4v10h10v-10zm18-38h5v5h-5zm0 10h5v5h-5zm-8 12h5v5h-5zm10 2h5v5h-5zm12 0h5v5h-5zm8 6h5v5h-5zm-18
        4h5v5h-5zm10 8h5v5h-5zm8 6h5v5h-5zm-18 2h5v5h-5z"/>
      <path class="beam" d="M108 75l62-34v68z"/>
      <rect class="scanner" x="170" y="30" width="34" height="90" rx="12"/>
      <circle class="eye" cx="187" cy="75" r="9"/>
    </svg>
    <p class="large" id="start-title"></p>
    <p class="hint" id="start-how"></p>
    <p class="hint soft" id="start-ask"></p>
  </section>

  <section class="told" id="answer" hidden>
    <p class="title" id="title"></p>
    <p class="number" id="number"></p>
    <p class="message" id="message"></p>
    <p class="notice" id="notice" hidden></p>
    <dl class="facts" id="facts" hidden>
      <div><dt data-text="where"></dt><dd id="where"></dd></div>
      <div id="service-fact"><dt data-text="service"></dt><dd id="service"></dd></div>
      <div id="wait-fact"><dt data-text="wait"></dt><dd><b id="wait"></b> <span id="ahead"></span></dd></div>
    </dl>
    <p class="help" id="help" hidden></p>
    <figure class="my-number" id="my-number-on-phone" hidden><img id="my-number-code" alt="" width="200"
      height="200"><figcaption data-text="my_number"></figcaption></figure>
  </section>

  <section class="keys" id="keys" aria-labelledby="keys-title" hidden>
    <p class="title" id="keys-title" data-text="type_title"></p>
    <p class="hint" id="keys-how"></p>
    <form id="keys-form" autocomplete="off">
      <label for="typed"><span class="sr" data-text="typed"></span></label>
      <p class="typed"><span id="typed-office" aria-hidden="true"></span><input id="typed" name="typed" maxlength="6"
        inputmode="none" autocapitalize="characters" spellcheck="false" aria-describedby="keys-how"></p>
      <div class="board" id="board"></div>
      <div class="under"><button type="button" class="quiet" id="keys-back" data-text="back"></button>
        <button type="button" class="quiet" id="keys-erase" data-text="erase"></button>
        <button class="primary" id="keys-go" data-text="check_in" disabled></button></div>
    </form>
    <p class="hint soft" id="keys-other"></p>
  </section>
</main>

<section class="before" id="before" aria-labelledby="before-title" hidden>
  <h2 id="before-title" data-text="before"></h2><ul id="before-list"></ul></section>
<section class="queue" id="queue" aria-labelledby="queue-title">
  <h2 id="queue-title" data-text="queue_now"></h2><ul id="services"></ul></section>

<footer class="under-all">
  <div class="languages" role="group" data-label="language">
    <button type="button" id="say-id" lang="id" aria-pressed="true">Bahasa Indonesia</button>
    <button type="button" id="say-en" lang="en" aria-pressed="false">English</button>
  </div>
  <button type="button" id="type" class="type" data-text="type" hidden></button>
</footer>
<div class="sr" id="spoken" role="status" aria-live="assertive"><p id="spoken-answer"></p><p id="spoken-wait"></p></div>
</body>
</html>
