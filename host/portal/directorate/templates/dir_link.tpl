{{%AUTOESCAPE context="HTML"}}
<p class="lead">{{w_link_text}}</p>
<form class="narrow" method="post" action="/sign-in/link">
<div class="field"><label for="code">{{w_link_code}}</label><input id="code" name="code" maxlength="64"
 autocomplete="off" autocapitalize="none" spellcheck="false" required></div>
<div class="field"><label for="password">{{w_new_password}}</label><p class="hint"
 id="password-hint">{{w_new_password_hint}}</p><input id="password" name="password" type="password" maxlength="128"
 autocomplete="new-password" aria-describedby="password-hint" required></div>
<button class="button" type="submit">{{w_go_on}}</button>
</form>
