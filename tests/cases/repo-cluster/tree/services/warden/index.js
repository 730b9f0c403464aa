const port = process.env.PORT || 8080;
require('./app').listen(port, () => console.log(`warden on ${port}`));
