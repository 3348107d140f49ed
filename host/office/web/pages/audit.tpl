{{%AUTOESCAPE context="HTML"}}
<!doctype html>
<html lang="id">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Audit · {{office_name}}</title>
<link rel="icon" href="{{icon_svg}}">
<link rel="stylesheet" href="{{office_css}}">
<link rel="stylesheet" href="{{day_css}}">
<script defer src="{{feed_js}}"></script>
<script defer src="{{ask_js}}"></script>
<script defer src="{{words_js}}"></script>
<script defer src="{{staff_page_js}}"></script>
<script defer src="{{audit_js}}"></script>
</head>
<body class="day-page" data-texts="{{texts}}">
<header class="top">
  <img src="{{icon_svg}}" alt="" width="40" height="40">
  <p class="brand"><strong>{{office_name}}</strong><small data-text="title"></small></p>
  <nav data-label="pages"><a href="/" data-text="counters"></a><a href="/entrance" data-text="entrance"></a></nav>
  <button type="button" class="quiet on-navy" id="language"></button>
  <p class="line"></p>
</header>
<noscript><div class="stale shown">Halaman ini memerlukan JavaScript.
  <span lang="en">This page needs JavaScript.</span></div></noscript>
<main class="day-main" id="main" tabindex="-1">
<section class="card" aria-labelledby="title">
  <h1 id="title" data-text="title"></h1>
  <p class="soft" data-text="about"></p>
  <div class="choose">
    <button type="button" class="step" id="earlier">‹</button>
    <label><span data-text="day"></span><select id="day"></select></label>
    <button type="button" class="step" id="later">›</button>
    <label><span data-text="kind"></span><select id="kind"></select></label>
    <p class="downloads"><a class="button" id="csv" download data-text="csv"></a>
      <a class="button" id="export" download data-text="export"></a></p>
  </div>
  <p id="count" class="count-line" role="status"></p>
  <div class="wide-table" role="group" tabindex="0" aria-labelledby="title">
  <table><thead><tr><th scope="col" data-text="column.time"></th><th scope="col" data-text="column.what"></th>
    <th scope="col" data-text="column.number"></th><th scope="col" data-text="column.counter"></th>
    <th scope="col" data-text="column.who"></th><th scope="col" data-text="column.reason"></th></tr></thead>
    <tbody id="rows"></tbody></table>
  </div>
  <p class="small soft"><span data-text="key"></span> <code id="key"></code><br><span
   data-text="fingerprint"></span> <code id="fingerprint"></code></p>
  <p class="small soft" data-text="check"></p>
</section>
</main>
</body>
</html>
