{{%AUTOESCAPE context="HTML"}}
<!doctype html>
<html lang="{{lang}}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{w_reports}} · {{title}} · {{office_name}}</title>
<link rel="icon" href="{{icon_svg}}">
<link rel="stylesheet" href="{{office_css}}">
<link rel="stylesheet" href="{{reports_css}}">
<script defer src="{{chart_js}}"></script>
<script defer src="{{reports_js}}"></script>
</head>
<body class="reports">
<a class="skip" href="#report">{{w_skip}}</a>
<header class="top">
  <img src="{{icon_svg}}" alt="" width="40" height="40">
  <p class="brand"><strong>{{office_name}}</strong><small>{{w_reports}}</small></p>
  <nav aria-label="{{w_pages}}"><a href="/">{{w_counters}}</a><a href="/entrance">{{w_entrance}}</a><a
    href="/reports" aria-current="page">{{w_reports}}</a></nav>
  <a class="button on-navy" href="{{here}}?lang={{other_lang}}" lang="{{other_lang}}">{{other_language}}</a>
</header>
<main id="report" tabindex="-1">
<section class="choose" aria-label="{{w_period}}">
  <nav class="periods" aria-label="{{w_period}}">
    {{#periods}}
    <a href="{{address}}"{{#chosen}} aria-current="true"{{/chosen}}>{{name}}</a>
    {{/periods}}
  </nav>
  <a class="button" href="{{earlier}}" rel="prev"><span aria-hidden="true">‹ </span>{{w_earlier}}</a>
  <a class="button" href="{{later}}" rel="next">{{w_later}}<span aria-hidden="true"> ›</span></a>
  <form action="/reports" method="get">
    <input type="hidden" name="period" value="{{period}}">
    {{#keeps_lang}}
    <input type="hidden" name="lang" value="{{keep_lang}}">
    {{/keeps_lang}}
    <label><span>{{w_date}}</span><input type="date" name="date" value="{{date}}" required></label>
    <button>{{w_show}}</button>
  </form>
</section>
<div class="title-line"><h1>{{title}}</h1><a class="button" href="{{pdf}}" download>PDF</a></div>
<p class="soft">{{as_of}}</p>
{{#filling}}
<p class="notice" role="status">{{w_filling}}</p>
{{/filling}}
<dl class="headlines">
  {{#headlines}}
  <div><dt>{{name}}</dt><dd><b>{{value}}</b> <span>{{note}}</span></dd></div>
  {{/headlines}}
</dl>
{{#empty}}
<p class="card nothing">{{w_empty}}</p>
{{/empty}}
<div class="cards">
{{>cards}}
</div>
<p class="soft small">{{w_error}}</p>
</main>
</body>
</html>
