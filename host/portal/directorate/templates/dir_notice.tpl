{{%AUTOESCAPE context="HTML"}}
<p class="lead">{{text}}</p>
