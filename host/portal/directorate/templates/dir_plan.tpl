{{%AUTOESCAPE context="HTML"}}
<pre class="whole" tabindex="0">{{document:pre_escape}}</pre>
