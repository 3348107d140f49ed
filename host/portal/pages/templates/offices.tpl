{{%AUTOESCAPE context="HTML"}}
<p class="lead">{{lead}}</p>
<ul class="cards" aria-label="{{label}}">
{{#offices}}
<li><a class="card office" href="{{link}}"><b>{{office_name}}</b><span class="chip">{{zone}}</span></a></li>
{{/offices}}
</ul>
