{{%AUTOESCAPE context="HTML"}}
<p class="lead">{{office_name}}</p>
<ul class="cards">
{{#services}}
<li><a class="card office" href="{{link}}"><b>{{service_name}}</b></a></li>
{{/services}}
</ul>
