{{%AUTOESCAPE context="HTML"}}
<p class="lead"><strong>{{office_name}}</strong></p>
<ul class="cards single">
{{#services}}
{{#here}}
<li class="card office {{kind}}"><p class="where"><a class="name" href="{{link}}">{{service_name}}</a></p>
{{#has_offer}}
<p class="offer">{{offer}}{{#has_day}} <a
 href="{{day_link}}">{{day}}<span class="sr">, {{service_name}}</span></a>{{/has_day}}</p>
{{/has_offer}}
</li>
{{/here}}
{{#not_here}}
<li class="card office closed"><p class="where"><b class="name">{{service_name}}</b></p>
<p class="offer">{{offer}}{{#but_at}}, {{but_at_text}}{{/but_at}}</p>
{{#but_at}}
<ul class="places">
{{#places}}
<li><a href="{{place_link}}">{{place_name}}</a>, {{place_day}}</li>
{{/places}}
</ul>
{{/but_at}}
</li>
{{/not_here}}
{{/services}}
</ul>
