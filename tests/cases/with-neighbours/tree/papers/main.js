const port = process.env.PORT || 4115;
