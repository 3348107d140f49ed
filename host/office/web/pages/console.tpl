{{%AUTOESCAPE context="HTML"}}
<!doctype html>
<html lang="id" data-feed="connecting">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Loket · {{office_name}}</title>
<link rel="icon" href="{{icon_svg}}">
<link rel="stylesheet" href="{{office_css}}">
<script defer src="{{feed_js}}"></script>
<script defer src="{{ask_js}}"></script>
<script defer src="{{console_words_js}}"></script>
<script defer src="{{console_js}}"></script>
</head>
<body class="officer">
<a class="skip" href="#work" data-word="skip"></a>
<header class="top">
  <img src="{{icon_svg}}" alt="" width="40" height="40">
  <p class="brand"><strong>{{office_name}}</strong><small data-word="console"></small></p>
  <nav data-label="pages"><a href="/" aria-current="page" data-word="counter"></a><a href="/entrance"
    data-word="entrance"></a></nav>
  <button type="button" class="quiet on-navy" id="language"></button>
  <p class="line" role="status"><span class="dot"></span><span class="live" data-word="live"></span><span
    class="wait" data-word="connecting"></span><span class="gone" data-word="lost"></span></p>
  <p class="clock"><time id="clock">--.--</time> <span id="zone"></span></p>
</header>
<div class="stale" role="alert"><strong data-word="stale_title"></strong> <span data-word="stale_since"></span>
  <span data-feed-since></span>; <span data-word="stale_text"></span></div>
<noscript><div class="stale shown">Konsol memerlukan JavaScript.
  <span lang="en">The console needs JavaScript.</span></div></noscript>
<div id="alarms" class="alarms" aria-live="polite"></div>

<main class="console">
  <section id="work" class="work" aria-labelledby="counter-title" tabindex="-1">
    <form class="place" id="place">
      <label class="which"><span class="sr" data-word="counter"></span><select id="counter"></select></label>
      <label id="officer-label"><span class="sr" data-word="officer"></span><select id="officer"></select></label>
      <button type="button" id="login"></button>
      <div class="state"><span id="state" class="chip">–</span>
        <button type="button" class="quiet" data-command="open_counter"><b data-word="open"></b></button>
        <button type="button" class="quiet" data-command="pause_counter"><b data-word="pause"></b></button>
        <button type="button" class="quiet" data-command="close_counter"><b data-word="close"></b></button></div>
    </form>
    <div id="other" class="other" role="status" hidden><p id="other-text"></p>
      <button type="button" id="other-do"></button></div>

    <div class="now" id="now" data-phase="free">
      <div class="call">
        <h1 id="counter-title" class="sr">Loket</h1>
        <p class="phase"><span id="phase"></span> <span id="phase-for" class="soft"></span></p>
        <p class="number" id="number" aria-live="polite">–</p>
        <p class="about" id="about"></p>
      </div>
      <div class="person" id="person" role="group" data-label="person" hidden>
        <p class="who"><strong id="name"></strong> <span id="nik"></span></p>
        <dl id="facts"></dl>
      </div>
    </div>

    <div class="actions" role="group" data-label="commands">
      <button class="primary" data-command="call_next"><b id="next-label"></b><kbd>F2</kbd></button>
      <button data-command="recall"><b data-word="recall"></b><kbd>F4</kbd></button>
      <button data-command="start"><b data-word="start"></b><kbd>F8</kbd></button>
      <button data-command="finish"><b data-word="finish"></b><kbd>F9</kbd></button>
      <button data-command="no_show"><b data-word="no_show"></b><kbd>F10</kbd></button>
      <button data-command="park"><b data-word="park"></b><kbd>F7</kbd></button>
      <button data-command="transfer"><b data-word="transfer"></b><kbd>Shift F7</kbd></button>
      <button data-command="cancel_call"><b data-word="cancel_call"></b><kbd>Shift F4</kbd></button>
      <button data-command="undo_finish" aria-describedby="undo-why"><b id="undo-label"></b><kbd>Shift
        F9</kbd></button>
      <button data-command="serve_direct" class="wide"><b data-word="serve_direct"></b><kbd>Shift F2</kbd></button>
    </div>
    <p id="undo-why" class="sr"></p>
    <p id="answer" class="answer" role="status" aria-live="assertive"></p>
    <p class="next" id="next"><b id="next-number"></b><span id="next-why"></span></p>
    <div id="journey" class="journey" role="group" data-label="stages" hidden><h2 data-word="stages"></h2>
      <ol id="stages" class="stages"></ol></div>
    <div id="notes" class="notes" hidden><h2 data-word="notes"></h2><ul id="note-list"></ul></div>
  </section>

  <section class="lists" data-label="queue">
    <div class="tabs" role="tablist" data-label="queue">
      <button role="tab" id="tab-waiting" aria-controls="list" aria-selected="true" data-list="waiting"><span
        data-word="list_waiting"></span> <span class="count" id="count-waiting">0</span></button>
      <button role="tab" id="tab-missed" aria-controls="list" aria-selected="false" tabindex="-1"
        data-list="missed"><span data-word="list_missed"></span> <span class="count" id="count-missed">0</span></button>
      <button role="tab" id="tab-parked" aria-controls="list" aria-selected="false" tabindex="-1"
        data-list="parked"><span data-word="list_parked"></span> <span class="count" id="count-parked">0</span></button>
    </div>
    <div id="list" role="tabpanel" aria-labelledby="tab-waiting" tabindex="0">
      <table><thead><tr><th scope="col" data-word="column_number"></th><th scope="col" data-word="column_what"></th>
        <th scope="col" data-word="column_class"></th><th scope="col" data-word="column_hour"></th>
        <th scope="col" data-word="column_since"></th><th scope="col" data-word="column_wait"></th>
        <th scope="col"><span class="sr" data-word="column_do"></span></th></tr></thead>
        <tbody id="rows"></tbody></table>
      <p id="empty" class="empty" hidden></p>
    </div>
  </section>

  <section class="all" aria-labelledby="all-title"><div class="head"><h2 id="all-title" data-word="all_counters"></h2>
    <p id="day" class="soft"></p>
    <button type="button" class="quiet" id="keys-button" data-word="keys"></button>
    <button type="button" class="quiet" id="day-button" data-word="day_button"></button></div>
    <ol id="counters"></ol></section>
</main>

</body>
</html>
