{{%AUTOESCAPE context="HTML"}}
<form class="narrow" method="post" action="/sign-in">
<div class="field"><label for="user">{{w_user}}</label><input id="user" name="user" maxlength="32"
 autocomplete="username" autocapitalize="none" spellcheck="false" required></div>
<div class="field"><label for="password">{{w_password}}</label><input id="password" name="password" type="password"
 maxlength="128" autocomplete="current-password" required></div>
<button class="button" type="submit">{{w_sign_in}}</button>
</form>
<p><a href="/sign-in/link">{{w_link}}</a></p>
