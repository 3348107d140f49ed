{{%AUTOESCAPE context="HTML"}}
<!doctype html>
<html lang="{{language}}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="description" content="{{description}}">
<meta name="color-scheme" content="light">
<meta name="theme-color" content="#0b3d6e">
<title>{{error_prefix}}{{title}} – {{brand}}</title>
<link rel="icon" href="{{icon_file}}" type="image/svg+xml">
<link rel="apple-touch-icon" href="{{touch_icon}}">
<link rel="manifest" href="/manifest.webmanifest?lang={{language}}">
<link rel="preload" href="/static/inter-regular.woff2" as="font" type="font/woff2" crossorigin>
<link rel="stylesheet" href="{{style_file}}">
<script src="{{script_file}}" defer></script>
<script src="{{app_script}}" defer></script>
{{#keeps_fresh}}
<script src="{{fresh_script}}" defer></script>
{{#reloads}}
<noscript><meta http-equiv="refresh" content="{{reload_every}}"></noscript>
{{/reloads}}
{{/keeps_fresh}}
</head>
<body>
<a class="skip" href="#isi">{{skip}}</a>
<header><div class="bar">
<a class="brand" href="/"><svg class="logo" viewBox="0 0 40 40" width="40" height="40" aria-hidden="true"
 focusable="false">
<rect width="40" height="40" rx="9" fill="#fff"/>
<path d="M9 12h16M9 20h22M9 28h11" stroke="#0b3d6e" stroke-width="4" stroke-linecap="round"/>
<circle cx="29.5" cy="28" r="3.5" fill="#c8102e"/>
</svg><span><strong>{{brand}}</strong><small>{{tagline}}</small></span></a>
{{#has_form}}<button class="sr" type="submit" form="{{form_id}}" tabindex="-1" aria-hidden="true"></button>
{{/has_form}}<nav class="langs" aria-label="{{language_label}}">{{#languages}}{{#current}}<span class="lang"
 aria-current="true" lang="{{code}}">{{word}}</span>{{/current}}{{#other}}<a class="lang"
 href="{{language_link}}" hreflang="{{code}}" lang="{{code}}"
 aria-label="{{language_name}}">{{word}}</a>{{/other}}{{#other_with_form}}<button class="lang" type="submit"
 form="{{form_id}}" formaction="{{form_target}}?lang={{code}}" formnovalidate lang="{{code}}"
 aria-label="{{language_name}}">{{word}}</button>{{/other_with_form}}{{/languages}}</nav>
</div></header>
<main id="isi"{{#has_page_address}} data-address="{{page_address}}"{{/has_page_address}}>
{{#has_steps}}
<nav class="steps" aria-label="{{steps_label}}"><ol>
{{#steps}}
<li{{#past}} class="past"{{/past}}{{#now}} class="now" aria-current="step"{{/now}}><span
 class="dot">{{step_number}}</span><span class="what">{{step_name}}</span></li>
{{/steps}}
</ol></nav>
{{/has_steps}}
{{#has_back}}
<a class="back" href="{{back_link}}"><span aria-hidden="true">←</span> {{back}}</a>
{{/has_back}}
<h1>{{title}}</h1>
{{#has_announcements}}
<section class="announce" aria-label="{{announcements_label}}">
{{#announcements}}
<p>{{announcement}}</p>
{{/announcements}}
</section>
{{/has_announcements}}
{{>main}}
</main>
<footer><div class="bar"><p><a href="/find">{{footer_find}}</a></p><p><a
 href="/own">{{footer_own}}</a></p><p>{{footer_times}}</p></div></footer>
</body>
</html>
