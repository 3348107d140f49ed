{{%AUTOESCAPE context="HTML"}}
{{#alert}}
<div class="alert bad" role="alert" tabindex="-1" autofocus><p>{{alert_text}}</p></div>
{{/alert}}
<p class="lead"><strong>{{office_name}}</strong> · {{service_name}}</p>
<p>{{text}}</p>
<form id="waitlist" method="post" action="/waitlist" novalidate>
<input type="hidden" name="form" value="{{form_token}}">
<input type="hidden" name="office" value="{{office_code}}">
<input type="hidden" name="service" value="{{service_key}}">
<input type="hidden" name="day" value="{{day}}">
<div class="field{{#wrong}} wrong{{/wrong}}"><label for="mail">{{mail_label}}</label>
<p class="hint" id="mail-hint">{{mail_hint}}</p>
{{#wrong}}
<p class="error" id="mail-error">{{problem}}</p>
{{/wrong}}
<input id="mail" name="mail" value="{{mail}}" type="email" autocomplete="email" maxlength="254" spellcheck="false"
 required aria-describedby="mail-hint{{#wrong}} mail-error{{/wrong}}"{{#wrong}} aria-invalid="true"{{/wrong}}></div>
{{#several}}
<div class="field"><label for="people">{{people_label}}</label>
<select id="people" name="people">
{{#people}}
<option value="{{count}}"{{#chosen}} selected{{/chosen}}>{{count}}</option>
{{/people}}
</select></div>
{{/several}}
<p class="note">{{privacy}}</p>
<button class="button" type="submit">{{submit}}</button></form>
