{{%AUTOESCAPE context="HTML"}}
{{#alert}}
<div class="alert bad" role="alert" tabindex="-1" autofocus><p>{{alert_text}}</p></div>
{{/alert}}
<p class="lead">{{text}}</p>
<article class="ticket plain">
{{>rows}}
</article>
<h2>{{heading}}</h2>
{{#none}}
<p class="note warn">{{none_text}}</p>
{{/none}}
{{#some}}
<form id="instead" method="post" action="{{booking_link}}/instead" novalidate>
<input type="hidden" name="form" value="{{form_token}}">
<input type="hidden" name="key" value="{{key}}">
{{#ask}}
<div class="field"><label for="nik">{{own_nik_label}}</label>
<p class="hint" id="nik-hint">{{own_nik_hint}}</p>
<input id="nik" name="nik" type="text" inputmode="numeric" autocomplete="off" maxlength="24" class="digits" required
 aria-describedby="nik-hint"></div>
{{/ask}}
<ul class="cards instead">
{{#places}}
<li class="card"><p><strong>{{office}}</strong><br>{{day}}<br>{{hours}}</p>
<button class="button" type="submit" name="place" value="{{place}}">{{do}}<span class="sr">: {{office}}, {{day}},
 {{hours}}</span></button></li>
{{/places}}
</ul></form>
{{/some}}
<p><a href="{{booking_link}}/cancel">{{cancel}}</a></p>
