{{%AUTOESCAPE context="HTML"}}
<p class="lead">{{text}}</p>
<p><a class="button" href="{{link}}">{{link_text}}</a></p>
