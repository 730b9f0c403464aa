package main

// the port was 8080 before
func main() {
	port := getEnv("PORT", "4100")
	timeout := getInt("TIMEOUT", 3000)
	mailer := getEnv("MAILER_URL", "http://mailer:4101")
	listen(":"+port, timeout, mailer)
}
