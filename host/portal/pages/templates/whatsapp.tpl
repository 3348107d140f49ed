{{%AUTOESCAPE context="HTML"}}
<p class="lead">{{lead}}</p>
<section class="how"><p>{{how}}</p>
<p class="message">#{{your_name}}<wbr>#DDMMYYYY<wbr>#DDMMYYYY</p>
<p>{{example_label}} <span class="message">#Budi<wbr>#25011987<wbr>#07122026</span></p>
<p>{{number}}</p>
{{#reach}}
<p class="reach">
{{#has_address}}
<span>{{address}}</span>
{{/has_address}}
{{#has_phone}}
<span>{{phone}}</span>
{{/has_phone}}
{{#has_map}}
<a href="{{map}}" rel="noopener noreferrer">{{map_link}}</a>
{{/has_map}}
</p>
{{/reach}}
</section>
{{>others_part}}
