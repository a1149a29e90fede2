// Command bundle makes what the pages borrow from others, once, by hand, and checks every script.
//
//	go run . make ..     downloads the packages named in packages.go, writes ../vendor
//	go run . check ..    parses every script and style sheet of the pages
//
// It is a module of its own, so that neither the bundler nor a package of the JavaScript world ever
// becomes part of the program: what it makes is committed and embedded as it is, and nothing is
// built or fetched when bayline runs.
package main

import (
	"fmt"
	"os"
)

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: bundle make|check STATIC-DIRECTORY")
		os.Exit(2)
	}
	var err error
	switch dir := os.Args[2]; os.Args[1] {
	case "make":
		err = makeVendor(dir)
	case "check":
		err = check(dir)
	default:
		err = fmt.Errorf("unknown command %q: make or check", os.Args[1])
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
