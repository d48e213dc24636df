package minio

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"os"
	"strings"
	"time"

	"congvan/office"
	"congvan/storage"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"
	"github.com/minio/minio-go/v7/pkg/s3utils"
)

// Options say where the bucket is and how to get there.
type Options struct {
	Address string // server and bucket: "https://minio.example.gov.vn:9000/congvan"
	Key     string // access key
	Secret  string // secret key
	Token   string // session token of temporary keys, else ""
	Region  string // "" is "us-east-1", which MinIO calls itself by default
	CA      string // PEM file of authorities to trust beside the machine's, else ""
	Public  string // "https://files.example.gov.vn" by which readers reach the server; "" lends nothing out
	Spool   string // folder for what is being put; "" is the machine's for temporary files
}

// Check says everything that is wrong with the options as far as it can be seen without asking the server: errors of kind invalid, joined, whose
// Field is "address", "keys", "ca" or "public". No value is part of them.
func (o Options) Check() error {
	_, err := o.read()
	return err
}

// target is what the options mean.
type target struct {
	server      *url.URL
	bucket      string
	public      *url.URL
	authorities *x509.CertPool
}

func (o Options) read() (target, error) {
	server, bucket, wrong := parseAddress(o.Address)
	public, wrongPublic := parsePublic(o.Public)
	authorities, wrongCA := readAuthorities(o.CA)
	var wrongKeys error
	if o.Key == "" || o.Secret == "" {
		wrongKeys = badSetting("keys")
	}
	return target{server, bucket, public, authorities}, errors.Join(wrong, wrongKeys, wrongCA, wrongPublic)
}

// parseAddress reads "https://host:port/bucket".
func parseAddress(address string) (*url.URL, string, error) {
	server := parseServer(address)
	if server == nil {
		return nil, "", badSetting("address")
	}
	bucket := strings.Trim(server.Path, "/")
	if s3utils.CheckValidBucketName(bucket) != nil {
		return nil, "", badSetting("address")
	}
	return server, bucket, nil
}

func parsePublic(address string) (*url.URL, error) {
	if address == "" {
		return nil, nil
	}
	server := parseServer(address)
	if server == nil || strings.Trim(server.Path, "/") != "" {
		return nil, badSetting("public")
	}
	return server, nil
}

// parseServer reads an address of HTTP without keys, question or fragment; it gives nil for anything else.
func parseServer(address string) *url.URL {
	server, err := url.Parse(address)
	if err != nil || server.Scheme != "https" && server.Scheme != "http" || server.Hostname() == "" || server.User != nil ||
		server.RawQuery != "" || server.Fragment != "" {
		return nil
	}
	return server
}

// readAuthorities adds those of a file to the machine's.
func readAuthorities(file string) (*x509.CertPool, error) {
	if file == "" {
		return nil, nil
	}
	pool, err := x509.SystemCertPool()
	if err != nil {
		pool = x509.NewCertPool()
	}
	text, err := os.ReadFile(file)
	if err != nil || !pool.AppendCertsFromPEM(text) {
		return nil, badSetting("ca")
	}
	return pool, nil
}

// dial makes the store of the options; it sends nothing yet.
func dial(options Options, clock office.Clock) (*Store, error) {
	to, err := options.read()
	if err != nil {
		return nil, err
	}
	if options.Spool != "" { // for the program's own user alone
		if err := os.MkdirAll(options.Spool, 0o700); err != nil {
			return nil, storage.Unavailable(fmt.Errorf("make the folder for what is being put: %w", err))
		}
	}
	s := &Store{server: to.server.Host, bucket: to.bucket, spool: options.Spool, clock: clock, transport: newTransport(to.authorities)}
	s.watch = &clockWatch{next: s.transport, clock: clock}
	client, err := newClient(to.server, options, s.watch)
	if err != nil {
		return nil, badSetting("address")
	}
	s.client = &minio.Core{Client: client}
	if to.public != nil {
		if s.lender, err = newClient(to.public, options, s.watch); err != nil {
			return nil, badSetting("public")
		}
	}
	return s, nil
}

func newClient(server *url.URL, options Options, transport http.RoundTripper) (*minio.Client, error) {
	region := options.Region
	if region == "" {
		region = defaultRegion // with none the client would ask for it, which is a right more
	}
	return minio.New(server.Host, &minio.Options{Creds: credentials.NewStaticV4(options.Key, options.Secret, options.Token),
		Secure: server.Scheme == "https", Transport: transport, Region: region, MaxRetries: tries})
}

func newTransport(authorities *x509.CertPool) *http.Transport {
	return &http.Transport{
		Proxy:                 http.ProxyFromEnvironment,
		DialContext:           (&net.Dialer{Timeout: 5 * time.Second, KeepAlive: 30 * time.Second}).DialContext,
		TLSClientConfig:       &tls.Config{MinVersion: tls.VersionTLS12, RootCAs: authorities},
		TLSHandshakeTimeout:   10 * time.Second,
		ResponseHeaderTimeout: time.Minute, // a server that hashes a large part answers late
		MaxIdleConnsPerHost:   16,
		IdleConnTimeout:       time.Minute,
		DisableCompression:    true, // objects are the bytes that were put
	}
}
