package main

import (
	"bufio"
	"fmt"
	"io"
	"net/http"
	"strings"
)

// The native API of Mesh: instances with a lease, over connections that stay.
func nativeClient() *http.Client {
	return &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: *workers, MaxConnsPerHost: *workers}}
}

func putInstance(client *http.Client, host, service, id string) error {
	body := strings.NewReader(fmt.Sprintf(`{"host":"10.0.0.1","port":80,"ttl":"%ds","metadata":{"value":"%s"}}`, ttl, value))
	request, err := http.NewRequest(http.MethodPut, "http://"+host+"/mesh/v1/services/"+service+"/"+id, body)
	if err != nil {
		return err
	}
	request.Header.Set("Content-Type", "application/json")
	reply, err := client.Do(request)
	if err != nil {
		return err
	}
	defer reply.Body.Close()
	text, err := io.ReadAll(reply.Body)
	if err == nil && reply.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s: %s", reply.Status, text)
	}
	return err
}

func registerNative() {
	client, run := nativeClient(), unique()
	repeat(func(worker, i int) error {
		return putInstance(client, hosts()[worker%len(hosts())], fmt.Sprintf("load-%s-%d", run, worker), fmt.Sprintf("i-%d", i))
	})
}

func fillNative() {
	client := nativeClient()
	finish(*count, func(worker, i int) error {
		return putInstance(client, hosts()[worker%len(hosts())], fmt.Sprintf("svc-%05d", i%*services), fmt.Sprintf("i-%d", i))
	})
}

func propagationNative() {
	client, service := nativeClient(), "propagation-"+unique()
	reply, err := client.Get("http://" + hosts()[len(hosts())-1] + "/mesh/v1/watch?service=" + service)
	fail(err)
	if reply.StatusCode != http.StatusOK {
		fail(fmt.Errorf("the watch was answered with %s", reply.Status))
	}
	changed(func(i int) error {
		return putInstance(client, hosts()[0], service, fmt.Sprintf("probe-%06d", i))
	}, func(seen func(i int)) {
		lines := bufio.NewReader(reply.Body)
		known := map[int]bool{}
		for {
			line, err := lines.ReadString('\n')
			if err != nil {
				return
			}
			// An event may tell of several instances, and of one again.
			for _, part := range strings.Split(line, `"probe-`)[1:] {
				if i := number(part[:6]); !known[i] {
					known[i] = true
					seen(i)
				}
			}
		}
	})
}
