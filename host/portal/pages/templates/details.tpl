{{%AUTOESCAPE context="HTML"}}
{{#alert}}
<div class="alert bad" role="alert" tabindex="-1" autofocus><h2>{{alert_title}}</h2>
{{#has_problems}}
<ul>
{{#problems}}
<li><a href="#{{field}}">{{problem}}</a></li>
{{/problems}}
</ul>
{{/has_problems}}
{{#alert_texts}}
<p>{{alert_text}}</p>
{{/alert_texts}}
{{#see_booking}}
<p><a href="/find">{{footer_find}}</a></p>
{{/see_booking}}
</div>
{{/alert}}
{{#nothing_left}}
<p><a class="button" href="/">{{footer_home}}</a></p>
{{/nothing_left}}
{{#offered}}
<p class="lead">{{offer_text}}</p>
{{/offered}}
{{#summary}}
<dl class="summary">
{{#rows}}
<div><dt>{{label}}</dt><dd>{{value}}{{#may_change}} <a
 href="{{link}}">{{change}}<span class="sr"> {{label}}</span></a>{{/may_change}}</dd></div>
{{/rows}}
</dl>
{{/summary}}
{{#form}}
{{#room}}
<noscript><p class="note">{{room_offer}} <a href="{{room_link}}">{{room_enter}}</a></p></noscript>
{{/room}}
<form id="details" method="post" action="{{action}}" novalidate{{#proof}} data-proof="{{proof_when}}"
 data-worker="{{proof_worker}}" data-challenge="/proof"{{/proof}}>
{{#proof}}
<input type="hidden" name="altcha">
{{/proof}}
<input type="hidden" name="form" value="{{form_token}}">
<input type="hidden" name="office" value="{{office_code}}">
<input type="hidden" name="service" value="{{service_key}}">
{{#offered}}
<input type="hidden" name="key" value="{{key}}">
{{/offered}}
{{#slot_chosen}}
<input type="hidden" name="slot" value="{{slot}}">
{{/slot_chosen}}
{{#slot_open}}
<fieldset class="choice"><legend>{{full_choose}}</legend>
{{#choices}}
<label class="card"><input type="radio" name="slot" value="{{slot}}"{{#checked}} checked{{/checked}} required>
<span><b>{{hours}}</b><span>{{date}}</span></span>
<small>{{places}}</small></label>
{{/choices}}
</fieldset>
{{/slot_open}}
{{#name_field}}
<div class="field{{#wrong}} wrong{{/wrong}}"><label for="name">{{label}}</label>
<p class="hint" id="name-hint">{{hint}}</p>
{{#wrong}}
<p class="error" id="name-error">{{problem}}</p>
{{/wrong}}
<input id="name" name="name" value="{{value}}" type="text" autocomplete="name" maxlength="100" spellcheck="false"
 required aria-describedby="name-hint{{#wrong}} name-error{{/wrong}}"{{#wrong}} aria-invalid="true"{{/wrong}}></div>
{{/name_field}}
{{#nik_field}}
<div class="field{{#wrong}} wrong{{/wrong}}"><label for="nik">{{label}}</label>
<p class="hint" id="nik-hint">{{hint}}</p>
{{#wrong}}
<p class="error" id="nik-error">{{problem}}</p>
{{/wrong}}
<input id="nik" name="nik" value="{{value}}" type="text" inputmode="numeric" autocomplete="off" maxlength="24"
 class="digits" required
 aria-describedby="nik-hint{{#wrong}} nik-error{{/wrong}}"{{#wrong}} aria-invalid="true"{{/wrong}}>
{{#ask_card}}
<p class="check"><input id="card-says-so" name="card_says_so" value="yes"
 type="checkbox"{{#card_says_so}} checked{{/card_says_so}}><label for="card-says-so">{{card_label}}</label></p>
{{/ask_card}}
</div>
{{/nik_field}}
{{#may_bring}}
<details class="companions"{{#companions_typed}} open{{/companions_typed}}><summary>{{companions_open}}</summary>
<p class="hint">{{companion_hint}}</p>
{{#companions}}
<fieldset><legend>{{legend}}</legend>
<div class="field{{#name_wrong}} wrong{{/name_wrong}}"><label for="name{{nr}}">{{name_label}}</label>
{{#name_wrong}}
<p class="error" id="name{{nr}}-error">{{name_problem}}</p>
{{/name_wrong}}
<input id="name{{nr}}" name="name{{nr}}" value="{{name}}" type="text" autocomplete="off" maxlength="100"
 spellcheck="false"{{#name_wrong}} aria-invalid="true" aria-describedby="name{{nr}}-error"{{/name_wrong}}></div>
<div class="field{{#nik_wrong}} wrong{{/nik_wrong}}"><label for="nik{{nr}}">{{nik_label}}</label>
{{#nik_wrong}}
<p class="error" id="nik{{nr}}-error">{{nik_problem}}</p>
{{/nik_wrong}}
<input id="nik{{nr}}" name="nik{{nr}}" value="{{nik}}" type="text" inputmode="numeric" autocomplete="off" maxlength="24"
 class="digits"{{#nik_wrong}} aria-invalid="true" aria-describedby="nik{{nr}}-error"{{/nik_wrong}}>
{{#ask_card}}
<p class="check"><input id="card{{nr}}" name="card{{nr}}" value="yes"
 type="checkbox"{{#card_says_so}} checked{{/card_says_so}}><label for="card{{nr}}">{{card_label}}</label></p>
{{/ask_card}}
</div></fieldset>
{{/companions}}
</details>
{{/may_bring}}
{{#mail_field}}
<div class="field{{#wrong}} wrong{{/wrong}}"><label for="mail">{{label}}</label>
<p class="hint" id="mail-hint">{{hint}}</p>
{{#wrong}}
<p class="error" id="mail-error">{{problem}}</p>
{{/wrong}}
<input id="mail" name="mail" value="{{value}}" type="email" autocomplete="email" maxlength="254"
 spellcheck="false"{{#needed}} required{{/needed}}
 aria-describedby="mail-hint{{#wrong}} mail-error{{/wrong}}"{{#wrong}} aria-invalid="true"{{/wrong}}></div>
{{/mail_field}}
<p class="note">{{privacy}}</p>
{{#proof}}
<p class="note" role="status" data-proof-said="{{proof_working}}"></p>
{{/proof}}
<button class="button" type="submit">{{submit}}</button>
{{#offered}}
<p class="note" id="no-text">{{offer_no_text}}</p>
<button class="button quiet" type="submit" formaction="{{offer_no_target}}" formnovalidate
 aria-describedby="no-text">{{offer_no}}</button>
{{/offered}}
</form>
{{#proof}}
<script src="{{proof_script}}" defer></script>
{{/proof}}
{{/form}}
