package main

import (
	"log"
	"net/http"
	"os"
)

func env(key, otherwise string) string {
	if v := os.Getenv(key); v != "" {
		return v
	}
	return otherwise
}

func main() {
	pricing := env("PRICING_ADDR", "pricing:7103")
	log.Printf("prices from %s, carts live 604800 s", pricing)
	log.Fatal(http.ListenAndServe(":"+env("PORT", "8080"), nil))
}
