{{%AUTOESCAPE context="HTML"}}
<!doctype html>
<html lang="id" data-feed="connecting">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Pintu masuk · {{office_name}}</title>
<link rel="icon" href="{{icon_svg}}">
<link rel="stylesheet" href="{{office_css}}">
<link rel="stylesheet" href="{{entrance_css}}">
<script defer src="{{words_js}}"></script>
<script defer src="{{feed_js}}"></script>
<script defer src="{{ask_js}}"></script>
<script defer src="{{visitor_answers_js}}"></script>
<script defer src="{{wedge_js}}"></script>
<script defer src="{{entrance_js}}"></script>
</head>
<body class="clerk" data-texts="{{texts}}">
<a class="skip" href="#name" data-text="to_search"></a>
<header class="top">
  <img src="{{icon_svg}}" alt="" width="40" height="40">
  <p class="brand"><strong>{{office_name}}</strong><small data-text="entrance"></small></p>
  <nav data-label="pages"><a href="/" data-text="counters"></a><a href="/entrance" aria-current="page"
    data-text="entrance"></a></nav>
  <p class="line" role="status"><span class="dot"></span><span class="live" data-text="connected"></span><span
    class="wait" data-text="connecting"></span><span class="gone" data-text="line_lost"></span></p>
  <p class="clock"><time id="clock">--.--</time> <span id="zone"></span></p>
  <p class="switch"><button type="button" id="say-id" lang="id" aria-pressed="true" aria-label="Bahasa
    Indonesia">ID</button><button type="button" id="say-en" lang="en" aria-pressed="false"
    aria-label="English">EN</button></p>
</header>
<div class="stale" role="alert"><span id="stale-words"></span><span data-feed-since hidden></span></div>
<noscript><div class="stale shown">Halaman ini memerlukan JavaScript.
  <span lang="en">This page needs JavaScript.</span></div></noscript>

<main class="desk">
  <div class="reports">
  <div class="report" id="report" role="status" aria-live="polite" hidden><p id="report-words"></p>
    <p id="report-buttons"></p></div>
  <div class="report" id="printer" role="status" aria-live="polite" data-kind="no" hidden><p id="printer-words"></p>
    <p id="printer-buttons"></p></div>
  </div>

  <div class="wide">
  <section class="card bookings" aria-labelledby="bookings-title">
    <h1 id="bookings-title" data-text="search"></h1>
    <form id="find-form" autocomplete="off" class="row">
      <label class="grow"><span data-text="name"></span><input id="name" name="name" maxlength="100" autofocus
        required></label>
      <label class="hour"><span data-text="hour"></span><input id="hour" name="hour" inputmode="numeric" size="5"
        maxlength="5" pattern="([01]?[0-9]|2[0-3])[.:][0-5][0-9]" placeholder="08.00" title="08.00"></label>
      <button data-text="find"></button>
    </form>
    <form id="code-form" autocomplete="off" class="row">
      <label class="grow"><span data-text="code"></span><input id="code" name="code" maxlength="300"
        placeholder="AD-QFJ8BD" autocapitalize="characters" spellcheck="false" required></label>
      <button class="primary" data-text="check_in"></button>
    </form>
    <div class="row besides">
      <label class="grow"><span data-text="class"></span><select id="code-class"></select></label>
      <label><span data-text="people"></span><select id="code-people"></select></label>
    </div>
    <p id="found-count" class="soft" role="status"></p>
    <ul id="found" class="found"></ul>
  </section>

  <section class="card walk" aria-labelledby="walk-title">
    <h2 id="walk-title" data-text="walk_in"></h2>
    <form id="walk-form">
      <div class="row"><label class="grow"><span data-text="service"></span><select id="walk-service"></select></label>
      <label class="grow" id="walk-reason-label"><span data-text="reason"></span><select
        id="walk-reason"></select></label>
      <label class="tongue"><span data-text="called_in"></span><select id="walk-language"></select></label></div>
      <div class="row"><label class="grow"><span data-text="class"></span><select id="walk-class"></select></label>
      <label><span data-text="people"></span><select id="walk-people"></select></label>
      <button class="primary" data-text="give_number"></button></div>
    </form>
  </section>
  </div>

  <div class="narrow">
  <section class="said" id="said" data-kind="idle" aria-labelledby="said-title">
    <h2 id="said-title" data-text="reads_now"></h2>
    <p class="big" id="said-number"></p>
    <p class="id" id="said-message"></p>
    <p class="wait" id="said-wait"></p>
    <p class="notice" id="said-notice" hidden></p>
    <ul class="before" id="said-before" hidden></ul>
    <p class="open"><a href="/entrance/visitor" target="antrean-visitor" data-text="open_screen"></a></p>
  </section>

  <section class="card one-number" aria-labelledby="number-title">
    <h2 id="number-title" data-text="number"></h2>
    <form id="number-form" autocomplete="off" class="row">
      <label class="grow"><span class="sr" data-text="number"></span><input id="number" name="number"
        maxlength="5" placeholder="A012" autocapitalize="characters" spellcheck="false" pattern="[A-Za-z][0-9]{3,4}"
        title="A012" required></label>
      <button data-text="look_up"></button>
    </form>
    <div id="number-says" class="says" aria-live="polite" hidden></div>
    <p id="missed" class="missed" hidden></p>
  </section>

  <section class="card lines" aria-labelledby="lines-title"><h2 id="lines-title" data-text="queue_now"></h2>
    <ul id="services"></ul></section>
  </div>
</main>

</body>
</html>
