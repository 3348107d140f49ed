{{%AUTOESCAPE context="HTML"}}
<form class="narrow" method="post" action="/sign-in/code">
<div class="field"><label for="code">{{w_code}}</label><p class="hint" id="code-hint">{{w_code_hint}}</p><input
 id="code" name="code" maxlength="40" autocomplete="one-time-code" autocapitalize="none" aria-describedby="code-hint"
 required></div>
<button class="button" type="submit">{{w_go_on}}</button>
</form>
