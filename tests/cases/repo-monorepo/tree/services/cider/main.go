package main

import (
	"net/http"
	"os"
)

func main() {
	port := os.Getenv("PORT")
	if port == "" {
		port = "4320"
	}
	_ = http.ListenAndServe(":"+port, nil)
}
