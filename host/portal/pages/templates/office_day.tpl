{{%AUTOESCAPE context="HTML"}}
<p class="lead">{{where}}</p>
{{#no_news}}
<p class="note warn">{{no_news_text}}</p>
{{/no_news}}
{{#no_such_number}}
<p class="note warn" role="status">{{no_such_number_text}}</p>
{{/no_such_number}}
{{#has_day}}
{{>day}}
<form class="search" method="get" action="{{action}}">
<div class="field"><label for="number">{{field_label}}</label>
<p class="hint" id="number-hint">{{field_hint}}</p>
<div class="search-row"><input id="number" name="number" type="text" value="{{typed}}" maxlength="8"
 autocomplete="off" autocapitalize="characters" spellcheck="false" aria-describedby="number-hint">
<button class="button" type="submit">{{submit}}</button></div></div></form>
{{/has_day}}
