package main

import "flag"

var (
	port = flag.Int("port", 4321, "HTTP")
	grpc = flag.Int("grpc-port", 4331, "gRPC")
)

func main() { flag.Parse(); serve(*port, *grpc) }
