const port = process.env.PORT || 6110;
require("http").createServer().listen(port);
