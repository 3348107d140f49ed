{{%AUTOESCAPE context="HTML"}}
<p class="lead">{{where}}</p>
{{>day}}
