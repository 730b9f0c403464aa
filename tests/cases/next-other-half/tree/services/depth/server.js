const port = process.env.PORT || 4608;
app.listen(port);
const gull = process.env.GULL_URL || "http://localhost:4607";
