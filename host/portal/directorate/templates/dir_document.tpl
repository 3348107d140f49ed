{{%AUTOESCAPE context="HTML"}}
<p class="lead">{{w_document_text}}</p>
{{#may_change}}
<form method="post" action="{{form_target}}">
<input type="hidden" name="form" value="{{form_token}}"><input type="hidden" name="base" value="{{base}}">
<div class="field"><label for="document">{{w_document}}</label><textarea class="toml" id="document" name="document"
 rows="28" spellcheck="false">{{document:pre_escape}}</textarea></div>
<div class="grid">
<div class="field"><label for="why">{{w_why}}</label><p class="hint" id="why-hint">{{w_why_hint}}</p><input id="why"
 name="why" value="{{why}}" maxlength="300" aria-describedby="why-hint" required></div>
<div class="field"><label for="valid_from">{{w_valid_from}}</label><p class="hint"
 id="from-hint">{{w_valid_from_wib}}</p><input type="datetime-local" id="valid_from" name="valid_from"
 value="{{valid_from}}" aria-describedby="from-hint"></div>
</div>
<button class="button" type="submit">{{w_preview}}</button>
</form>
{{/may_change}}
{{#reads_only}}
<pre class="whole" tabindex="0">{{document:pre_escape}}</pre>
{{/reads_only}}
