{{%AUTOESCAPE context="HTML"}}
{{#alert}}
<div class="alert bad" role="alert" tabindex="-1" autofocus><p>{{alert_text}}</p></div>
{{/alert}}
<article class="ticket plain">
{{>rows}}
</article>
{{#over}}
<p class="note warn">{{over_text}}</p>
{{/over}}
{{#can}}
<p>{{text}}</p>
{{#has_cancel_until}}
<p>{{cancel_until}}</p>
{{/has_cancel_until}}
{{#freezes}}
<p class="note warn">{{freezes_text}}</p>
{{/freezes}}
<form id="change" method="post" action="{{booking_link}}/{{action}}" novalidate>
<input type="hidden" name="form" value="{{form_token}}">
{{#choose}}
<div class="field"><label for="slot">{{move_label}}</label>
<select id="slot" name="slot" required>
{{#days}}
<optgroup label="{{day}}">
{{#slots}}
<option value="{{slot}}">{{hours_and_places}}</option>
{{/slots}}
</optgroup>
{{/days}}
</select></div>
{{/choose}}
{{#correct}}
<div class="field"><label for="name">{{name_label}}</label>
<input id="name" name="name" value="{{typed_name}}" type="text" autocomplete="name" maxlength="100"
 spellcheck="false"></div>
<div class="field"><label for="mail">{{mail_label}}</label>
<input id="mail" name="mail" value="{{typed_mail}}" type="email" autocomplete="email" maxlength="254"
 spellcheck="false"></div>
{{/correct}}
<div class="field"><label for="nik">{{own_nik_label}}</label>
<p class="hint" id="nik-hint">{{own_nik_hint}}</p>
<input id="nik" name="nik" type="text" inputmode="numeric" autocomplete="off" maxlength="24" class="digits" required
 aria-describedby="nik-hint"></div>
<button class="button{{#danger}} danger{{/danger}}" type="submit">{{do}}</button></form>
{{/can}}
