{{%AUTOESCAPE context="HTML"}}
<p class="lead">{{w_set_up_text}}</p>
<p><img class="otp" src="/second-factor/qr.png" alt="{{w_set_up_qr}}" width="240" height="240"></p>
<p>{{w_set_up_key}}: <code>{{secret}}</code></p>
<form class="narrow" method="post" action="/second-factor">
<div class="field"><label for="code">{{w_code}}</label><input id="code" name="code" inputmode="numeric" maxlength="8"
 autocomplete="one-time-code" required></div>
<button class="button" type="submit">{{w_go_on}}</button>
</form>
