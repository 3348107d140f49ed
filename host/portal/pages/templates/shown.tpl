{{%AUTOESCAPE context="HTML"}}
{{#alert}}
<div class="alert bad" role="alert" tabindex="-1" autofocus><p>{{alert_text}}</p></div>
{{/alert}}
{{#instead}}
<div class="alert bad" role="alert"><p>{{instead_text}}</p>
<p><a href="{{booking_link}}/instead">{{instead_open}}</a></p></div>
{{/instead}}
{{#note}}
<p class="note warn">{{note_text}}</p>
{{/note}}
{{#has_day}}
{{>day}}
{{/has_day}}
<article class="ticket plain">
{{>rows}}
</article>
{{#ask}}
<p>{{shown_text}}</p>
<form id="show" method="post" action="{{booking_link}}/show" novalidate>
<input type="hidden" name="form" value="{{form_token}}">
<div class="field"><label for="nik">{{nik_label}}</label>
<input id="nik" name="nik" type="text" inputmode="numeric" autocomplete="off" maxlength="24" class="digits"
 required></div>
<button class="button" type="submit">{{shown_do}}</button></form>
{{/ask}}
{{#again}}
<p><a class="button" href="/">{{book_again}}</a></p>
{{/again}}
