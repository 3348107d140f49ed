{{%AUTOESCAPE context="HTML"}}
<!doctype html>
<html lang="id" data-feed="connecting">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Hari ini · {{office_name}}</title>
<link rel="icon" href="{{icon_svg}}">
<link rel="stylesheet" href="{{office_css}}">
<link rel="stylesheet" href="{{day_css}}">
<script defer src="{{feed_js}}"></script>
<script defer src="{{ask_js}}"></script>
<script defer src="{{words_js}}"></script>
<script defer src="{{staff_page_js}}"></script>
<script defer src="{{live_js}}"></script>
</head>
<body class="day-page" data-texts="{{texts}}">
<header class="top">
  <img src="{{icon_svg}}" alt="" width="40" height="40">
  <p class="brand"><strong>{{office_name}}</strong><small data-text="title"></small></p>
  <nav data-label="pages"><a href="/" data-text="counters"></a><a href="/entrance" data-text="entrance"></a></nav>
  <button type="button" class="quiet on-navy" id="language"></button>
  <p class="line" role="status"><span class="dot"></span><span class="live" data-text="live"></span><span
    class="wait" data-text="connecting"></span><span class="gone" data-text="lost"></span></p>
  <p class="clock"><time id="clock">--.--</time> <span id="zone"></span></p>
</header>
<div class="stale" role="alert"><strong data-text="stale_title"></strong> <span data-text="stale_since"></span>
  <span data-feed-since></span>; <span data-text="stale_text"></span></div>
<noscript><div class="stale shown">Halaman ini memerlukan JavaScript.
  <span lang="en">This page needs JavaScript.</span></div></noscript>
<main class="day-main live-main" id="main" tabindex="-1">
<h1 class="sr" data-text="title"></h1>
<p id="answer" class="answer" role="status" aria-live="assertive"></p>
<dl class="glance card">
  <div><dt data-text="waiting"></dt><dd id="waiting">–</dd></div>
  <div><dt data-text="longest"></dt><dd id="longest">–</dd></div>
  <div><dt data-text="open_counters"></dt><dd id="open-counters">–</dd></div>
  <div><dt data-text="last_call"></dt><dd id="last-call">–</dd></div>
  <div><dt data-text="day"></dt><dd id="phase">–</dd></div>
</dl>
<section class="card tasks" aria-labelledby="tasks-title">
  <h2 id="tasks-title" data-text="tasks"></h2>
  <ul id="tasks"></ul>
  <p id="no-task" class="soft" data-text="no_task"></p>
</section>
<div class="columns">
<div class="column">
<section class="card" aria-labelledby="lines-title">
  <h2 id="lines-title" data-text="lines"></h2>
  <div class="wide-table" role="group" tabindex="0" aria-labelledby="lines-title">
  <table><thead><tr><th scope="col" data-text="service"></th><th scope="col" data-text="class"></th>
    <th scope="col" class="num" data-text="waiting"></th><th scope="col" class="num" data-text="longest"></th>
    <th scope="col" class="num" data-text="held"></th></tr></thead><tbody id="lines"></tbody></table></div>
  <p id="nobody" class="soft" data-text="nobody" hidden></p>
  <p class="small soft" data-text="last_call_about"></p>
  <p id="unknown" class="small" hidden></p>
</section>
<section class="card" aria-labelledby="counters-title">
  <h2 id="counters-title" data-text="counters_title"></h2>
  <div class="wide-table" role="group" tabindex="0" aria-labelledby="counters-title">
  <table><thead><tr><th scope="col" data-text="counter"></th><th scope="col" data-text="officer"></th>
    <th scope="col" data-text="state"></th><th scope="col" data-text="number"></th>
    <th scope="col" class="num" data-text="served"></th></tr></thead><tbody id="counters"></tbody></table></div>
</section>
</div>
<div class="column">
<section class="card" aria-labelledby="day-title">
  <h2 id="day-title"></h2>
  <p id="pause" class="pause" hidden></p>
  <p id="last-numbers" class="soft"></p>
  <div class="deeds">
    <button type="button" id="pause-hall" data-text="pause_hall"></button>
    <button type="button" id="resume-hall" class="primary" data-text="resume_hall" hidden></button>
    <button type="button" id="last-numbers-now" data-text="last_numbers_now"></button>
    <button type="button" id="last-numbers-usual" data-text="last_numbers_usual" hidden></button>
    <button type="button" id="open-day" data-text="open_day"></button>
    <button type="button" id="close-day" data-text="close_day"></button>
  </div>
  <p class="staffing"><a href="/staffing" data-text="staffing"></a></p>
</section>
<section class="card" aria-labelledby="notices-title">
  <h2 id="notices-title" data-text="notices"></h2>
  <ul id="notices"></ul>
  <p id="no-notice" class="soft" data-text="no_notice"></p>
  <button type="button" id="new-notice" data-text="new_notice"></button>
</section>
<section class="card" aria-labelledby="walk-ins-title">
  <h2 id="walk-ins-title" data-text="walk_ins"></h2>
  <div class="wide-table" role="group" tabindex="0" aria-labelledby="walk-ins-title">
  <table><thead><tr><th scope="col" data-text="service"></th><th scope="col" data-text="hours"></th>
    <th scope="col" class="num" data-text="used"></th><th scope="col" data-text="quota"></th>
    <th scope="col"><span class="sr" data-text="change"></span></th></tr></thead><tbody id="walk-ins"></tbody></table>
  </div>
  <p id="no-walk-in" class="soft" data-text="no_walk_in" hidden></p>
</section>
<section class="card" aria-labelledby="devices-title">
  <h2 id="devices-title" data-text="devices"></h2>
  <p id="portal"></p>
  <div class="wide-table" role="group" tabindex="0" aria-labelledby="devices-title">
  <table><thead><tr><th scope="col" data-text="place"></th><th scope="col" data-text="device"></th>
    <th scope="col" data-text="state"></th></tr></thead><tbody id="devices"></tbody></table></div>
  <p id="no-device" class="soft" data-text="no_device" hidden></p>
</section>
</div>
</div>
</main>
</body>
</html>
