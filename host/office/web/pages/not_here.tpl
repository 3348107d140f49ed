{{%AUTOESCAPE context="HTML"}}
<!doctype html>
<html lang="id">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{status}} · Antrean</title>
<link rel="icon" href="{{icon_svg}}">
<link rel="stylesheet" href="{{office_css}}">
</head>
<body class="phone"><main class="ticket"><img src="{{icon_svg}}" alt="" width="64" height="64">
<h1>Halaman tidak dapat ditampilkan</h1>
<p lang="en">This page cannot be shown ({{status}}).</p>
<p lang="en">{{why}}</p></main></body>
</html>
