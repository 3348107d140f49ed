{{%AUTOESCAPE context="HTML"}}
<p class="lead">{{text}}</p>
{{#has_place}}
<article class="ticket plain">
{{>rows}}
</article>
{{/has_place}}
<form method="post" action="{{target}}">
<input type="hidden" name="form" value="{{form_token}}">
<input type="hidden" name="key" value="{{key}}">
<button class="button" type="submit">{{button}}</button></form>
