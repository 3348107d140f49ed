{{%AUTOESCAPE context="HTML"}}
<p class="lead">{{lead}}</p>
{{#not_found}}
<div class="alert bad" role="alert" tabindex="-1" autofocus><p>{{find_none}}</p></div>
{{/not_found}}
{{#busy}}
<div class="alert bad" role="alert" tabindex="-1" autofocus><h2>{{busy_title}}</h2><p>{{busy_text}}</p></div>
{{/busy}}
<form id="find" method="post" action="/find" novalidate>
<input type="hidden" name="form" value="{{form_token}}">
<div class="field"><label for="code">{{code_field}}</label>
<p class="hint" id="code-hint">{{code_hint}}</p>
<input id="code" name="code" value="{{code}}" type="text" autocomplete="off" autocapitalize="characters"
 spellcheck="false" maxlength="16" class="digits" required aria-describedby="code-hint"></div>
<div class="field"><label for="nik">{{nik_label}}</label>
<p class="hint" id="nik-hint">{{nik_hint}}</p>
<input id="nik" name="nik" value="{{nik}}" type="text" inputmode="numeric" autocomplete="off" maxlength="24"
 class="digits" required aria-describedby="nik-hint"></div>
<button class="button" type="submit">{{submit}}</button></form>
