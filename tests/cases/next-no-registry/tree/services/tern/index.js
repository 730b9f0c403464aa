app.listen(process.env.PORT || 5300);
