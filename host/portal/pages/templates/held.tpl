{{%AUTOESCAPE context="HTML"}}
{{#resent}}
<p class="note" role="status">{{resent_text}}</p>
{{/resent}}
{{#wrong}}
<div class="alert bad" role="alert" tabindex="-1" autofocus><p>{{wrong_text}}</p></div>
{{/wrong}}
{{#elsewhere}}
<p class="lead">{{elsewhere_text}}</p>
{{/elsewhere}}
{{#own}}
<p class="lead">{{held_text}}</p>
<p class="left" role="timer"><span>{{held_until}}</span> <b
 data-seconds="{{seconds}}" data-left="{{held_left}}"></b></p>
{{#may_type}}
<form id="digits-form" method="post" action="{{booking_link}}/confirm" novalidate>
<input type="hidden" name="form" value="{{form_token}}">
<div class="field"><label for="digits">{{digits_label}}</label>
<p class="hint" id="digits-hint">{{digits_hint}}</p>
<input id="digits" name="digits" type="text" inputmode="numeric" autocomplete="one-time-code" maxlength="12"
 class="digits" required aria-describedby="digits-hint"></div>
<button class="button" type="submit">{{held_do}}</button></form>
{{/may_type}}
{{/own}}
<article class="ticket plain">
{{>rows}}
</article>
{{#own}}
<div class="row-of-forms">
{{#may_resend}}
<form method="post" action="{{booking_link}}/resend"><input type="hidden" name="form" value="{{form_token}}">
<button class="button quiet" type="submit">{{held_resend}}</button></form>
{{/may_resend}}
<form method="post" action="{{booking_link}}/release"><input type="hidden" name="form" value="{{form_token}}">
<button class="button quiet" type="submit">{{held_release}}</button></form>
</div>
{{/own}}
