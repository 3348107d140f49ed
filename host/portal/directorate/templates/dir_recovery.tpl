{{%AUTOESCAPE context="HTML"}}
<p class="lead">{{w_recovery_text}}</p>
<ul class="codes">
{{#codes}}
<li><code>{{recovery_code}}</code></li>
{{/codes}}
</ul>
<p><a class="button" href="/">{{w_recovery_done}}</a></p>
