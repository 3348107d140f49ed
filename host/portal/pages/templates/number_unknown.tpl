{{%AUTOESCAPE context="HTML"}}
<section data-day data-unknown data-every="{{fresh_every}}" data-age="0" data-called="">
<p>{{text}}</p>
</section>
