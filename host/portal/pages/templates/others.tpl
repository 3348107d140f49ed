{{%AUTOESCAPE context="HTML"}}
{{#has_others}}
<section><h2>{{others_title}}</h2>
<ul class="cards">
{{#others}}
<li class="card office free"><p class="where"><a class="name" href="{{link}}">{{other_name}}</a></p>
<p class="offer">{{offer}} <a href="{{day_link}}">{{day}}<span class="sr">, {{other_name}}</span></a></p></li>
{{/others}}
</ul></section>
{{/has_others}}
