const port = process.env.PORT || 3112;
require("http").createServer().listen(port);
