fetch(process.env.BELL_URL || "http://localhost:4401");
app.listen(process.env.PORT || 4400);
