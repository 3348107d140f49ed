{{%AUTOESCAPE context="HTML"}}
<p class="lead">{{lead}}</p>
<form class="search" method="get" action="/" role="search">
{{#choose_service}}
<div class="field"><label for="service">{{service_label}}</label>
<select id="service" name="service">
{{#services}}
<option value="{{key}}"{{#chosen}} selected{{/chosen}}>{{service_name}}</option>
{{/services}}
</select></div>
{{/choose_service}}
{{#by_earliest}}
<input type="hidden" name="sort" value="earliest">
{{/by_earliest}}
<div class="field"><label for="q">{{search_label}}</label>
<p class="hint" id="q-hint">{{search_hint}}</p>
<div class="search-row"><input id="q" name="q" value="{{query}}" type="search" maxlength="60" autocomplete="off"
 spellcheck="false" aria-describedby="q-hint">
<button class="button" type="submit">{{search_submit}}</button></div></div>
</form>
{{#has_orders}}
<div class="orders" role="group" aria-label="{{order_label}}">
{{#orders}}
{{#chosen}}
<span class="order" aria-current="true">{{order}}</span>
{{/chosen}}
{{#other}}
<a class="order" href="{{link}}">{{order}}</a>
{{/other}}
{{/orders}}
<button class="order" type="button" data-near data-done="{{near_done}}" data-failed="{{near_failed}}"
 hidden>{{near_me}}</button></div>
<p class="said" data-near-said role="status"></p>
{{/has_orders}}
{{#none_found}}
<div class="alert bad" role="alert" tabindex="-1" autofocus><p>{{none_found_text}}</p></div>
{{/none_found}}
{{#searched}}
<p><a href="/">{{all_offices}}</a></p>
{{/searched}}
{{#groups}}
{{#has_heading}}
<h2>{{heading}}</h2>
{{/has_heading}}
<ul class="cards" aria-label="{{label}}">
{{#offices}}
<li class="card office {{kind}}"{{#has_place}} data-place="{{place}}"{{/has_place}}>
<p class="where"><a class="name" href="{{link}}">{{office_name}}</a>
<span class="far" hidden></span><span class="chip">{{zone}}</span></p>
{{#has_offer}}
<p class="offer">{{offer}}{{#has_day}} <a
 href="{{day_link}}">{{day}}<span class="sr">, {{office_name}}</span></a>{{/has_day}}</p>
{{/has_offer}}
{{#reach}}
<p class="reach">
{{#has_address}}
<span>{{address}}</span>
{{/has_address}}
{{#has_phone}}
<span>{{phone}}</span>
{{/has_phone}}
{{#has_map}}
<a href="{{map}}" rel="noopener noreferrer">{{map_link}}<span class="sr">, {{office_name}}</span></a>
{{/has_map}}
</p>
{{/reach}}
</li>
{{/offices}}
</ul>
{{/groups}}
{{#has_app}}
<p data-app>{{app_text}} <a href="{{app_link}}">{{app_name}}</a></p>
{{/has_app}}
